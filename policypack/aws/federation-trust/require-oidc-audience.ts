import { resourceRule } from "../../core/rule";
import { audienceClaims, isCognito } from "../../facts/aws-oidc-claims";
import { ROLE, githubRole } from "../../facts/aws-trust-documents";
import { statements } from "../../facts/iam-policy";
import { quote } from "../../facts/quote";
import { boundOf, oidcIssuers } from "../../facts/trust-policy";
import { each } from "../../facts/values";

export default resourceRule({
    name: "aws-require-oidc-audience",
    severity: "low",
    description: "A role that trusts an OIDC issuer says for whom the tokens must have been issued.",
    rationale:
        "A token that was issued for another party can be passed on by that party; what the provider in the account lists may be more than this role is for.",
    remedy: "Compare the aud claim of the issuer by StringEquals, for most issuers with sts.amazonaws.com, as WorkloadRole does.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-04", "MANAGE 3.1"],
    on: [ROLE],
    examples: {
        denied: [githubRole({ StringLike: { sub: "repo:acme/shop:*" } })],
        allowed: [githubRole({ StringEquals: { aud: "sts.amazonaws.com" } })],
    },

    // Low, as a provider takes only tokens for its clientIdLists, which most often hold one: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
    *check({ inputs }) {
        yield* each(statements(inputs.get("assumeRolePolicy")), function* (statement) {
            yield* each(oidcIssuers(statement), function* (issuer) {
                const isBound = () => boundOf(statement.condition, issuer, audienceClaims(issuer)).by === "enough";
                if (isCognito(issuer) || isBound()) return;
                const from = issuer.name === undefined ? "the issuer" : quote("issuer", issuer.name);
                yield {
                    message: `\`${statement.path}\` does not say for whom tokens of ${from} must have been issued.`,
                    path: statement.path,
                    part: from,
                };
            });
        });
    },
});
