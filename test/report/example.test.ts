import ts from "typescript";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { exampleToCode, isFile } from "../../policypack/report/example";
import { rules } from "../../policypack/rules";

const body = (code: string) => code.slice(code.indexOf("\n\n") + 2);

test.each([
    ["aws:iam/accessKey:AccessKey", 'new aws.iam.AccessKey("access-key", {});'],
    ["gcp:projects/iAMMember:IAMMember", 'new gcp.projects.IAMMember("iam-member", {});'],
    ["pulumi:providers:aws", 'new aws.Provider("provider", {});'],
    ["random:index/randomPassword:RandomPassword", 'new random.RandomPassword("random-password", {});'],
    ["aws-native:iam:Role", 'new awsNative.iam.Role("role", {});'],
    [
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
        'new kubernetes.rbac.v1.ClusterRoleBinding("cluster-role-binding", {});',
    ],
    ["kubernetes:core/v1:Secret", 'new kubernetes.core.v1.Secret("secret", {});'],
])("%s", (type, code) => {
    expect(body(exampleToCode([{ type, inputs: {} }]))).toBe(`${code}\n`);
});

test("a program to paste: imports, names, references, documents", () => {
    const code = exampleToCode([
        {
            type: "aws:iam/role:Role",
            name: "deploy-role",
            inputs: { maxSessionDuration: 3_600, tags: { "cost-center": "7" } },
        },
        {
            type: "aws:iam/rolePolicy:RolePolicy",
            inputs: {
                role: "deploy-role",
                policy: JSON.stringify({
                    Version: "2012-10-17",
                    Statement: [
                        { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "arn:aws:s3:::b/*" },
                    ],
                }),
            },
            sources: { role: ["deploy-role"] },
        },
        { type: "aws:iam/rolePolicy:RolePolicy", inputs: { flags: [], none: null } },
    ]);
    expect(code).toBe(`import * as aws from "@pulumi/aws";

const deployRole = new aws.iam.Role("deploy-role", {
    maxSessionDuration: 3600,
    tags: { "cost-center": "7" },
});

new aws.iam.RolePolicy("role-policy", {
    role: deployRole.id,
    policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Action: ["s3:GetObject", "s3:ListBucket"],
                Resource: "arn:aws:s3:::b/*",
            },
        ],
    }),
});

new aws.iam.RolePolicy("role-policy-2", { flags: [], none: null });
`);
});

describe.each(rules.map((rule) => [rule.name, rule] as const))("%s", (_, { examples }) => {
    test.each(Object.entries(examples))("its %s example is a program, or a file", (_title, example) => {
        if (isFile(example)) return void expect(() => parse(exampleToCode(example)) as unknown).not.toThrow();
        const { diagnostics } = ts.transpileModule(exampleToCode(example), { reportDiagnostics: true });
        expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([]);
    });
});
