import { flag } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { PROVIDER, isFixed, issuerOf } from "../../facts/gcp-federation";
import { audienceNamesTenant, tenantClaims } from "../../facts/gcp-issuers";
import { publicAuthority } from "../../facts/gcp-trust-anchors";
import { quote } from "../../facts/quote";
import { each, list, text } from "../../facts/values";

const github = {
    workloadIdentityPoolId: "ci",
    workloadIdentityPoolProviderId: "github",
    attributeMapping: { "google.subject": "assertion.sub" },
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
};
const path = "attributeCondition";

export default resourceRule({
    name: "gcp-require-provider-condition",
    severity: "high",
    description:
        "A provider of a workload or workforce pool lets in tokens of one tenant only, where its issuer serves many.",
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
    on: [PROVIDER, "gcp:iam/workforcePoolProvider:WorkforcePoolProvider"],
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
        const issuer = issuerOf(inputs);
        const tenants = tenantClaims(issuer);
        if (tenants) {
            if (audienceNamesTenant(issuer) && list(inputs.get("oidc").get("allowedAudiences")).length > 0) return;
            if (isFixed(inputs, (claim) => tenants.includes(claim))) return;
            yield { message: `Any tenant of ${quote("issuer", issuer)} is let in: no attribute condition names one.`, path };
            return;
        }
        const anchors = list(inputs.get("x509").get("trustStore").get("trustAnchors"));
        if ((!everyProvider && anchors.length === 0) || isFixed(inputs, () => true)) return;
        if (everyProvider) {
            yield { message: "No attribute condition compares a claim with a fixed value.", path };
            return;
        }
        yield* each(anchors, function* (anchor) {
            const authority = publicAuthority(text(anchor.get("pemCertificate")) ?? "");
            if (authority === undefined) return;
            yield { message: `Anyone to whom ${authority} gives a certificate is let in by \`${anchor.path}\`.`, path };
        });
    },
});
