import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import type { Input } from "@pulumi/pulumi";
import { type Document, type Texts, document, unfinished } from "../iam";

/** An entitlement, as far as documents and the function speak of it. */
export interface Reviewed {
    readonly name: string;
    /** ARN. */
    readonly role: string;
    /** In seconds. */
    readonly every: number;
}

/** What is attached to a role to suspend it: a Deny is stronger than whatever else it has, and is asked at every call. */
export const SUSPENDED: Document = document({ Sid: "Suspended", Effect: "Deny", Action: "*", Resource: "*" });

export interface Kept {
    /** ARN, to be continued by a key. */
    readonly bucket: (key: string) => Input<string>;
    readonly names: readonly string[];
    /** ARNs. */
    readonly reviewers: Texts;
}

// The caller's unique id: AIDA… of a user, AROA…:session-name of a role. No key can carry that of another.
const OWN = "${aws:userid}";

/** Who may put evidence where, so that its key says who it was; and that it stays as it came. */
export function bucketPolicy({ bucket, names, reviewers }: Kept): PolicyDocument {
    const own = names.map((name) => bucket(`/reviews/${name}/${OWN}/*`));
    const nobody = (Sid: string, of: Partial<PolicyStatement>): PolicyStatement => ({
        Sid,
        Effect: "Deny",
        Principal: "*",
        Action: "s3:PutObject",
        ...of,
    });
    const objects = { Resource: bucket("/*") };
    return unfinished(
        { Sid: "Reviewers", Effect: "Allow", Principal: { AWS: reviewers }, Action: "s3:PutObject", Resource: own },
        // Rights of their own, such as those of an administrator, are not enough.
        nobody("NobodyElse", {
            Resource: bucket("/reviews/*"),
            Condition: { ArnNotEquals: { "aws:PrincipalArn": reviewers } },
        }),
        nobody("UnderTheirOwnId", { NotResource: [...own, bucket("/started/*")] }),
        // A replica brings its time with it; a retention in a request is in place of that of the bucket.
        nobody("AsItCame", {
            Action: ["s3:DeleteObject*", "s3:PutObjectLegalHold", "s3:PutObjectRetention", "s3:Replicate*"],
            ...objects,
        }),
        // What the function could not read it could not judge by.
        nobody("NotWithAnotherKey", {
            ...objects,
            Condition: {
                StringNotEquals: { "s3:x-amz-server-side-encryption": "AES256" },
                Null: { "s3:x-amz-server-side-encryption": "false" },
            },
        }),
        nobody("NotWithAKeyOfTheirOwn", {
            ...objects,
            Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
        }),
        nobody("NotIntoAnArchive", {
            ...objects,
            Condition: {
                StringNotEquals: { "s3:x-amz-storage-class": "STANDARD" },
                Null: { "s3:x-amz-storage-class": "false" },
            },
        }),
        nobody("OnlyOverTls", {
            Action: "s3:*",
            Resource: [bucket(""), bucket("/*")],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
    );
}

export interface Needs {
    /** ARN, to be continued by a key. */
    readonly bucket: (key: string) => Input<string>;
    /** ARN of what tells of it. */
    readonly topic: Input<string>;
    /** ARN of the policy that denies everything. */
    readonly deny: Input<string>;
    /** ARNs. */
    readonly roles: Texts;
}

/** What the function may do: of the rights of a role, only to put this one Deny on it and to take it off again. */
export function rights({ bucket, topic, deny, roles }: Needs): PolicyStatement[] {
    return [
        { Sid: "Find", Effect: "Allow", Action: "s3:ListBucketVersions", Resource: bucket("") },
        { Sid: "Read", Effect: "Allow", Action: "s3:GetObjectVersion", Resource: bucket("/reviews/*") },
        { Sid: "Start", Effect: "Allow", Action: "s3:PutObject", Resource: bucket("/started/*") },
        { Sid: "Ask", Effect: "Allow", Action: "iam:ListAttachedRolePolicies", Resource: roles },
        {
            Sid: "Suspend",
            Effect: "Allow",
            Action: ["iam:AttachRolePolicy", "iam:DetachRolePolicy"],
            Resource: roles,
            Condition: { ArnEquals: { "iam:PolicyARN": deny } },
        },
        { Sid: "Tell", Effect: "Allow", Action: "sns:Publish", Resource: topic },
    ];
}

/** Who may tell beside the function: its alarms. */
export function topicPolicy(topic: Input<string>, alarms: Texts): PolicyDocument {
    return unfinished({
        Sid: "Alarms",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
        Condition: { ArnEquals: { "aws:SourceArn": alarms } },
    });
}
