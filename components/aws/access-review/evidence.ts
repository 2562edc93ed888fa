import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketObjectLockConfiguration } from "@pulumi/aws/s3/bucketObjectLockConfiguration";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import { type Output, type Resource, interpolate } from "@pulumi/pulumi";
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
    const under = { parent };
    const bucket = new Bucket(
        name,
        { objectLockEnabled: true, forceDestroy: false, tags },
        // Without it the clocks would start anew. Once it is let go of, it stays in the account, as it cannot be emptied.
        { parent, protect: true, retainOnDelete: true },
    );
    const versioning = new BucketVersioning(
        name,
        { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } },
        under,
    );
    const lock = new BucketObjectLockConfiguration(
        name,
        {
            bucket: bucket.id,
            // The other mode, governance, would let an administrator delete that somebody is to be removed.
            rule: { defaultRetention: { mode: "COMPLIANCE", days: retention.apply((seconds) => seconds / 86_400) } },
        },
        { parent, dependsOn: [versioning] },
    );
    const closed = new BucketPublicAccessBlock(
        name,
        {
            bucket: bucket.id,
            blockPublicAcls: true,
            blockPublicPolicy: true,
            ignorePublicAcls: true,
            restrictPublicBuckets: true,
        },
        under,
    );
    const policy = new BucketPolicy(
        name,
        {
            bucket: bucket.id,
            policy: bucketPolicy({ bucket: (key) => interpolate`${bucket.arn}${key}`, names, reviewers }),
        },
        // S3 takes one such change at a time.
        { parent, dependsOn: [closed] },
    );
    return { bucket, ready: [lock, policy] };
}
