import type { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { type Output, type Resource, interpolate } from "@pulumi/pulumi";
import { lockedBucket } from "../locked-bucket";
import { bucketPolicy } from "./documents";

export interface EvidenceArgs {
    readonly names: readonly string[];
    /** ARNs. */
    readonly reviewers: Output<string[]>;
    /** In seconds. */
    readonly retention: Output<number>;
    readonly tags: Output<Record<string, string>>;
}

/** Where reviews are kept, and what must be there before the first is. */
export function evidence(name: string, args: EvidenceArgs, parent: Resource): { bucket: Bucket; ready: Resource[] } {
    const { names, reviewers, retention, tags } = args;
    // Without it the clocks would start anew.
    const { bucket, lock, closed } = lockedBucket(name, { retention, tags, retain: true }, parent);
    const policy = new BucketPolicy(
        name,
        {
            bucket: bucket.id,
            policy: bucketPolicy({ bucket: (key) => interpolate`${bucket.arn}${key}`, names, reviewers }),
        },
        { parent, dependsOn: [closed] },
    );
    return { bucket, ready: [lock, policy] };
}
