import { runSimulation } from "@cloud-copilot/iam-simulate";
import { describe, expect, test } from "vitest";
import { type Rights, description, rights, rules } from "../../../components/aws/rotating-secret/documents";
import { endPolicy } from "../../../components/aws/rotating-secret/runtime/decide";
import { describeAccess } from "../../harness/access";

const AT = "2026-01-16T03:00:00Z";
const secretOf = (name: string) => `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${name}`;
const SECRET = secretOf("orders-1a2b3c-AbCdEf");
const ADMIN = secretOf("rds!db-0123-GhIjKl");
const OTHER = secretOf("orders-1a2b3c-MnOpQr");
const USER = "arn:aws:iam::123456789012:user/legacy-backup";
const keyOf = (id: string) => `arn:aws:kms:eu-west-1:123456789012:key/${id}`;
const [KEY, ADMIN_KEY] = [keyOf("1234abcd"), keyOf("5678efgh")];

const documents = (given: Partial<Rights> = {}) => ({
    identity: [{ Version: "2012-10-17", Statement: rights({ secret: SECRET, ...given }) }],
});
const asked = (action: string, resource: string, is: "allowed" | "denied") => ({ at: AT, action, resource, is });

describeAccess("the function of a password", documents, {
    "may ask of its secret": asked("secretsmanager:DescribeSecret", SECRET, "allowed"),
    "may read its secret": asked("secretsmanager:GetSecretValue", SECRET, "allowed"),
    "may write its secret": asked("secretsmanager:PutSecretValue", SECRET, "allowed"),
    "may move the labels of its secret": asked("secretsmanager:UpdateSecretVersionStage", SECRET, "allowed"),
    "may not delete its secret": asked("secretsmanager:DeleteSecret", SECRET, "denied"),
    "may not say who reads it": asked("secretsmanager:PutResourcePolicy", SECRET, "denied"),
    "may not stop its rotation": asked("secretsmanager:CancelRotateSecret", SECRET, "denied"),
    "may not encrypt it with another key": asked("secretsmanager:UpdateSecret", SECRET, "denied"),
    "may not ask of a secret of the same name": asked("secretsmanager:DescribeSecret", OTHER, "denied"),
    "may not read a secret of the same name": asked("secretsmanager:GetSecretValue", OTHER, "denied"),
    "may not write a secret of the same name": asked("secretsmanager:PutSecretValue", OTHER, "denied"),
    "may not move labels elsewhere": asked("secretsmanager:UpdateSecretVersionStage", OTHER, "denied"),
    "may not read what others administrate with": asked("secretsmanager:GetSecretValue", ADMIN, "denied"),
    "may not make keys of users": asked("iam:CreateAccessKey", USER, "denied"),
});

describeAccess("the function of a database", () => documents({ key: KEY, admin: ADMIN, adminKey: ADMIN_KEY }), {
    "may read the administrator's secret": asked("secretsmanager:GetSecretValue", ADMIN, "allowed"),
    "may not write it": asked("secretsmanager:PutSecretValue", ADMIN, "denied"),
    "may not move its labels": asked("secretsmanager:UpdateSecretVersionStage", ADMIN, "denied"),
    "may not read another": asked("secretsmanager:GetSecretValue", OTHER, "denied"),
    "may rotate its own": asked("secretsmanager:PutSecretValue", SECRET, "allowed"),
    "may not make keys of users": asked("iam:CreateAccessKey", USER, "denied"),
});

const CONTEXT = "kms:EncryptionContext:SecretARN";
// The oracle knows of no key that begins with kms:EncryptionContext; a tag of the caller may say anything.
const STAND_IN = "aws:PrincipalTag/SecretARN";

/** A key lets the account say who uses it, as those do that come with the defaults of AWS. */
async function usesKey(given: Partial<Rights>, action: string, key: string, secret?: string): Promise<string> {
    const { identity } = JSON.parse(JSON.stringify(documents(given)).replaceAll(CONTEXT, STAND_IN)) as {
        identity: object[];
    };
    const account = {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::123456789012:root" },
        Action: "kms:*",
        Resource: "*",
    };
    const result = await runSimulation(
        {
            request: {
                principal: "arn:aws:sts::123456789012:assumed-role/orders/function",
                action,
                resource: { resource: key, accountId: "123456789012" },
                contextVariables: secret ? { [STAND_IN]: secret } : {},
            },
            identityPolicies: identity.map((policy) => ({ name: "own", policy })),
            resourcePolicy: { Version: "2012-10-17", Statement: [account] },
            serviceControlPolicies: [],
            resourceControlPolicies: [],
        },
        {},
    );
    if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
    return result.overallResult;
}

describe("a key of KMS", () => {
    const ALL = { key: KEY, admin: ADMIN, adminKey: ADMIN_KEY };
    test.each<[string, Partial<Rights>, string, string, string | undefined, boolean]>([
        ["decrypts the secret", ALL, "kms:Decrypt", KEY, SECRET, true],
        ["encrypts the secret", ALL, "kms:GenerateDataKey", KEY, SECRET, true],
        ["decrypts no other secret", ALL, "kms:Decrypt", KEY, OTHER, false],
        ["encrypts no other secret", ALL, "kms:GenerateDataKey", KEY, OTHER, false],
        ["decrypts nothing that is no secret", ALL, "kms:Decrypt", KEY, undefined, false],
        ["is not given away", ALL, "kms:CreateGrant", KEY, SECRET, false],
        ["of another is not used", ALL, "kms:Decrypt", keyOf("0000"), SECRET, false],
        ["is not used without being named", {}, "kms:Decrypt", KEY, SECRET, false],
        ["of the administrator's secret decrypts that", ALL, "kms:Decrypt", ADMIN_KEY, ADMIN, true],
        ["of the administrator's secret decrypts no other", ALL, "kms:Decrypt", ADMIN_KEY, SECRET, false],
        ["of the administrator's secret encrypts nothing", ALL, "kms:GenerateDataKey", ADMIN_KEY, ADMIN, false],
        ["of the secret does not decrypt the administrator's", ALL, "kms:Decrypt", KEY, ADMIN, false],
    ])("%s", async (_, given, action, key, secret, isAllowed) => {
        expect((await usesKey(given, action, key, secret)) === "Allowed").toBe(isAllowed);
    });

    test("is used for one secret, by what Secrets Manager says to KMS", () => {
        const conditions = rights({ secret: SECRET, ...ALL }).flatMap(({ Condition }) => (Condition ? [Condition] : []));
        expect(conditions).toEqual([{ StringEquals: { [CONTEXT]: SECRET } }, { StringEquals: { [CONTEXT]: ADMIN } }]);
    });

    test("without an administrator's secret is none of that", () => {
        expect(rights({ secret: SECRET, adminKey: ADMIN_KEY })).toEqual(rights({ secret: SECRET }));
    });
});

const KEYS = [
    "CreateAccessKey",
    "DeleteAccessKey",
    "ListAccessKeys",
    "GetAccessKeyLastUsed",
    "GetUserPolicy",
    "PutUserPolicy",
];

describeAccess("the function of a user's key", () => documents({ user: USER }), {
    ...Object.fromEntries(
        KEYS.flatMap((each) => [
            [`may ${each} of the user`, asked(`iam:${each}`, USER, "allowed")],
            [`may not ${each} of a user of a longer name`, asked(`iam:${each}`, `${USER}-2`, "denied")],
            [
                `may not ${each} of a user of the same name on another path`,
                asked(`iam:${each}`, USER.replace("user/", "user/admins/"), "denied"),
            ],
        ]),
    ),
    "may not attach a policy to the user": asked("iam:AttachUserPolicy", USER, "denied"),
    "may not take the end away": asked("iam:DeleteUserPolicy", USER, "denied"),
    "may not take the user's boundary away": asked("iam:DeleteUserPermissionsBoundary", USER, "denied"),
    "may not give the user a password": asked("iam:CreateLoginProfile", USER, "denied"),
    "may not switch a key on again": asked("iam:UpdateAccessKey", USER, "denied"),
    "may not write a policy of a role": asked("iam:PutRolePolicy", "arn:aws:iam::123456789012:role/admin", "denied"),
});

const OBJECT = "arn:aws:s3:::backups/x";
const END = Date.parse("2026-02-15T12:00:00Z");
const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };

describeAccess("a key with an end", () => ({ identity: [EVERYTHING, JSON.parse(endPolicy(END)) as object] }), {
    "works the second before": { at: "2026-02-15T11:59:59Z", action: "s3:GetObject", resource: OBJECT, is: "allowed" },
    "does nothing from that second on": {
        at: "2026-02-15T12:00:00Z",
        action: "s3:GetObject",
        resource: OBJECT,
        is: "denied",
    },
    "does nothing the second after": { at: "2026-02-15T12:00:01Z", action: "s3:GetObject", resource: OBJECT, is: "denied" },
    "does nothing a year after": { at: "2027-02-15T12:00:00Z", action: "iam:PutUserPolicy", resource: USER, is: "denied" },
    "makes no other key": { at: "2026-02-15T12:00:01Z", action: "iam:CreateAccessKey", resource: USER, is: "denied" },
});

test("an end is written to the second, and never later than it is", () => {
    expect(endPolicy(END + 999)).toBe(endPolicy(END));
    expect(endPolicy(END + 1_000)).not.toBe(endPolicy(END));
    expect(endPolicy(END)).toContain('"2026-02-15T12:00:00Z"');
});

describe("rules of rotation", () => {
    const [HOUR, DAY] = [3_600, 86_400];
    test.each([
        ["a day", DAY, { automaticallyAfterDays: 1 }],
        ["a month", 30 * DAY, { automaticallyAfterDays: 30 }],
        ["the longest", 90 * DAY, { automaticallyAfterDays: 90 }],
        ["an hour less than a day", 23 * HOUR, { scheduleExpression: "rate(23 hours)" }],
        ["an hour more than a day", 25 * HOUR, { scheduleExpression: "rate(25 hours)" }],
        ["the shortest", 4 * HOUR, { scheduleExpression: "rate(4 hours)" }],
    ])("of %s", (_, seconds, expected) => {
        expect(rules(seconds)).toEqual(expected);
    });
});

test("a description says how often, and by what", () => {
    expect(description("password", 30 * 86_400)).toBe("Rotated every 30d by the strategy password.");
    expect(description("iamUserKey", 12 * 3_600)).toBe("Rotated every 12h by the strategy iamUserKey.");
});
