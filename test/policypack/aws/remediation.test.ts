import { describe, expect, test } from "vitest";
import type { Resource, ResourceRule } from "../../../policypack/core/rule";
import { parseOptions } from "../../../policypack/core/settings";
import { rules } from "../../../policypack/rules";
import { resources, run } from "../../harness/describe-rule";

/** What a rule gives as safe inputs is what it asks for, and keeps the rest of the resource. */

const CASES: readonly [string, string, Record<string, unknown>, Record<string, unknown>, object?][] = [
    ["aws-max-session-duration", "aws:iam/role:Role", { maxSessionDuration: 43_200 }, { maxSessionDuration: 3_600 }],
    ["aws-max-session-duration", "aws:iot/roleAlias:RoleAlias", {}, { credentialDuration: 1_800 }, { limit: "30m" }],
    [
        "aws-max-permission-set-session",
        "aws:ssoadmin/permissionSet:PermissionSet",
        { sessionDuration: "PT12H" },
        { sessionDuration: "PT3600S" },
    ],
    [
        "aws-max-cognito-token-validity",
        "aws:cognito/userPoolClient:UserPoolClient",
        { accessTokenValidity: 5, idTokenValidity: 30, tokenValidityUnits: { idToken: "minutes" } },
        {
            accessTokenValidity: 3_600,
            idTokenValidity: 30,
            tokenValidityUnits: { accessToken: "seconds", idToken: "minutes" },
        },
    ],
    [
        "aws-max-grafana-token-life",
        "aws:grafana/workspaceApiKey:WorkspaceApiKey",
        { secondsToLive: 2_592_000 },
        { secondsToLive: 604_800 },
    ],
    [
        "aws-require-token-revocation",
        "aws:cognito/userPoolClient:UserPoolClient",
        { enableTokenRevocation: false },
        { enableTokenRevocation: true },
    ],
    [
        "aws-max-temporary-password-life",
        "aws:cognito/userPool:UserPool",
        { passwordPolicy: { minimumLength: 14, temporaryPasswordValidityDays: 30 } },
        { passwordPolicy: { minimumLength: 14, temporaryPasswordValidityDays: 7 } },
    ],
    [
        "aws-max-rotation-interval",
        "aws:secretsmanager/secretRotation:SecretRotation",
        { rotationRules: { automaticallyAfterDays: 365 } },
        { rotationRules: { automaticallyAfterDays: 90 } },
    ],
    [
        "aws-max-rotation-interval",
        "aws:secretsmanager/secretRotation:SecretRotation",
        { rotationEnabled: false },
        { rotationEnabled: true, rotationRules: { scheduleExpression: "rate(90 days)" } },
    ],
    [
        "aws-require-key-rotation",
        "aws:kms/key:Key",
        { rotationPeriodInDays: 180 },
        { rotationPeriodInDays: 180, enableKeyRotation: true },
    ],
    [
        "aws-require-key-rotation",
        "aws:kms/key:Key",
        { enableKeyRotation: true, rotationPeriodInDays: 2_560 },
        { enableKeyRotation: true, rotationPeriodInDays: 365 },
    ],
    [
        "aws-require-imdsv2",
        "aws:ec2/instance:Instance",
        { iamInstanceProfile: "orders", metadataOptions: { httpPutResponseHopLimit: 1 } },
        { iamInstanceProfile: "orders", metadataOptions: { httpPutResponseHopLimit: 1, httpTokens: "required" } },
    ],
    [
        "aws-require-imdsv2",
        "aws:sagemaker/notebookInstance:NotebookInstance",
        {},
        { instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: "2" } },
    ],
    [
        "aws-require-imdsv2",
        "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
        { httpTokens: "optional" },
        { httpTokens: "required" },
    ],
    [
        "aws-max-metadata-hops",
        "aws:ec2/launchTemplate:LaunchTemplate",
        { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 64 } },
        { metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 2 } },
    ],
    [
        "aws-max-metadata-hops",
        "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
        { httpPutResponseHopLimit: 64 },
        { httpPutResponseHopLimit: 2 },
    ],
    [
        "aws-require-database-iam-authentication",
        "aws:rds/instance:Instance",
        { engine: "postgres" },
        { engine: "postgres", iamDatabaseAuthenticationEnabled: true },
    ],
];

describe("safe inputs", () => {
    test.each(CASES)("%s of %s %j", (name, type, inputs, expected, options = {}) => {
        const rule = rules.find((one) => one.name === name) as ResourceRule;
        const of = (given: Record<string, unknown>) =>
            run(rule, { given: [{ type, inputs: given }], options: { ...options } });
        expect(of(inputs)).not.toEqual([]);

        const [resource] = resources([{ type, inputs }]) as [Resource];
        const safe = overlaid(inputs, rule.remediate!(resource, parseOptions(rule, { ...options }, "test")));

        expect(safe).toEqual(expected);
        expect(of(safe)).toEqual([]);
    });
});

function overlaid(under: Record<string, unknown>, over: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const laid = Object.entries(over).map(([key, value]) => {
        const below = under[key];
        const inner = isObject(value) && isObject(below) ? overlaid(below, value) : value;
        return [key, inner] as const;
    });
    return { ...under, ...Object.fromEntries(laid) };
}

function isObject(thing: unknown): thing is Record<string, unknown> {
    return typeof thing === "object" && thing !== null && !Array.isArray(thing);
}
