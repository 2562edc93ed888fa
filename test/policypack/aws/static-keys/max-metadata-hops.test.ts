import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/max-metadata-hops";
import { describeRule } from "../../../harness/describe-rule";

const template = (httpPutResponseHopLimit: unknown) => [
    { type: "aws:ec2/launchTemplate:LaunchTemplate", inputs: { metadataOptions: { httpPutResponseHopLimit } } },
];
const defaults = (httpPutResponseHopLimit: unknown) => [
    { type: "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", inputs: { httpPutResponseHopLimit } },
];

describeRule(rule, {
    denies: {
        "a hop too many": { given: template(3), says: ["Answers go 3 hops; the limit is 2."] },
        "a hop too many by default of the account": { given: defaults(64), says: ["Answers go 64 hops; the limit is 2."] },
        "two, when the limit is one": {
            given: template("2"),
            options: { hops: 1 },
            says: ["Answers go 2 hops; the limit is 1."],
        },
        "what is no number": {
            given: template("far"),
            says: ["`metadataOptions.httpPutResponseHopLimit` is not a number."],
        },
    },
    allows: {
        "two, as containers need": { given: template(2) },
        "no choice": { given: [...template(undefined), ...defaults(-1)] },
    },
    cannotDecide: {
        "a number that is not known yet": {
            given: template(UNKNOWN),
            says: ["`metadataOptions.httpPutResponseHopLimit` is not known before the deployment."],
        },
    },
});
