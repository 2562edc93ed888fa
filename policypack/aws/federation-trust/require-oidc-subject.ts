import { resourceRule } from "../../core/rule";
import { subjectBound } from "../../facts/aws-oidc-claims";
import { ROLE, githubRole } from "../../facts/aws-trust-documents";
import { statements } from "../../facts/iam-policy";
import { quote } from "../../facts/quote";
import { oidcIssuers } from "../../facts/trust-policy";
import { each } from "../../facts/values";

export default resourceRule({
    name: "aws-require-oidc-subject",
    severity: "critical",
    description: "A role that trusts an OIDC issuer says whose tokens it lets in.",
    rationale:
        "Without it every repository, workspace or service account that the issuer serves can take the role, those of strangers too.",
    remedy: "Compare the sub claim of the issuer by StringEquals, or by StringLike with a wildcard after the name, as WorkloadRole does.",
    controls: ["NHI4:2025", "NHI6:2025", "NHI3:2025", "PR.AA-04", "MANAGE 3.1"],
    replaces: ["Checkov CKV_AWS_358", "Checkov CKV_AWS_393"],
    on: [ROLE],
    examples: {
        denied: [githubRole({ StringLike: { sub: "repo:acme/*" } })],
        allowed: [githubRole({ StringLike: { sub: "repo:acme/shop:*" } })],
    },

    *check({ inputs }) {
        yield* each(statements(inputs.get("assumeRolePolicy")), function* (statement) {
            yield* each(oidcIssuers(statement), function* (issuer) {
                const bound = subjectBound(statement.condition, issuer);
                if (bound.by === "enough") return;
                const whom =
                    bound.by === "nothing" ? "whoever has a token" : `every subject like ${quote("subject", bound.value)}`;
                const from = issuer.name === undefined ? "the issuer" : quote("issuer", issuer.name);
                yield { message: `\`${statement.path}\` lets in ${whom} of ${from}.`, path: statement.path, part: from };
            });
        });
    },
});
