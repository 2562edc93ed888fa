import rule from "../../../../policypack/gcp/rotation/require-key-rotation";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const key = (inputs: object) => [{ type: "gcp:kms/cryptoKey:CryptoKey", inputs: { keyRing: "shop", ...inputs } }];
const says = ["The key is not rotated."];

describeRule(rule, {
    denies: {
        // Trivy GCP-0065 looks at the period only.
        "a key with no rotation at all": { given: key({}), says },
        "the same with the default written out": {
            given: key({ purpose: "ENCRYPT_DECRYPT", versionTemplate: { protectionLevel: "HSM" } }),
            says,
        },
        "a second more than ninety days": {
            given: key({ rotationPeriod: "7776001s" }),
            says: ["The key is rotated every 90 d 1 s; the limit is 90 d."],
        },
        "a period that is too long, whatever the key is for": {
            given: key({ rotationPeriod: "31536000s", purpose: UNKNOWN }),
            says: ["The key is rotated every 365 d; the limit is 90 d."],
        },
        "what is no period": {
            given: key({ rotationPeriod: "90d" }),
            says: ['`rotationPeriod` is not a duration in seconds such as "3600s".'],
        },
    },
    allows: {
        "exactly ninety days": { given: key({ rotationPeriod: "7776000s" }) },
        "more, when the limit is raised": { given: key({ rotationPeriod: "31536000s" }), options: { limit: "365d" } },
        "a key that signs, which cannot be rotated": { given: key({ purpose: "ASYMMETRIC_SIGN" }) },
        "an asymmetric key for encryption": { given: key({ purpose: "ASYMMETRIC_DECRYPT" }) },
        "a MAC key": { given: key({ purpose: "MAC" }) },
        "a key that is imported": { given: key({ importOnly: true }) },
        "a key that is kept elsewhere": { given: key({ versionTemplate: { protectionLevel: "EXTERNAL_VPC" } }) },
        "a key that is excused, beside what is not known yet": { given: key({ importOnly: UNKNOWN, purpose: "MAC" }) },
    },
    cannotDecide: {
        "a period that is not known yet": {
            given: key({ rotationPeriod: UNKNOWN }),
            says: ["`rotationPeriod` is not known before the deployment."],
        },
        "a purpose that is not known yet": {
            given: key({ purpose: UNKNOWN }),
            says: ["`purpose` is not known before the deployment."],
        },
    },
});
