import { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketObjectLockConfiguration } from "@pulumi/aws/s3/bucketObjectLockConfiguration";
import { BucketPublicAccessBlock } from "@pulumi/aws/s3/bucketPublicAccessBlock";
import { BucketVersioning } from "@pulumi/aws/s3/bucketVersioning";
import type { Output, Resource } from "@pulumi/pulumi";

export interface LockedBucketArgs {
    /** In seconds. */
    readonly retention: Output<number>;
    readonly tags: Output<Record<string, string>>;
    /** Whether it stays when the program is destroyed. */
    readonly retain: boolean;
}

/** A bucket in which what was written stays as it was, whoever asks. Its policy comes after `closed`: S3 takes one such change at a time. */
export function lockedBucket(name: string, { retention, tags, retain }: LockedBucketArgs, parent: Resource) {
    const under = { parent };
    const bucket = new Bucket(
        name,
        { objectLockEnabled: true, forceDestroy: false, tags },
        // What is locked cannot be emptied, so that it can only be let go of.
        { parent, protect: retain, retainOnDelete: true },
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
            // The other mode, governance, would let an administrator delete what was done.
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
    return { bucket, lock, closed };
}
