import { resourceRule } from "../../core/rule";
import { PROVIDER, isFixed, issuerOf } from "../../facts/gcp-federation";
import { lastingClaim, tenantClaims } from "../../facts/gcp-issuers";

const github = {
    workloadIdentityPoolId: "ci",
    workloadIdentityPoolProviderId: "github",
    attributeMapping: { "google.subject": "assertion.sub" },
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
};
const path = "attributeCondition";

export default resourceRule({
    name: "gcp-require-immutable-claim",
    severity: "low",
    description: "A condition names a tenant of a shared issuer by an id, where the issuer gives one beside the name.",
    rationale:
        "A name that its owner gives up, by renaming or leaving, can be registered by someone else, whose jobs are then let in.",
    remedy: "Compare the id as well or instead, such as repository_owner_id, namespace_id or terraform_organization_id.",
    controls: ["NHI4:2025", "NHI1:2025", "PR.AA-02", "MANAGE 3.1"],
    on: [PROVIDER, "gcp:iam/workforcePoolProvider:WorkforcePoolProvider"],
    examples: {
        denied: [{ type: PROVIDER, inputs: { ...github, attributeCondition: "assertion.repository_owner == 'acme'" } }],
        allowed: [{ type: PROVIDER, inputs: { ...github, attributeCondition: "assertion.repository_owner_id == '123'" } }],
    },

    // https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions
    *check({ inputs }) {
        const issuer = issuerOf(inputs);
        const tenants = tenantClaims(issuer);
        if (!tenants) return;
        const names: string[] = [];
        // The subject has no id beside it, and so is no fault.
        const isLasting = isFixed(inputs, (claim) => {
            if (!tenants.includes(claim)) return false;
            if (lastingClaim(claim, issuer) === undefined) return true;
            names.push(claim);
            return false;
        });
        const [name] = names;
        if (isLasting || name === undefined) return;
        yield {
            message: `The tenant is named by \`${name}\`, which others can take when it is given up; \`${lastingClaim(name, issuer)}\` stays.`,
            path,
            part: name,
        };
    },
});
