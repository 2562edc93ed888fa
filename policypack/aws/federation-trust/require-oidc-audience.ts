import { resourceRule } from "../../core/rule";
import { githubTrust } from "../../facts/aws-documents";
import { audienceClaims } from "../../facts/aws-oidc-claims";
import { statements } from "../../facts/iam-policy";
import { quote } from "../../facts/quote";
import { boundOf, oidcIssuers } from "../../facts/trust-policy";
import { each } from "../../facts/values";

const ROLE = "aws:iam/role:Role";

export default resourceRule({
    name: "aws-require-oidc-audience",
    severity: "medium",
    description: "A role that trusts an OIDC issuer says for whom the tokens must have been issued.",
    rationale: "A token that was issued for another party can be passed on by that party, and would be taken here.",
    remedy: "Compare the aud claim of the issuer by StringEquals, for most issuers with sts.amazonaws.com, as WorkloadRole does.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-04", "MANAGE 3.1"],
    on: [ROLE],
    examples: {
        denied: [{ type: ROLE, inputs: { assumeRolePolicy: githubTrust({ StringLike: { sub: "repo:acme/shop:*" } }) } }],
        allowed: [{ type: ROLE, inputs: { assumeRolePolicy: githubTrust({ StringEquals: { aud: "sts.amazonaws.com" } }) } }],
    },

    *check({ inputs }) {
        yield* each(statements(inputs.get("assumeRolePolicy")), function* (statement) {
            yield* each(oidcIssuers(statement), function* (issuer) {
                if (boundOf(statement.condition, issuer, audienceClaims(issuer)).by === "enough") return;
                const from = issuer.name === undefined ? "the issuer" : quote("issuer", issuer.name);
                yield {
                    message: `\`${statement.path}\` takes tokens of ${from} that were issued for anyone.`,
                    path: statement.path,
                    part: from,
                };
            });
        });
    },
});
