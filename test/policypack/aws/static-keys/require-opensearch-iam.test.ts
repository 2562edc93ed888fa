import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-opensearch-iam";
import { describeRule } from "../../../harness/describe-rule";

const domain = (advancedSecurityOptions?: unknown, module = "opensearch") => [
    { type: `aws:${module}/domain:Domain`, inputs: { advancedSecurityOptions } },
];
const off = ["Fine-grained access control is off."];

describeRule(rule, {
    denies: {
        "a domain that says nothing": {
            given: [...domain(), ...domain(undefined, "elasticsearch")],
            says: [...off, ...off],
        },
        "a domain that says no": { given: domain({ enabled: false, internalUserDatabaseEnabled: true }), says: off },
        "users of its own, and requests of nobody": {
            given: domain({ enabled: true, internalUserDatabaseEnabled: true, anonymousAuthEnabled: true }),
            says: ["Requests are served without a user.", "The domain keeps users with passwords."],
        },
        "what is no flag": {
            given: domain({ enabled: "yes" }),
            says: ["`advancedSecurityOptions.enabled` is not true or false."],
        },
    },
    allows: {
        "a domain whose administrator is a role": {
            given: domain({ enabled: true, masterUserOptions: { masterUserArn: UNKNOWN } }),
        },
        "a password in the program, which another rule denies": {
            given: domain({
                enabled: true,
                internalUserDatabaseEnabled: true,
                masterUserOptions: { masterUserName: "search", masterUserPassword: UNKNOWN },
            }),
        },
        "no users of its own": { given: domain({ enabled: true, internalUserDatabaseEnabled: false }) },
    },
    cannotDecide: {
        "options that are not known yet": {
            given: domain(UNKNOWN),
            says: ["`advancedSecurityOptions` is not known before the deployment."],
        },
    },
});
