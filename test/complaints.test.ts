import { describe, expect, test } from "vitest";
import { judge } from "../policypack/core/judge";
import { defaultsOf } from "../policypack/core/options";
import type { Example } from "../policypack/core/rule";
import { githubTrust, policyOf, serviceTrust } from "../policypack/facts/aws-documents";
import { UNKNOWN } from "../policypack/facts/values";
import { rules } from "../policypack/rules";
import { NOW, resources, typesOf } from "./harness/describe-rule";

/** What other scanners get wrong, by their own issues and by running them: here each verdict is right, over all rules together. */

const ROLE = "aws:iam/role:Role";
const POLICY = "aws:iam/policy:Policy";
const allow = (Action: unknown, Resource: unknown = "*", more = {}) => ({ Effect: "Allow", Action, Resource, ...more });
const policy = (...statements: object[]): Example => [{ type: POLICY, inputs: { policy: policyOf(...statements) } }];
const trust = (Principal: unknown, more = {}, Action = "sts:AssumeRole") => ({
    Effect: "Allow",
    Principal,
    Action,
    ...more,
});
const role = (...statements: object[]): Example => [{ type: ROLE, inputs: { assumeRolePolicy: policyOf(...statements) } }];
const github = (condition: Parameters<typeof githubTrust>[0]): Example => [
    { type: ROLE, inputs: { assumeRolePolicy: githubTrust(condition) } },
];
const attach = (policyArn: string): Example => [
    { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", inputs: { role: "app", policyArn } },
];
const aud = "sts.amazonaws.com";
const root = "arn:aws:iam::111122223333:root";
const statementsOf = (document: string) => (JSON.parse(document) as { Statement: object[] }).Statement;

const PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
const provider = (attributeCondition: string): Example => [
    {
        type: PROVIDER,
        inputs: {
            workloadIdentityPoolId: "ci",
            workloadIdentityPoolProviderId: "github",
            attributeMapping: { "google.subject": "assertion.sub" },
            attributeCondition,
            oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
        },
    },
];
const member = (role: string): Example => [
    {
        type: "gcp:projects/iAMMember:IAMMember",
        inputs: { project: "acme", role, member: "serviceAccount:app@acme.iam.gserviceaccount.com" },
    },
];

/** Missed by others. */
const DENIED: Readonly<Record<string, readonly [given: Example, by: string]>> = {
    "CKV_AWS_60: a trust in everyone, as a text": [role(trust("*")), "aws-no-public-trust"],
    "CKV_AWS_60: a trust in everyone, in one statement that is no list": [
        [{ type: ROLE, inputs: { assumeRolePolicy: JSON.stringify({ Statement: trust({ AWS: "*" }) }) } }],
        "aws-no-public-trust",
    ],
    "CKV_AWS_61: a whole account in GovCloud": [
        role(trust({ AWS: "arn:aws-us-gov:iam::111122223333:root" })),
        "aws-no-account-trust",
    ],
    "CKV_AWS_62, cdk-nag: *:*": [policy(allow("*:*")), "aws-no-wildcard-policy"],
    "CKV_AWS_63, cdk-nag: all but IAM, by NotAction": [
        policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
        "aws-no-wildcard-policy",
    ],
    "CKV_AWS_62: everything on arn:aws:*": [policy(allow("*", "arn:aws:*")), "aws-no-wildcard-policy"],
    "CKV_AWS_274: AdministratorAccess in GovCloud": [
        attach("arn:aws-us-gov:iam::aws:policy/AdministratorAccess"),
        "aws-no-admin-managed-policy",
    ],
    "CKV_AWS_274: PowerUserAccess": [attach("arn:aws:iam::aws:policy/PowerUserAccess"), "aws-no-admin-managed-policy"],
    "CKV_AWS_393: a harmless statement first": [
        role(
            ...statementsOf(serviceTrust("ec2.amazonaws.com")),
            ...statementsOf(githubTrust({ StringEquals: { aud }, StringLike: { sub: "*" } })),
        ),
        "aws-require-oidc-subject",
    ],
    "CKV_AWS_393: one safe subject, then every other": [
        github({ StringEquals: { aud }, StringLike: { sub: ["repo:acme/shop:*", "*"] } }),
        "aws-require-oidc-subject",
    ],
    "CKV_AWS_393: a subject that must not be": [
        github({ StringEquals: { aud }, StringNotLike: { sub: "repo:evil/*" } }),
        "aws-require-oidc-subject",
    ],
    "CKV_AWS_393: for all values, of which there may be none": [
        github({ StringEquals: { aud }, "ForAllValues:StringLike": { sub: "repo:acme/shop:*" } }),
        "aws-require-oidc-subject",
    ],
    "CKV_AWS_393: no audience": [github({ StringLike: { sub: "repo:acme/shop:*" } }), "aws-require-oidc-audience"],
    "CKV_AWS_393: another issuer, and every subject": [
        role(
            trust(
                { Federated: "arn:aws:iam::111122223333:oidc-provider/gitlab.com" },
                { Condition: { StringEquals: { "gitlab.com:aud": aud }, StringLike: { "gitlab.com:sub": "*" } } },
                "sts:AssumeRoleWithWebIdentity",
            ),
        ),
        "aws-require-oidc-subject",
    ],
    "CKV_AWS_304: a rotation once a year": [
        [
            {
                type: "aws:secretsmanager/secretRotation:SecretRotation",
                inputs: { secretId: "orders", rotationRules: { scheduleExpression: "cron(0 8 1 1 ? *)" } },
            },
        ],
        "aws-max-rotation-interval",
    ],
    "cdk-nag: Effect written before Action": [
        [{ type: POLICY, inputs: { policy: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' } }],
        "aws-no-wildcard-policy",
    ],
    "cdk-nag: every action of a service with a hyphen": [policy(allow("cognito-idp:*")), "aws-no-service-wildcard"],
    "Trivy AWS-0342: iam:Pass* beside what starts code": [
        policy(allow(["iam:Pass*", "ec2:Run*"])),
        "aws-no-privilege-escalation",
    ],
    "Trivy AWS-0057 and its siblings have lost their content": [policy(allow("iam:*")), "aws-no-wildcard-policy"],
    "Checkov, Trivy: an access key of a user that is not named root": [
        [{ type: "aws:iam/accessKey:AccessKey", inputs: { user: "deployer" } }],
        "aws-no-iam-access-key",
    ],
    "Checkov: a way to admin under a condition that says nothing of it": [
        policy(allow("iam:PutUserPolicy", "*", { Condition: { StringEquals: { "aws:RequestedRegion": "eu-central-1" } } })),
        "aws-no-privilege-escalation",
    ],
    "Checkov: a way to admin on every role, written as an ARN": [
        policy(allow("iam:PutRolePolicy", "arn:aws:iam::*:role/*")),
        "aws-no-privilege-escalation",
    ],
    "cloudsplaining, prowler: a narrow Deny does not silence": [
        policy(allow("iam:PutRolePolicy"), { ...allow("iam:PutRolePolicy", "arn:aws:iam::*:role/prod"), Effect: "Deny" }),
        "aws-no-privilege-escalation",
    ],
    "CKV_AWS_33: everyone with the key, under a condition that does not say who": [
        [
            {
                type: "aws:kms/key:Key",
                inputs: {
                    enableKeyRotation: true,
                    policy: policyOf(
                        trust("*", { Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }, "kms:*"),
                    ),
                },
            },
        ],
        "aws-no-public-policy",
    ],
    "prowler: an administrator whom a service may take": [
        [
            {
                type: ROLE,
                inputs: {
                    assumeRolePolicy: serviceTrust("ec2.amazonaws.com"),
                    managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
                },
            },
        ],
        "aws-no-admin-managed-policy",
    ],
    "compliance-policies, terrascan: passwords that may come again after 23": [
        [
            {
                type: "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
                inputs: { passwordReusePrevention: 23, minimumPasswordLength: 14 },
            },
        ],
        "aws-require-iam-password-policy",
    ],
    "CKV_GCP_125: one repository, or anybody": [
        provider("assertion.sub == 'repo:acme/shop:ref:refs/heads/main' || true"),
        "gcp-require-provider-condition",
    ],
    "CKV2_GCP_3: a key that Google makes": [
        [{ type: "gcp:serviceaccount/key:Key", inputs: { serviceAccountId: "app" } }],
        "gcp-no-service-account-key",
    ],
    "Trivy GCP-0065: a key that is never rotated": [
        [{ type: "gcp:kms/cryptoKey:CryptoKey", inputs: { keyRing: "orders" } }],
        "gcp-require-key-rotation",
    ],
    "Prowler: nodes with the default account, in the second pool": [
        [
            {
                type: "gcp:container/cluster:Cluster",
                inputs: {
                    nodePools: [
                        { name: "a", nodeConfig: { serviceAccount: "nodes@acme.iam.gserviceaccount.com" } },
                        { name: "b", nodeConfig: { machineType: "e2-medium" } },
                    ],
                },
            },
        ],
        "gcp-no-default-service-account",
    ],
    "Checkov: an owner in a whole policy": [
        [
            {
                type: "gcp:projects/iAMPolicy:IAMPolicy",
                inputs: {
                    project: "acme",
                    policyData: JSON.stringify({ bindings: [{ role: "roles/owner", members: ["user:ada@acme.example"] }] }),
                },
            },
        ],
        "gcp-no-standing-admin",
    ],
    "Checkov: an admin role whose name says nothing": [member("roles/iam.securityAdmin"), "gcp-no-standing-admin"],
    "what stands beside something not known yet": [policy(allow("*", UNKNOWN)), "aws-no-wildcard-policy"],
};

/** Shouted at by others. */
const ALLOWED: Readonly<Record<string, Example>> = {
    "CKV_AWS_60: everyone of an organization": role(
        trust({ AWS: "*" }, { Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } }),
    ),
    "CKV_AWS_61: an account with an external id": role(
        trust({ AWS: root }, { Condition: { StringEquals: { "sts:ExternalId": "f0e1d2c3" } } }),
    ),
    "cdk-nag: a Deny of everything before a narrow Allow": policy(
        { ...allow("*"), Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
        allow("s3:GetObject", "arn:aws:s3:::reports/*"),
    ),
    "Trivy AWS-0342: one role may be passed": policy(
        allow("iam:PassRole", "arn:aws:iam::111122223333:role/task"),
        allow(["ecs:RunTask", "ecs:RegisterTaskDefinition"]),
    ),
    "Trivy AWS-0345: every action on one's own bucket": policy(
        allow("s3:*", ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]),
    ),
    "checkov#4394: a Deny": policy({ ...allow("*"), Effect: "Deny" }),
    "checkov#2336: the key in its own key policy": [
        {
            type: "aws:kms/key:Key",
            inputs: { enableKeyRotation: true, policy: policyOf(trust({ AWS: root }, { Resource: "*" }, "kms:*")) },
        },
    ],
    "checkov#7209, #7304: everyone, through one service of one account": [
        {
            type: "aws:kms/key:Key",
            inputs: {
                enableKeyRotation: true,
                policy: policyOf(
                    trust(
                        { AWS: "*" },
                        { Resource: "*", Condition: { StringEquals: { "kms:CallerAccount": "111122223333" } } },
                        "kms:Decrypt",
                    ),
                ),
            },
        },
    ],
    "checkov#5134, trivy#5040: an action that takes no other resource than *": policy(
        allow(["ecr:GetAuthorizationToken", "ec2:DescribeInstances", "cloudwatch:PutMetricData", "sts:GetCallerIdentity"]),
    ),
    "trivy#5089, #5114: a wildcard behind a name": policy(
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:111122223333:log-group:/orders:*"),
        allow("s3:*", "arn:aws:s3:::reports/*"),
    ),
    "aws-cdk#27210: the roles of a framework": [
        {
            type: ROLE,
            inputs: {
                assumeRolePolicy: serviceTrust("lambda.amazonaws.com"),
                managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"],
            },
        },
    ],
    "checkov#6983, #5423: one environment of one repository": github({
        StringEquals: { aud, sub: "repo:acme/shop:environment:production" },
    }),
    "prowler#2248, #2792: a service that does not send its source": role(...statementsOf(serviceTrust("ec2.amazonaws.com"))),
    "prowler#2220, #3807: users who manage their own keys": policy(
        allow(
            ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:UpdateLoginProfile"],
            "arn:aws:iam::*:user/${aws:username}",
        ),
    ),
    "checkov#6199, #6293: a secret rotated by an expression": [
        {
            type: "aws:secretsmanager/secret:Secret",
            name: "orders",
            inputs: { name: "orders", tags: { Owner: "orders@example.com", review: "90d" } },
        },
        {
            type: "aws:secretsmanager/secretRotation:SecretRotation",
            name: "weekly",
            inputs: { secretId: UNKNOWN, rotationLambdaArn: UNKNOWN, rotationRules: { scheduleExpression: "rate(7 days)" } },
            sources: { secretId: ["orders"] },
        },
    ],
    "kics#5335, checkov#4475, awsguard: a key that cannot rotate": [
        { type: "aws:kms/key:Key", inputs: { customerMasterKeySpec: "RSA_2048", keyUsage: "SIGN_VERIFY" } },
        { type: "aws:kms/key:Key", inputs: { customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" } },
    ],
    "checkov#7309: user data that looks random and is no secret": [
        {
            type: "aws:ec2/launchTemplate:LaunchTemplate",
            inputs: {
                metadataOptions: { httpTokens: "required" },
                userData: Buffer.from("#!/bin/sh\necho 3f2504e04f8911d39a0c0305e82c3301 > /etc/release\n").toString(
                    "base64",
                ),
            },
        },
    ],
    "compliance-policies: an account that may call a function": [
        {
            type: "aws:lambda/permission:Permission",
            inputs: { action: "lambda:InvokeFunction", function: "orders", principal: "111122223333" },
        },
    ],
    "compliance-policies, terrascan: passwords that may come again after 24": [
        {
            type: "aws:iam/accountPasswordPolicy:AccountPasswordPolicy",
            inputs: {
                passwordReusePrevention: 24,
                minimumPasswordLength: 14,
                maxPasswordAge: 90,
                requireLowercaseCharacters: true,
                requireUppercaseCharacters: true,
                requireNumbers: true,
                requireSymbols: true,
            },
        },
    ],
};

const ofService = (service: string, managed: readonly string[], ...statements: object[]) => ({
    type: ROLE,
    inputs: {
        assumeRolePolicy: serviceTrust(service),
        managedPolicyArns: managed.map((name) => `arn:aws:iam::aws:policy/${name}`),
        inlinePolicies: statements.length > 0 ? [{ name: "own", policy: policyOf(...statements) }] : [],
    },
});

/** What most programs have, and rightly. */
const COMMON: Readonly<Record<string, Example>> = {
    "a function": [
        ofService(
            "lambda.amazonaws.com",
            ["service-role/AWSLambdaBasicExecutionRole", "AWSXRayDaemonWriteAccess"],
            allow(["dynamodb:GetItem", "dynamodb:PutItem"], "arn:aws:dynamodb:*:*:table/orders"),
            allow("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:orders-a1b2c3"),
        ),
        { type: "aws:lambda/function:Function", inputs: { role: UNKNOWN, environment: { variables: { TABLE: "orders" } } } },
    ],
    "a task of ECS": [
        { ...ofService("ecs-tasks.amazonaws.com", ["service-role/AmazonECSTaskExecutionRolePolicy"]), name: "execution" },
        { ...ofService("ecs-tasks.amazonaws.com", [], allow("s3:GetObject", "arn:aws:s3:::orders/*")), name: "task" },
        {
            type: "aws:ecs/taskDefinition:TaskDefinition",
            inputs: {
                executionRoleArn: UNKNOWN,
                taskRoleArn: UNKNOWN,
                containerDefinitions: JSON.stringify([
                    {
                        name: "web",
                        image: "nginx",
                        environment: [{ name: "PORT", value: "80" }],
                        secrets: [
                            { name: "DB_PASSWORD", valueFrom: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db" },
                        ],
                    },
                ]),
            },
            sources: { executionRoleArn: ["execution"], taskRoleArn: ["task"] },
        },
    ],
    "log delivery and flow logs": [
        ofService(
            "vpc-flow-logs.amazonaws.com",
            [],
            allow([
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
            ]),
        ),
        ofService(
            "firehose.amazonaws.com",
            [],
            allow(["s3:PutObject", "s3:GetBucketLocation"], ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"]),
        ),
    ],
    "an instance that is managed by SSM": [
        ofService("ec2.amazonaws.com", ["AmazonSSMManagedInstanceCore", "CloudWatchAgentServerPolicy"]),
    ],
    "a cluster and its nodes": [
        ofService("eks.amazonaws.com", ["AmazonEKSClusterPolicy"]),
        ofService("ec2.amazonaws.com", [
            "AmazonEKSWorkerNodePolicy",
            "AmazonEKS_CNI_Policy",
            "AmazonEC2ContainerRegistryReadOnly",
        ]),
    ],
    "CI that reads": [
        {
            type: ROLE,
            inputs: {
                assumeRolePolicy: githubTrust({
                    StringEquals: { aud, sub: "repo:acme/shop:ref:refs/heads/main" },
                }),
                managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            },
        },
    ],
    "the functions of one application, with one role": [
        { ...ofService("lambda.amazonaws.com", ["service-role/AWSLambdaBasicExecutionRole"]), name: "orders" },
        ...["create", "get", "list", "cancel", "smoke-test"].map((name) => ({
            type: "aws:lambda/function:Function",
            name: `orders-${name}`,
            inputs: { role: UNKNOWN },
            sources: { role: ["orders"] },
        })),
    ],
    "a fleet with one instance profile": [
        { type: "aws:ec2/launchTemplate:LaunchTemplate", name: "web" },
        ...Array.from({ length: 12 }, (_, index) => ({ type: "aws:ec2/instance:Instance", name: `web-${index}` })),
    ].map((each) => ({
        ...each,
        inputs: {
            metadataOptions: { httpEndpoint: "enabled", httpTokens: "required" },
            iamInstanceProfile: each.name === "web" ? { name: "web" } : "web",
        },
    })),
    "a role of production that its pipeline takes": [
        {
            type: ROLE,
            name: "deploy-prod",
            inputs: {
                assumeRolePolicy: githubTrust({
                    StringEquals: { aud, sub: "repo:acme/dev-tools:environment:production" },
                }),
                managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
            },
        },
    ],
    "users who look after themselves": policy(
        allow(
            ["iam:ChangePassword", "iam:*AccessKey*", "iam:*LoginProfile", "iam:*MFADevice", "iam:*SSHPublicKey*"],
            "arn:aws:iam::*:user/${aws:username}",
        ),
        allow(["iam:GetAccountPasswordPolicy", "iam:ListUsers", "iam:ListVirtualMFADevices"]),
    ),
};

/** Shouted at by others; here a word of advice at most. */
const NOT_BLOCKED: Readonly<Record<string, Example>> = {
    "CKV_GCP_125: one repository by its name": provider("assertion.repository == 'acme/shop'"),
    "CKV_GCP_125: one repository, and its owner by id": provider(
        "assertion.repository == 'acme/shop' && assertion.repository_owner_id == '1234567'",
    ),
    "CKV_GCP_42: a custom role with admin in its name": member("projects/acme/roles/nonAdminReader"),
    "checkov#6717, prowler#4393: an admin of one service": member("roles/storage.objectAdmin"),
    "checkov#7280: a binding from which all members are taken": [
        {
            type: "gcp:projects/iAMBinding:IAMBinding",
            inputs: { project: "acme", role: "roles/owner", members: [] },
        },
    ],
};

describe("denied here, and passed over elsewhere", () => {
    test.each(Object.entries(DENIED))("%s", (_, [given, by]) => {
        expect(deniedBy(given)).toContain(by);
    });
});

describe("allowed here, and denied elsewhere", () => {
    test.each(Object.entries(ALLOWED))("%s", (_, given) => {
        expect(deniedBy(given)).toEqual([]);
    });
});

describe("said nothing of, as it is what most programs have", () => {
    test.each(Object.entries(COMMON))("%s", (_, given) => {
        expect(deniedBy(given)).toEqual([]);
    });
});

describe("not blocked here, and denied elsewhere", () => {
    test.each(Object.entries(NOT_BLOCKED))("%s", (_, given) => {
        const severities = new Map<string, string>(rules.map(({ name, severity }) => [name, severity]));
        expect(deniedBy(given).filter((name) => severities.get(name) !== "low")).toEqual([]);
    });
});

test("checkov#7545: one fault has one finding", () => {
    expect(deniedBy(policy(allow("*")))).toEqual(["aws-no-wildcard-policy"]);
    expect(deniedBy(attach("arn:aws:iam::aws:policy/AdministratorAccess"))).toEqual(["aws-no-admin-managed-policy"]);
});

/** The rules that deny something of it. */
function deniedBy(given: Example): readonly string[] {
    const all = resources(given);
    return rules
        .filter((rule) => {
            const seen = all.filter(({ type }) => typesOf(rule).includes(type));
            return [...judge(rule, seen, defaultsOf(rule.options), NOW)].some(({ kind }) => kind === "violation");
        })
        .map(({ name }) => name);
}
