import { resourceRule } from "../../core/rule";
import { flag } from "../../facts/values";

const DOMAIN = "aws:opensearch/domain:Domain";
const PATH = "advancedSecurityOptions";
const administrator = { masterUserArn: "arn:aws:iam::111122223333:role/search-admin" };

export default resourceRule({
    name: "aws-require-opensearch-iam",
    severity: "low",
    description: "An OpenSearch domain maps roles to permissions, and keeps no passwords of its own.",
    rationale:
        "Without fine-grained access all who are let in may do everything, and users inside the domain are outside of IAM.",
    remedy: "Set advancedSecurityOptions.enabled to true with masterUserOptions.masterUserArn, and let people in by SAML or IAM Identity Center.",
    controls: ["NHI4:2025", "NHI5:2025", "NHI7:2025", "PR.AA-03", "PR.AA-05"],
    replaces: [
        "Checkov CKV2_AWS_52",
        "Prowler opensearch_service_domains_access_control_enabled",
        "Prowler opensearch_service_domains_internal_user_database_enabled",
        "Prowler opensearch_service_domains_use_cognito_authentication_for_kibana",
    ],
    on: [DOMAIN, "aws:elasticsearch/domain:Domain"],
    examples: {
        denied: [{ type: DOMAIN, inputs: { domainName: "orders" } }],
        allowed: [{ type: DOMAIN, inputs: { [PATH]: { enabled: true, masterUserOptions: administrator } } }],
    },

    *check({ inputs }) {
        const options = inputs.get(PATH);
        if (flag(options.get("enabled")) !== true) {
            yield { message: "Fine-grained access control is off.", path: PATH };
            return;
        }
        const internal = options.get("internalUserDatabaseEnabled");
        const anonymous = options.get("anonymousAuthEnabled");
        if (flag(anonymous)) yield { message: "Requests are served without a user.", path: anonymous.path };
        // A password in the program is a fault of its own.
        const isWritten = !options.get("masterUserOptions").get("masterUserPassword").absent;
        if (flag(internal) && !isWritten) yield { message: "The domain keeps users with passwords.", path: internal.path };
    },
});
