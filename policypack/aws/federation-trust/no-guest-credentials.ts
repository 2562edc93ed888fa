import { resourceRule } from "../../core/rule";
import { flag } from "../../facts/values";

const POOL = "aws:cognito/identityPool:IdentityPool";

export default resourceRule({
    name: "aws-no-guest-credentials",
    severity: "high",
    description: "No identity pool gives AWS credentials to those who did not sign in.",
    rationale:
        "Everyone on the internet who reads the id of the pool in the application gets AWS credentials, again and again.",
    remedy: "Set allowUnauthenticatedIdentities to false and let users sign in; put what is public behind an API or a CDN.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-03", "PR.AA-05"],
    replaces: ["Checkov CKV_AWS_366", "Prowler cognito_identity_pool_guest_access_disabled", "cdk-nag AwsSolutions-COG7"],
    on: [POOL],
    examples: {
        denied: [{ type: POOL, inputs: { identityPoolName: "shop", allowUnauthenticatedIdentities: true } }],
        allowed: [{ type: POOL, inputs: { identityPoolName: "shop" } }],
    },

    *check({ inputs }) {
        const guests = inputs.get("allowUnauthenticatedIdentities");
        if (flag(guests)) yield { message: "This pool gives AWS credentials to guests.", path: guests.path };
    },

    remediate: () => ({ allowUnauthenticatedIdentities: false }),
});
