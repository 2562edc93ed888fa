import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/rotation/require-key-rotation";
import { describeRule } from "../../../harness/describe-rule";

const key = (inputs: Record<string, unknown>) => [{ type: "aws:kms/key:Key", inputs }];
const says = ["The key is not rotated."];

describeRule(rule, {
    denies: {
        "a key that says nothing of rotation": { given: key({}), says },
        "a key whose rotation is off": { given: key({ enableKeyRotation: false }), says },
        "the same with all defaults written out": {
            given: key({
                isEnabled: true,
                customerMasterKeySpec: "SYMMETRIC_DEFAULT",
                keyUsage: "ENCRYPT_DECRYPT",
                multiRegion: true,
            }),
            says,
        },
        "a period that is a day too long": {
            given: key({ enableKeyRotation: true, rotationPeriodInDays: 366 }),
            says: ["The key is rotated every 366 d; the limit is 365 d."],
        },
        "the AWS default of a year, when the limit is lower": {
            given: key({ enableKeyRotation: "true" }),
            options: { limit: "180d" },
            says: ["The key is rotated every 365 d; the limit is 180 d."],
        },
        "a period that is too long, whatever the key is for": {
            given: key({ enableKeyRotation: true, rotationPeriodInDays: 2_560, keyUsage: UNKNOWN }),
            says: ["The key is rotated every 2560 d; the limit is 365 d."],
        },
        "what is no flag": {
            given: key({ enableKeyRotation: "yes" }),
            says: ["`enableKeyRotation` is not true or false."],
        },
    },
    allows: {
        "a key that is rotated": { given: key({ enableKeyRotation: true }) },
        "exactly the limit": { given: key({ enableKeyRotation: true, rotationPeriodInDays: 365 }) },
        "more, when the limit is raised": {
            given: key({ enableKeyRotation: true, rotationPeriodInDays: 730 }),
            options: { limit: "730d" },
        },
        // awsguard and compliance-policies do not look.
        "an asymmetric key, which cannot be rotated": {
            given: key({ customerMasterKeySpec: "RSA_4096", keyUsage: "SIGN_VERIFY" }),
        },
        "an asymmetric key for encryption": { given: key({ customerMasterKeySpec: "RSA_4096" }) },
        "an HMAC key": { given: key({ customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" }) },
        "a key in a store of one's own": { given: key({ customKeyStoreId: UNKNOWN }) },
        "a key outside of AWS": { given: key({ customKeyStoreId: "cks-0123", xksKeyId: "1" }) },
        "a key that is switched off": { given: key({ isEnabled: false }) },
        "a key that is excused, beside what is not known yet": {
            given: key({ isEnabled: UNKNOWN, customerMasterKeySpec: "ECC_NIST_P256" }),
        },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: key({ enableKeyRotation: UNKNOWN }),
            says: ["`enableKeyRotation` is not known before the deployment."],
        },
        "a kind that is not known yet": {
            given: key({ customerMasterKeySpec: UNKNOWN }),
            says: ["`customerMasterKeySpec` is not known before the deployment."],
        },
    },
});
