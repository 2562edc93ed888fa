import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import { Key } from "@pulumi/aws/kms/key";
import { BucketPolicy } from "@pulumi/aws/s3/bucketPolicy";
import { type Input, type Output, type Resource, interpolate } from "@pulumi/pulumi";
import { type Texts, unfinished } from "../iam";
import type { lockedBucket } from "../locked-bucket";

export interface KeptArgs {
    /** Whether it stays when the program is destroyed. */
    readonly retain: boolean;
    readonly tags: Output<Record<string, string>>;
}

/** Lets the broker, and nobody else, put entries into its bucket, once. */
export function closeAudit(
    name: string,
    { bucket, closed }: Pick<ReturnType<typeof lockedBucket>, "bucket" | "closed">,
    broker: Texts,
    parent: Resource,
): BucketPolicy {
    return new BucketPolicy(
        name,
        { bucket: bucket.id, policy: bucketPolicy((key) => interpolate`${bucket.arn}${key}`, broker) },
        // S3 takes one such change at a time.
        { parent, dependsOn: [closed] },
    );
}

/** That an entry is the broker's, and stays as it came. `broker`: ARNs of the roles of its functions. */
export function bucketPolicy(bucket: (key: string) => Input<string>, broker: Texts): PolicyDocument {
    const nobody = (Sid: string, of: Partial<PolicyStatement>): PolicyStatement => ({
        Sid,
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        Resource: bucket("/*"),
        ...of,
    });
    return unfinished(
        // Rights of their own, such as those of an administrator, are not enough.
        nobody("NobodyElse", { Condition: { ArnNotEquals: { "aws:PrincipalArn": broker } } }),
        nobody("Once", { Condition: { Null: { "s3:if-none-match": "true" } } }),
        // A replica brings its time with it; a retention in a request is in place of that of the bucket.
        nobody("AsItCame", {
            Action: ["s3:DeleteObject*", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:Replicate*"],
        }),
        nobody("OnlyOverTls", {
            Action: "s3:*",
            Resource: [bucket(""), bucket("/*")],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
    );
}

/** What seals entries, so that it shows who could have written them: the broker, and whoever the account lets use the key. */
export function sealingKey(name: string, { retain, tags }: KeptArgs, parent: Resource): Key {
    return new Key(
        name,
        {
            description: "Seals what the broker of just-in-time access tells of itself.",
            customerMasterKeySpec: "HMAC_256",
            keyUsage: "GENERATE_VERIFY_MAC",
            // The longest there is: without the key nobody can tell any more which entries are the broker's.
            deletionWindowInDays: 30,
            tags,
        },
        { parent, protect: retain, retainOnDelete: retain },
    );
}
