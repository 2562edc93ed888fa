import { resourceRule } from "../../core/rule";
import { pullRequestSubject } from "../../facts/aws-oidc-claims";
import { ROLE, githubRole } from "../../facts/aws-trust-documents";
import { statements } from "../../facts/iam-policy";
import { quote } from "../../facts/quote";
import { oidcIssuers } from "../../facts/trust-policy";
import { each } from "../../facts/values";

export default resourceRule({
    name: "aws-no-pull-request-trust",
    severity: "low",
    description: "A role for GitHub Actions says which branch or environment of the repository may take it.",
    rationale: "A pull request runs code that nobody has reviewed; whoever may push a branch could take the role with it.",
    remedy: "Let the subject end in an environment or a branch, such as repo:acme/shop:environment:live, as WorkloadRole does.",
    controls: ["NHI8:2025", "NHI4:2025", "PR.AA-05"],
    on: [ROLE],
    examples: {
        denied: [githubRole({ StringLike: { sub: "repo:acme/shop:*" } })],
        allowed: [githubRole({ StringEquals: { sub: "repo:acme/shop:environment:live" } })],
    },

    *check({ inputs }) {
        yield* each(statements(inputs.get("assumeRolePolicy")), function* (statement) {
            const { path, condition } = statement;
            yield* each(oidcIssuers(statement), function* (issuer) {
                const subject = pullRequestSubject(condition, issuer);
                if (subject === undefined) return;
                const part = quote("subject", subject);
                yield { message: `\`${path}\` lets in pull requests by ${part}.`, path, part };
            });
        });
    },
});
