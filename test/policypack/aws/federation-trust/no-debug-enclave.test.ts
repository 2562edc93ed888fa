import { policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/no-debug-enclave";
import { describeRule } from "../../../harness/describe-rule";

const KEY = "aws:kms/key:Key";
const IMAGE = "9fedcd8ab4d1f8b8a4b3f0dd0ec9a2a1".repeat(3);
const ZEROS = "0".repeat(96);
const attested = (condition: object, more: object = {}) => ({
    Effect: "Allow",
    Principal: { AWS: "arn:aws:iam::111122223333:role/enclave" },
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: condition,
    ...more,
});
const key = (condition: object, more?: object) => [{ type: KEY, inputs: { policy: policyOf(attested(condition, more)) } }];
const image = (operator: string, value: unknown, name = "ImageSha384") => ({
    [operator]: { [`kms:RecipientAttestation:${name}`]: value },
});
const says = (whom: string) => [`\`policy.Statement[0]\` lets in ${whom}.`];

describeRule(rule, {
    denies: {
        "debug mode": { given: key(image("StringEqualsIgnoreCase", ZEROS)), says: says("enclaves in debug mode") },
        "debug mode beside an image": {
            given: key(image("StringEquals", [IMAGE, ZEROS])),
            says: says("enclaves in debug mode"),
        },
        "debug mode by a register": {
            given: key(image("StringEquals", ZEROS, "PCR0")),
            says: says("enclaves in debug mode"),
        },
        "any image": { given: key(image("StringLike", "*")), says: says("every enclave") },
        "an image if there is one": {
            given: key(image("StringEqualsIfExists", IMAGE)),
            says: says("callers that are no enclave"),
        },
        "all images, as there may be none": {
            given: key(image("ForAllValues:StringEquals", IMAGE)),
            says: says("callers that are no enclave"),
        },
    },
    allows: {
        "one image": { given: key(image("StringEqualsIgnoreCase", IMAGE)) },
        "an image not known yet": { given: key(image("StringEquals", UNKNOWN)) },
        "a Deny of debug mode": { given: key(image("StringEquals", ZEROS), { Effect: "Deny" }) },
        "all but debug mode": { given: key(image("StringNotEquals", ZEROS)) },
        "a key for no enclave": { given: key({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }) },
        "no policy": { given: [{ type: KEY, inputs: {} }] },
    },
    cannotDecide: {
        "a policy not known yet": {
            given: [{ type: KEY, inputs: { policy: UNKNOWN } }],
            says: ["`policy` is not known before the deployment."],
        },
    },
});
