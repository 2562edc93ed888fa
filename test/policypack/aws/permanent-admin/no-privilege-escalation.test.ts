import rule from "../../../../policypack/aws/permanent-admin/no-privilege-escalation";
import type { Example } from "../../../../policypack/core/rule";
import { policyOf, serviceTrust } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const allow = (action: string | readonly string[], resource: unknown = "*", condition?: object) => ({
    Effect: "Allow",
    Action: action,
    Resource: resource,
    ...(condition && { Condition: condition }),
});
const deny = (action: string, resource = "*") => ({ Effect: "Deny", Action: action, Resource: resource });

const role = (name: string, inputs: object = {}, sources = {}): Example[number] => ({
    type: "aws:iam/role:Role",
    name,
    inputs: {
        assumeRolePolicy: policyOf({
            Effect: "Allow",
            Principal: { AWS: "arn:aws:iam::111122223333:role/ci" },
            Action: "sts:AssumeRole",
        }),
        ...inputs,
    },
    sources,
});
const policy = (name: string, ...statements: object[]): Example[number] => ({
    type: "aws:iam/policy:Policy",
    name,
    inputs: { policy: policyOf(...statements) },
});
const rolePolicy = (name: string, of: string, ...statements: object[]): Example[number] => ({
    type: "aws:iam/rolePolicy:RolePolicy",
    name,
    inputs: { role: UNKNOWN, policy: policyOf(...statements) },
    sources: { role: [of] },
});
/** Attaches a policy of the program, whose ARN is not known yet, or one of AWS by its name. */
const attach = (of: string, what: string, isOwn = false): Example[number] => ({
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    name: `${of}-${what}`,
    inputs: { role: UNKNOWN, policyArn: isOwn ? UNKNOWN : `arn:aws:iam::aws:policy/${what}` },
    sources: { role: [of], ...(isOwn && { policyArn: [what] }) },
});
const PASS = allow("iam:PassRole");
const RUN = allow(["lambda:CreateFunction", "lambda:InvokeFunction"]);
const LAMBDA = serviceTrust("lambda.amazonaws.com");

describeRule(rule, {
    denies: {
        "a policy that rewrites roles": {
            given: [policy("change", allow("iam:PutRolePolicy"))],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:PutRolePolicy` (path iam-005), without an end.",
            ],
        },
        "a grant that ends too late": {
            given: [
                policy(
                    "change",
                    allow("iam:PutRolePolicy", "*", { DateLessThan: { "aws:CurrentTime": "2026-02-15T12:00:00Z" } }),
                ),
            ],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:PutRolePolicy` (path iam-005), until 2026-02-15T12:00:00Z, beyond the limit of 12 h.",
            ],
        },
        "a way that two policies of a role make together": {
            given: [
                role("ci"),
                rolePolicy("passes", "ci", PASS),
                policy("runs", allow("s3:ListBucket"), RUN),
                attach("ci", "runs", true),
            ],
            says: [
                "This role can raise its own rights: it is allowed `iam:PassRole` by `policy.Statement[0]` of `passes`, and `lambda:CreateFunction` and `lambda:InvokeFunction` by `policy.Statement[1]` of `runs` (path lambda-001), without an end.",
            ],
        },
        "a way that a policy and one of AWS make together, on a role that is not of the program": {
            given: [
                { type: "aws:iam/rolePolicy:RolePolicy", name: "passes", inputs: { role: "ci", policy: policyOf(PASS) } },
                {
                    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    name: "runs",
                    inputs: { role: "ci", policyArn: "arn:aws:iam::aws:policy/AmazonEC2FullAccess" },
                },
            ],
            says: [
                "The role that this is attached to can raise its own rights: it is allowed `iam:PassRole` by `policy.Statement[0]`, and `ec2:RunInstances` by `AmazonEC2FullAccess` (path ec2-001, and 2 other ways), without an end.",
            ],
        },
        "what a user gets through a group": {
            given: [
                { type: "aws:iam/user:User", name: "ada", inputs: { name: "ada" } },
                { type: "aws:iam/group:Group", name: "builders", inputs: { name: "builders" } },
                { type: "aws:iam/userPolicy:UserPolicy", name: "passes", inputs: { user: "ada", policy: policyOf(PASS) } },
                {
                    type: "aws:iam/groupPolicy:GroupPolicy",
                    name: "runs",
                    inputs: { group: "builders", policy: policyOf(RUN) },
                },
                {
                    type: "aws:iam/userGroupMembership:UserGroupMembership",
                    name: "in",
                    inputs: { user: "ada", groups: ["builders"] },
                },
            ],
            says: [
                "This user can raise its own rights: it is allowed `iam:PassRole` by `policy.Statement[0]` of `passes`, and `lambda:CreateFunction` and `lambda:InvokeFunction` by `policy.Statement[0]` of `runs` (path lambda-001), without an end.",
            ],
        },
        "a permission set whose inline policy and managed policy go together": {
            given: [
                {
                    type: "aws:ssoadmin/permissionSet:PermissionSet",
                    name: "dev",
                    inputs: { name: "dev", instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef" },
                },
                {
                    type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
                    name: "inline",
                    inputs: { instanceArn: "i", permissionSetArn: UNKNOWN, inlinePolicy: policyOf(PASS) },
                    sources: { permissionSetArn: ["dev"] },
                },
                {
                    type: "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
                    name: "managed",
                    inputs: {
                        instanceArn: "i",
                        permissionSetArn: UNKNOWN,
                        managedPolicyArn: "arn:aws:iam::aws:policy/AWSCloudFormationFullAccess",
                    },
                    sources: { permissionSetArn: ["dev"] },
                },
            ],
            says: [
                "This permission set can raise its own rights: it is allowed `iam:PassRole` by `inlinePolicy.Statement[0]` of `inline`, and `cloudformation:CreateStack` by `AWSCloudFormationFullAccess` (path cloudformation-001, and 2 other ways), without an end.",
            ],
        },
        "an AWS managed policy that is a way by itself": {
            given: [role("ci"), attach("ci", "AWSLambda_FullAccess")],
            says: [
                "`AWSLambda_FullAccess` lets its holder raise its own rights: it allows `iam:PassRole`, `lambda:CreateFunction` and `lambda:InvokeFunction` (path lambda-001, and 2 other ways), without an end.",
            ],
        },
        "one document once, however many hold it": {
            given: [
                role("a"),
                role("b"),
                policy("change", allow("iam:PutRolePolicy")),
                attach("a", "change", true),
                attach("b", "change", true),
            ],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:PutRolePolicy` (path iam-005), without an end.",
            ],
        },
        "a role that may rewrite itself": {
            given: [
                role("self", { name: "self" }),
                rolePolicy("edit", "self", allow("iam:PutRolePolicy", "arn:aws:iam::111122223333:role/self")),
            ],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:PutRolePolicy` (path iam-005), without an end.",
            ],
        },
        "a role that may rewrite itself, by an ARN that is not known yet": {
            given: [
                role("self"),
                {
                    ...rolePolicy("edit", "self", allow("iam:PutRolePolicy", UNKNOWN)),
                    sources: { role: ["self"], policy: ["self"] },
                },
            ],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:PutRolePolicy` (path iam-005), without an end.",
            ],
        },
        "a user who may attach policies to itself": {
            given: [policy("self", allow("iam:AttachUserPolicy", "arn:aws:iam::*:user/${aws:username}"))],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:AttachUserPolicy` (path iam-008), without an end.",
            ],
        },
        "roles made and given policies under one prefix": {
            given: [policy("prefix", allow(["iam:CreateRole", "iam:AttachRolePolicy"], "arn:aws:iam::*:role/app-*"))],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:CreateRole` and `iam:AttachRolePolicy` (path pmapper-createrole-attach), without an end.",
            ],
        },
        "a privileged role of the program that is passed by its name": {
            given: [
                role("admin", {
                    name: "admin",
                    assumeRolePolicy: LAMBDA,
                    managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
                }),
                policy("deploy", allow("iam:PassRole", "arn:aws:iam::111122223333:role/admin"), RUN),
            ],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:PassRole`, `lambda:CreateFunction` and `lambda:InvokeFunction` (path lambda-001), without an end.",
            ],
        },
        "new code for a function of the program that runs as administrator": {
            given: [
                role("admin", {
                    name: "admin",
                    assumeRolePolicy: LAMBDA,
                    managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"],
                }),
                {
                    type: "aws:lambda/function:Function",
                    name: "sweep",
                    inputs: { role: UNKNOWN },
                    sources: { role: ["admin"] },
                },
                policy("deploy", allow("lambda:UpdateFunctionCode")),
            ],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `lambda:UpdateFunctionCode` (path lambda-003), without an end.",
            ],
        },
        "all but IAM: whoever takes over everything that runs": {
            given: [policy("power", allow("*"), deny("iam:*")), role("dev"), attach("dev", "power", true)],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `sts:AssumeRole` (path sts-001, and 29 other ways), without an end.",
            ],
        },
        "what is no document": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: 42 } }],
            says: ["`policy` is not a JSON document."],
        },
        "both documents, when each is a way by itself": {
            given: [
                role("ci"),
                rolePolicy("edits", "ci", allow("iam:PutRolePolicy")),
                rolePolicy("attaches", "ci", allow("iam:AttachRolePolicy")),
            ],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:PutRolePolicy` (path iam-005), without an end.",
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:AttachRolePolicy` (path iam-009), without an end.",
            ],
        },
        "a policy whose boundary is not at hand": {
            given: [
                role("bounded", { permissionsBoundary: "arn:aws:iam::111122223333:policy/elsewhere" }),
                rolePolicy("edit", "bounded", allow("iam:PutRolePolicy")),
            ],
            says: [
                "`policy.Statement[0]` lets its holder raise its own rights: it allows `iam:PutRolePolicy` (path iam-005), without an end.",
            ],
        },
    },
    allows: {
        "a way that another policy of the role denies": {
            given: [
                role("ci"),
                rolePolicy("edits", "ci", allow("iam:PutRolePolicy")),
                rolePolicy("guard", "ci", deny("iam:Put*")),
            ],
        },
        "a way that the boundary of the role leaves out": {
            given: [
                policy("boundary", allow(["s3:*", "lambda:*"])),
                role("ci", { permissionsBoundary: UNKNOWN }, { permissionsBoundary: ["boundary"] }),
                rolePolicy("edits", "ci", allow(["iam:PutRolePolicy", "lambda:*", "iam:PassRole"])),
            ],
        },
        "a way that an AWS managed boundary leaves out": {
            given: [
                role("ci", { permissionsBoundary: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
                rolePolicy("edits", "ci", allow("iam:PutRolePolicy")),
            ],
        },
        "a policy that is only a boundary": {
            given: [
                policy("boundary", allow("*"), deny("organizations:*")),
                role("ci", { permissionsBoundary: UNKNOWN }, { permissionsBoundary: ["boundary"] }),
            ],
        },
        "the halves of a way that two principals hold": {
            given: [role("a"), role("b"), rolePolicy("passes", "a", PASS), rolePolicy("runs", "b", RUN)],
        },
        "new roles that must have a boundary": {
            given: [
                policy(
                    "make",
                    allow(["iam:CreateRole", "iam:AttachRolePolicy", "iam:PutRolePolicy"], "arn:aws:iam::*:role/app-*", {
                        StringEquals: { "iam:PermissionsBoundary": "arn:aws:iam::111122223333:policy/app" },
                    }),
                ),
            ],
        },
        "policies that may be attached, when all are named": {
            given: [
                policy(
                    "attach",
                    allow("iam:AttachRolePolicy", "*", {
                        ArnEquals: { "iam:PolicyARN": ["arn:aws:iam::aws:policy/ReadOnlyAccess"] },
                    }),
                ),
            ],
        },
        "a deployment that passes the roles of its own program": {
            given: [
                role("task", { assumeRolePolicy: serviceTrust("ecs-tasks.amazonaws.com") }),
                {
                    ...policy(
                        "deploy",
                        allow("iam:PassRole", UNKNOWN),
                        allow(["ecs:RegisterTaskDefinition", "ecs:RunTask", "ecs:CreateService", "ecs:UpdateService"]),
                    ),
                    sources: { policy: ["task"] },
                },
            ],
        },
        "a role to be passed to a service for which no code can be run": {
            given: [
                policy(
                    "logs",
                    allow("iam:PassRole", "*", { StringEquals: { "iam:PassedToService": "vpc-flow-logs.amazonaws.com" } }),
                    allow("ec2:*"),
                ),
            ],
        },
        "one's own keys and password": {
            given: [
                policy(
                    "self-service",
                    allow(
                        [
                            "iam:*AccessKey*",
                            "iam:ChangePassword",
                            "iam:*LoginProfile",
                            "iam:*MFADevice",
                            "iam:*SSHPublicKey*",
                        ],
                        "arn:aws:iam::*:user/${aws:username}",
                    ),
                    allow(["iam:ListUsers", "iam:GetAccountPasswordPolicy"]),
                ),
            ],
        },
        "new code for named functions": {
            given: [
                policy(
                    "deploy",
                    allow(["lambda:UpdateFunctionCode", "lambda:InvokeFunction"], "arn:aws:lambda:*:*:function:orders-*"),
                ),
            ],
        },
        "new code for functions, when none of the program is privileged": {
            given: [policy("deploy", allow(["lambda:UpdateFunctionCode"]))],
        },
        "the policy of AWS for a service that acts for itself": {
            given: [
                role("deploys", {
                    assumeRolePolicy: serviceTrust("codedeploy.amazonaws.com"),
                    managedPolicyArns: ["arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS"],
                }),
                role("beanstalk", {
                    assumeRolePolicy: serviceTrust("elasticbeanstalk.amazonaws.com"),
                    managedPolicyArns: ["arn:aws:iam::aws:policy/AWSElasticBeanstalkManagedUpdatesCustomerRolePolicy"],
                }),
            ],
        },
        "common service roles": {
            given: [
                ["lambda", "service-role/AWSLambdaBasicExecutionRole"],
                ["lambda", "service-role/AWSLambdaVPCAccessExecutionRole"],
                ["ecs-tasks", "service-role/AmazonECSTaskExecutionRolePolicy"],
                ["ec2", "AmazonSSMManagedInstanceCore"],
                ["ec2", "CloudWatchAgentServerPolicy"],
                ["ec2", "AmazonEKSWorkerNodePolicy"],
                ["ec2", "AmazonEC2ContainerRegistryReadOnly"],
                ["eks", "AmazonEKSClusterPolicy"],
                ["glue", "service-role/AWSGlueServiceRole"],
                ["apigateway", "service-role/AmazonAPIGatewayPushToCloudWatchLogs"],
                ["ci", "ReadOnlyAccess"],
                ["ci", "SecurityAudit"],
                ["ci", "job-function/ViewOnlyAccess"],
            ].map(([service, name], index) =>
                role(`r${index}`, {
                    assumeRolePolicy: serviceTrust(`${service}.amazonaws.com`),
                    managedPolicyArns: [`arn:aws:iam::aws:policy/${name}`],
                }),
            ),
        },
        "log delivery and flow logs": {
            given: [
                policy(
                    "flow",
                    allow([
                        "logs:CreateLogGroup",
                        "logs:CreateLogStream",
                        "logs:PutLogEvents",
                        "logs:DescribeLogGroups",
                        "logs:DescribeLogStreams",
                    ]),
                ),
            ],
        },
        "what another rule says already": {
            given: [
                role("admin", { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] }),
                policy("all", allow("*")),
            ],
        },
    },
    cannotDecide: {
        "a document that is not known yet": {
            given: [{ type: "aws:iam/policy:Policy", inputs: { policy: UNKNOWN } }],
            says: ["`policy` is not known before the deployment."],
        },
    },
});
