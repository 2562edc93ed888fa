import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, test } from "vitest";
import { SUSPENDED, bucketPolicy, rights, topicPolicy } from "../../../components/aws/access-review/documents";
import { describeAccess } from "../../harness/access";

const ACCOUNT = "123456789012";
const DBA = `arn:aws:iam::${ACCOUNT}:role/jit/prod-dba`;
const EXPORT = `arn:aws:iam::${ACCOUNT}:role/billing-export`;
const SECURITY = `arn:aws:iam::${ACCOUNT}:role/security`;
const ABROAD = "arn:aws:iam::210987654321:user/jo";
const ADMIN = `arn:aws:iam::${ACCOUNT}:role/admin`;
const BUCKET = "arn:aws:s3:::production-evidence-1a2b3c4";
const DENY = `arn:aws:iam::${ACCOUNT}:policy/jit-guard/production-suspended-1a2b3c4`;
const TOPIC = `arn:aws:sns:eu-west-1:${ACCOUNT}:production-1a2b3c4`;
const AT = "2026-01-16T03:00:00Z";
const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

describeAccess("a session of a suspended role", () => ({ identity: [EVERYTHING, SUSPENDED] }), {
    "may do nothing": { at: AT, action: "s3:GetObject", resource: `${BUCKET}/x`, is: "denied" },
    "may not take its suspension off": { at: AT, action: "iam:DetachRolePolicy", resource: DBA, is: "denied" },
    "may not give itself more": { at: AT, action: "iam:PutRolePolicy", resource: DBA, is: "denied" },
    "may not go on as another role": { at: AT, action: "sts:AssumeRole", resource: SECURITY, is: "denied" },
});

const FUNCTION = {
    Version: "2012-10-17",
    Statement: rights({
        bucket: (key) => `${BUCKET}${key}`,
        topic: TOPIC,
        deny: DENY,
        roles: [DBA, EXPORT],
    }),
};
const asked = (action: string, resource: string, is: "allowed" | "denied", policy?: string) => ({
    at: AT,
    action,
    resource,
    ...(policy && { context: { "iam:PolicyARN": policy } }),
    is,
});

describeAccess("the function", () => ({ identity: [FUNCTION] }), {
    "may suspend a role that is reviewed": asked("iam:AttachRolePolicy", DBA, "allowed", DENY),
    "may suspend each of them": asked("iam:AttachRolePolicy", EXPORT, "allowed", DENY),
    "may end the suspension": asked("iam:DetachRolePolicy", DBA, "allowed", DENY),
    "may ask whether it is suspended": asked("iam:ListAttachedRolePolicies", EXPORT, "allowed"),
    "may not give it another policy": asked(
        "iam:AttachRolePolicy",
        DBA,
        "denied",
        "arn:aws:iam::aws:policy/AdministratorAccess",
    ),
    "may not take another policy off": asked(
        "iam:DetachRolePolicy",
        DBA,
        "denied",
        "arn:aws:iam::aws:policy/ReadOnlyAccess",
    ),
    "may not attach what it does not name": asked("iam:AttachRolePolicy", DBA, "denied"),
    "may not suspend another role": asked("iam:AttachRolePolicy", ADMIN, "denied", DENY),
    "may not ask of another role": asked("iam:ListAttachedRolePolicies", ADMIN, "denied"),
    "may not write a policy of a role": asked("iam:PutRolePolicy", DBA, "denied"),
    "may not change what the suspension says": asked("iam:CreatePolicyVersion", DENY, "denied"),
    "may list the evidence, all versions of it": asked("s3:ListBucketVersions", BUCKET, "allowed"),
    "may read a version of a review": asked("s3:GetObjectVersion", `${BUCKET}/reviews/prod-dba/AIDAJO/1.json`, "allowed"),
    "may start a clock": asked("s3:PutObject", `${BUCKET}/started/prod-dba.json`, "allowed"),
    "may not write a review": asked("s3:PutObject", `${BUCKET}/reviews/prod-dba/AIDAJO/1.json`, "denied"),
    "may not delete a review": asked("s3:DeleteObjectVersion", `${BUCKET}/reviews/prod-dba/AIDAJO/1.json`, "denied"),
    "may tell": asked("sns:Publish", TOPIC, "allowed"),
    "may not tell others": asked("sns:Publish", `arn:aws:sns:eu-west-1:${ACCOUNT}:other`, "denied"),
});

const POLICY = bucketPolicy({
    bucket: (key) => `${BUCKET}${key}`,
    names: ["prod-dba", "prod"],
    reviewers: [SECURITY, ABROAD],
});

interface Put {
    readonly by?: string;
    readonly userid?: string;
    readonly key: string;
    readonly action?: string;
    readonly context?: Readonly<Record<string, string>>;
    /** Rights of its own: none but those of the bucket, or all. */
    readonly rights?: "none" | "all";
    readonly is: "Allowed" | "ExplicitlyDenied" | "ImplicitlyDenied";
}

const JO = "AROASECURITY:jo@example.com";

/** The facts of the pack read no resource of a resource's own policy, so that here there is one evaluator. */
async function simulated({ by = SECURITY, userid = JO, key, action = "s3:PutObject", context = {}, rights = "all" }: Put) {
    const name = by.split("/").at(-1)!;
    const principal = by.includes(":role/") ? `arn:aws:sts::${ACCOUNT}:assumed-role/${name}/jo@example.com` : by;
    const identity = rights === "all" ? [{ name: "all", policy: EVERYTHING }] : [];
    const result = await runSimulation(
        {
            request: {
                principal,
                action,
                resource: { resource: `${BUCKET}${key}`, accountId: ACCOUNT },
                contextVariables: {
                    "aws:CurrentTime": AT,
                    "aws:PrincipalArn": by,
                    "aws:userid": userid,
                    "aws:SecureTransport": "true",
                    ...context,
                },
            },
            identityPolicies: identity,
            resourcePolicy: POLICY,
            serviceControlPolicies: [],
            resourceControlPolicies: [],
        },
        {},
    );
    if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
    return result.overallResult;
}

const OWN = `/reviews/prod-dba/${JO}/1.json`;
const SSE = "s3:x-amz-server-side-encryption";

describe("evidence", () => {
    test.each(
        Object.entries<Put>({
            "is put by a reviewer under its own id": { key: OWN, is: "Allowed" },
            "is put by a reviewer that has no rights of its own": { key: OWN, rights: "none", is: "Allowed" },
            "is put for each entitlement": { key: `/reviews/prod/${JO}/1.json`, is: "Allowed" },
            "is put by a user of another account that reviews": {
                by: ABROAD,
                userid: "AIDAJO",
                key: "/reviews/prod-dba/AIDAJO/1.json",
                is: "Allowed",
            },
            "is not put under the id of another session": {
                key: "/reviews/prod-dba/AROASECURITY:ana@example.com/1.json",
                is: "ExplicitlyDenied",
            },
            "is not put under an id that begins alike": {
                key: `/reviews/prod-dba/${JO}.evil/1.json`,
                is: "ExplicitlyDenied",
            },
            "is not put without an id": { key: "/reviews/prod-dba/1.json", is: "ExplicitlyDenied" },
            "is not put for an entitlement that there is not": {
                key: `/reviews/other/${JO}/1.json`,
                is: "ExplicitlyDenied",
            },
            "is not put for a name that begins alike": { key: `/reviews/prod-dba-2/${JO}/1.json`, is: "ExplicitlyDenied" },
            "is not put by an administrator": {
                by: ADMIN,
                userid: "AROAADMIN:ana",
                key: "/reviews/prod-dba/AROAADMIN:ana/1.json",
                is: "ExplicitlyDenied",
            },
            "is not put by the role that is reviewed": {
                by: DBA,
                userid: "AROADBA:ana",
                key: "/reviews/prod-dba/AROADBA:ana/1.json",
                is: "ExplicitlyDenied",
            },
            "is not deleted by a reviewer": { key: OWN, action: "s3:DeleteObject", is: "ExplicitlyDenied" },
            "is not deleted by an administrator": {
                by: ADMIN,
                key: OWN,
                action: "s3:DeleteObjectVersion",
                is: "ExplicitlyDenied",
            },
            "is not locked for less than the bucket says": {
                key: OWN,
                action: "s3:PutObjectRetention",
                is: "ExplicitlyDenied",
            },
            "does not come from another bucket with the time that it had there": {
                by: ADMIN,
                key: OWN,
                action: "s3:ReplicateObject",
                is: "ExplicitlyDenied",
            },
            "may say that it is encrypted as everything is": { key: OWN, context: { [SSE]: "AES256" }, is: "Allowed" },
            "is not encrypted with a key that the function has not": {
                key: OWN,
                context: { [SSE]: "aws:kms" },
                is: "ExplicitlyDenied",
            },
            "is not encrypted with a key that only the writer has": {
                key: OWN,
                context: { "s3:x-amz-server-side-encryption-customer-algorithm": "AES256" },
                is: "ExplicitlyDenied",
            },
            "may say that it is stored as everything is": {
                key: OWN,
                context: { "s3:x-amz-storage-class": "STANDARD" },
                is: "Allowed",
            },
            "is not archived where it cannot be read": {
                key: OWN,
                context: { "s3:x-amz-storage-class": "GLACIER" },
                is: "ExplicitlyDenied",
            },
            "is not sent in the clear": { key: OWN, context: { "aws:SecureTransport": "false" }, is: "ExplicitlyDenied" },
            "is not read in the clear": {
                by: ADMIN,
                key: OWN,
                action: "s3:GetObject",
                context: { "aws:SecureTransport": "false" },
                is: "ExplicitlyDenied",
            },
            "is not listed in the clear": {
                by: ADMIN,
                key: "",
                action: "s3:ListBucket",
                context: { "aws:SecureTransport": "false" },
                is: "ExplicitlyDenied",
            },
            "is read by who has a right of its own": { by: ADMIN, key: OWN, action: "s3:GetObject", is: "Allowed" },
            "is not read by a reviewer without one": {
                key: OWN,
                action: "s3:GetObject",
                rights: "none",
                is: "ImplicitlyDenied",
            },
        }),
    )("%s", async (_, row) => {
        expect(await simulated(row)).toBe(row.is);
    });

    test("leaves the clocks to the function", async () => {
        const by = `arn:aws:iam::${ACCOUNT}:role/jit-guard/production`;
        expect(await simulated({ by, userid: "AROAF:f", key: "/started/prod.json", is: "Allowed" })).toBe("Allowed");
        expect(await simulated({ by, userid: "AROAF:f", key: "/elsewhere", is: "Allowed" })).toBe("ExplicitlyDenied");
    });
});

test("its alarms may tell, and no others", () => {
    expect(topicPolicy(TOPIC, ["arn:alarm"]).Statement).toEqual([
        {
            Sid: "Alarms",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Resource: TOPIC,
            Condition: { ArnEquals: { "aws:SourceArn": ["arn:alarm"] } },
        },
    ]);
});
