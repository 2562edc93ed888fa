import { resourceRule } from "../../core/rule";

const BUCKET_KEY = "aws:lightsail/bucketAccessKey:BucketAccessKey";

export default resourceRule({
    name: "aws-no-lightsail-bucket-key",
    severity: "high",
    description: "No Lightsail bucket is given an access key.",
    rationale: "The key reads and writes all of the bucket from anywhere, never expires, and is kept in the stack's state.",
    remedy: "Attach the instance with BucketResourceAccess; for all others use an S3 bucket and a role.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "MANAGE 2.4"],
    on: [BUCKET_KEY],
    examples: {
        denied: [{ type: BUCKET_KEY, inputs: { bucketName: "uploads" } }],
        allowed: [
            {
                type: "aws:lightsail/bucketResourceAccess:BucketResourceAccess",
                inputs: { bucketName: "uploads", resourceName: "web" },
            },
        ],
    },

    *check() {
        yield { message: "This access key never expires." };
    },
});
