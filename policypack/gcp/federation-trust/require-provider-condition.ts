import { flag } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { claimRead, fixedClaims } from "../../facts/cel-claims";
import { audienceNamesTenant, tenantClaims } from "../../facts/gcp-issuers";
import { quote } from "../../facts/quote";
import { type Value, list, text } from "../../facts/values";

const PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
const github = {
    workloadIdentityPoolId: "ci",
    workloadIdentityPoolProviderId: "github",
    attributeMapping: { "google.subject": "assertion.sub" },
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
};

export default resourceRule({
    name: "gcp-require-provider-condition",
    severity: "high",
    description: "A workload identity provider lets in tokens of one tenant only, where its issuer serves many.",
    rationale:
        "GitHub and its like sign tokens for everyone under one issuer, so without a condition anyone's job can sign in.",
    remedy: "Use WorkloadIdentity, or compare a claim that cannot be taken over with a fixed value, as in assertion.repository_owner_id == '123'.",
    controls: ["NHI4:2025", "NHI3:2025", "PR.AA-03", "PR.AA-04", "MANAGE 3.1"],
    replaces: [
        "Checkov CKV_GCP_118",
        "Checkov CKV_GCP_125",
        "Trivy GCP-0068",
        "Prowler iam_workload_identity_pool_provider_attribute_condition",
    ],
    on: [PROVIDER],
    options: {
        // The issuer of one tenant, an AWS account and an own CA let in nobody else's workloads.
        everyProvider: flag({
            description: "Demand a condition for the issuer of one tenant, AWS, SAML and X.509 too.",
            default: false,
        }),
    },
    examples: {
        denied: [{ type: PROVIDER, inputs: { ...github, attributeCondition: "true" } }],
        allowed: [{ type: PROVIDER, inputs: { ...github, attributeCondition: "assertion.repository_owner_id == '123'" } }],
    },

    // A disabled provider is denied too: one API call enables it.
    *check({ inputs }, { everyProvider }) {
        const issuer = text(inputs.get("oidc").get("issuerUri")) ?? "";
        const tenants = tenantClaims(issuer)?.map((claim) => `assertion.${claim}`);
        if (!tenants && !everyProvider) return;
        if (audienceNamesTenant(issuer) && list(inputs.get("oidc").get("allowedAudiences")).length > 0) return;
        const path = "attributeCondition";
        const fixed = fixedClaims(text(inputs.get(path)) ?? "");
        // True of no token: nobody is let in.
        if (!fixed) return;
        if (!tenants) {
            if (fixed.length === 0) yield { message: "No attribute condition compares a claim with a fixed value.", path };
        } else if (!fixed.some((claim) => tenants.includes(claim) || tenants.includes(mapped(claim, inputs)))) {
            yield { message: `Any tenant of ${quote("issuer", issuer)} is let in: no attribute condition names one.`, path };
        }
    },
});

/** The claim of the token that a mapped attribute stands for. */
function mapped(attribute: string, inputs: Value): string {
    return claimRead(text(inputs.get("attributeMapping").get(attribute)) ?? "") ?? "";
}
