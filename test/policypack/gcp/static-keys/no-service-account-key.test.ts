import rule from "../../../../policypack/gcp/static-keys/no-service-account-key";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const key = (inputs: Record<string, unknown>) => [{ type: "gcp:serviceaccount/key:Key", inputs }];

describeRule(rule, {
    denies: {
        // Checkov CKV2_GCP_3 passes this one.
        "the ordinary key, which Google makes": {
            given: key({ serviceAccountId: "deployer" }),
            says: ["This service-account key never expires."],
        },
        "an uploaded public key": {
            given: key({ serviceAccountId: "deployer", publicKeyData: "LS0tLS1CRUdJTg==" }),
            says: ["This uploaded key works for as long as its certificate says."],
        },
        "an uploaded key that is not known yet": {
            given: key({ publicKeyData: UNKNOWN }),
            says: ["This uploaded key works for as long as its certificate says."],
        },
        "a key that is replaced when its keepers change": {
            given: key({ serviceAccountId: UNKNOWN, keepers: { month: "1" } }),
            says: ["This service-account key never expires."],
        },
    },
    allows: {
        "a service account without a key": {
            given: [{ type: "gcp:serviceaccount/account:Account", inputs: { accountId: "deployer" } }],
        },
    },
});
