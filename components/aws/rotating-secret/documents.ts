import type { PolicyStatement } from "@pulumi/aws/iam/documents";
import type { Input } from "@pulumi/pulumi";
import { written } from "../../checks";

export interface Rights {
    /** ARN of the secret. */
    readonly secret: Input<string>;
    /** ARN of its key, unless it is the account's own. */
    readonly key?: Input<string> | undefined;
    /** ARN of the administrator's secret. */
    readonly admin?: Input<string> | undefined;
    /** ARN of the key of that, unless it is the account's own. */
    readonly adminKey?: Input<string> | undefined;
    /** ARN of the IAM user whose keys it makes. */
    readonly user?: Input<string> | undefined;
}

/** What the function may do, beside writing its log. */
export function rights({ secret, key, admin, adminKey, user }: Rights): PolicyStatement[] {
    const allow = (Sid: string, Resource: Input<string>, ...actions: string[]): PolicyStatement => ({
        Sid,
        Effect: "Allow",
        Action: actions,
        Resource,
    });
    const rotate = ["DescribeSecret", "GetSecretValue", "PutSecretValue", "UpdateSecretVersionStage"];
    const keys = [
        "CreateAccessKey",
        "DeleteAccessKey",
        "GetAccessKeyLastUsed",
        "GetUserPolicy",
        "ListAccessKeys",
        "PutUserPolicy",
    ];
    return [
        allow("Rotate", secret, ...rotate.map((each) => `secretsmanager:${each}`)),
        ...(key ? [{ ...allow("Key", key, "kms:Decrypt", "kms:GenerateDataKey"), ...only(secret) }] : []),
        ...(admin ? [allow("Administrator", admin, "secretsmanager:GetSecretValue")] : []),
        ...(admin && adminKey ? [{ ...allow("AdministratorKey", adminKey, "kms:Decrypt"), ...only(admin) }] : []),
        ...(user ? [allow("Keys", user, ...keys.map((each) => `iam:${each}`))] : []),
    ];
}

// A key may be that of many secrets. https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
function only(secret: Input<string>) {
    return { Condition: { StringEquals: { "kms:EncryptionContext:SecretARN": secret } } };
}

const DAY = 86_400;

export type Rules = { readonly automaticallyAfterDays: number } | { readonly scheduleExpression: string };

/** Of so many seconds, in whole hours. */
export function rules(rotateEvery: number): Rules {
    return rotateEvery % DAY === 0
        ? { automaticallyAfterDays: rotateEvery / DAY }
        : { scheduleExpression: `rate(${rotateEvery / 3_600} hours)` };
}

export function description(kind: string, rotateEvery: number): string {
    return `Rotated every ${written(rotateEvery)} by the strategy ${kind}.`;
}
