import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-lightsail-bucket-key";
import { describeRule } from "../../../harness/describe-rule";

const key = (bucketName: unknown) => [{ type: "aws:lightsail/bucketAccessKey:BucketAccessKey", inputs: { bucketName } }];
const says = ["This access key never expires."];

describeRule(rule, {
    denies: {
        "an access key of a bucket": { given: key("uploads"), says },
        "one of a bucket not known yet": { given: key(UNKNOWN), says },
    },
    allows: {
        "a bucket without one": { given: [{ type: "aws:lightsail/bucket:Bucket", inputs: { bundleId: "small_1_0" } }] },
    },
});
