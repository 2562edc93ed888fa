import { policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/no-public-policy";
import { describeRule } from "../../../harness/describe-rule";

const KEY = "aws:kms/key:Key";
const QUEUE = "aws:sqs/queuePolicy:QueuePolicy";
const BUCKET = "aws:s3/bucketPolicy:BucketPolicy";
const FUNCTION = "aws:lambda/permission:Permission";
const of = (type: string, inputs: object) => [{ type, inputs: { ...inputs } }];
const anyone = (Action: unknown, Condition?: object, more: object = {}) => ({
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action,
    Resource: "*",
    Condition,
    ...more,
});
const key = (...statements: object[]) => of(KEY, { policy: policyOf(...statements) });
const queue = (Condition?: object) => of(QUEUE, { queueUrl: "q", policy: policyOf(anyone("sqs:SendMessage", Condition)) });
const bucket = (...statements: object[]) => of(BUCKET, { bucket: "site", policy: policyOf(...statements) });
const function_ = (inputs: object) =>
    of(FUNCTION, { action: "lambda:InvokeFunction", function: "f", principal: "*", ...inputs });
const says = ["`policy.Statement[0]` lets in anyone."];
const OWNER = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "kms:*", Resource: "*" };

const OPEN: Readonly<Record<string, string>> = {
    "aws:backup/vaultPolicy:VaultPolicy": "policy",
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": "policy",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": "policyDocument",
    "aws:codeartifact/domainPermissions:DomainPermissions": "policyDocument",
    "aws:dynamodb/resourcePolicy:ResourcePolicy": "policy",
    "aws:ecr/repositoryPolicy:RepositoryPolicy": "policy",
    "aws:glacier/vault:Vault": "accessPolicy",
    "aws:glue/resourcePolicy:ResourcePolicy": "policy",
    "aws:kms/keyPolicy:KeyPolicy": "policy",
    "aws:lambda/resourcePolicy:ResourcePolicy": "policy",
    "aws:opensearch/domain:Domain": "accessPolicies",
    "aws:opensearch/domainPolicy:DomainPolicy": "accessPolicies",
    "aws:secretsmanager/secret:Secret": "policy",
    "aws:secretsmanager/secretPolicy:SecretPolicy": "policy",
    "aws:ses/identityPolicy:IdentityPolicy": "policy",
    "aws:sns/topic:Topic": "policy",
    "aws:sns/topicPolicy:TopicPolicy": "policy",
    "aws:sqs/queue:Queue": "policy",
};

describeRule(rule, {
    denies: {
        ...Object.fromEntries(
            Object.entries(OPEN).map(([type, input]) => [
                `${type} for anyone`,
                {
                    given: of(type, { [input]: policyOf(anyone("x:DoIt")) }),
                    says: [`\`${input}.Statement[0]\` lets in anyone.`],
                },
            ]),
        ),
        "a key for anyone": { given: key(anyone("kms:*")), says },
        "a key for anyone, behind its owner": {
            given: key(OWNER, anyone("kms:Decrypt")),
            says: ["`policy.Statement[1]` lets in anyone."],
        },
        // Checkov CKV_AWS_33 takes any condition for a limit.
        "a key for anyone with MFA": {
            given: key(anyone("kms:*", { Bool: { "aws:MultiFactorAuthPresent": "true" } })),
            says,
        },
        "a key for anyone in any region but one": {
            given: key(anyone("kms:*", { StringNotEquals: { "aws:RequestedRegion": "eu-central-1" } })),
            says,
        },
        "a queue from anywhere": { given: queue(), says },
        "a queue over TLS from anywhere": { given: queue({ Bool: { "aws:SecureTransport": "true" } }), says },
        "a queue for every topic": { given: queue({ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:*" } }), says },
        "a queue for all networks": {
            given: queue({ IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "0.0.0.0/0"] } }),
            says,
        },
        "a queue for one organisation, if there is one": {
            given: queue({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
            says,
        },
        "a document that is an object": {
            given: of(QUEUE, { queueUrl: "q", policy: { Statement: [anyone("sqs:*")] } }),
            says,
        },
        "all but one account": {
            given: key({ Effect: "Allow", NotPrincipal: { AWS: "111122223333" }, Action: "kms:*", Resource: "*" }),
            says,
        },
        "a bucket to write to": { given: bucket(anyone("s3:PutObject")), says },
        "a bucket to read from and write to": { given: bucket(anyone(["s3:GetObject", "s3:PutObject"])), says },
        "every action on a bucket": { given: bucket(anyone("s3:*")), says },
        "a bucket whose policy anyone may write": { given: bucket(anyone("s3:PutBucketPolicy")), says },
        "all actions on a bucket but one": {
            given: bucket(anyone(undefined, undefined, { NotAction: "s3:DeleteBucket" })),
            says,
        },
        "a Deny that is for other objects": {
            given: bucket(
                anyone("s3:PutObject", undefined, { Resource: "arn:aws:s3:::site/*" }),
                anyone(
                    "s3:*",
                    { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
                    {
                        Effect: "Deny",
                        Resource: "arn:aws:s3:::site/secret/*",
                    },
                ),
            ),
            says,
        },
        "all actions on a bucket but reading": {
            given: bucket(anyone(undefined, undefined, { NotAction: "s3:GetObject" })),
            says,
        },
        "a Deny of one of all actions": {
            given: bucket(
                anyone(undefined, undefined, { NotAction: "s3:GetObject" }),
                anyone("s3:PutObject", { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }, { Effect: "Deny" }),
            ),
            says,
        },
        "a domain of OpenSearch whose users are not its own": {
            given: of("aws:opensearch/domain:Domain", {
                accessPolicies: policyOf(anyone("es:*")),
                advancedSecurityOptions: { enabled: false },
            }),
            says: ["`accessPolicies.Statement[0]` lets in anyone."],
        },
        "a function": { given: function_({}), says: ["`principal` lets in anyone."] },
        "a function for every source": { given: function_({ sourceArn: "*" }), says: ["`principal` lets in anyone."] },
        "an event bus": {
            given: of("aws:cloudwatch/eventPermission:EventPermission", { principal: "*", statementId: "all" }),
            says: ["`principal` lets in anyone."],
        },
        "a document of Systems Manager": {
            given: of("aws:ssm/document:Document", { permissions: { type: "Share", accountIds: "All" } }),
            says: ["`permissions.accountIds` lets in anyone."],
        },
        "what is no document": { given: of(KEY, { policy: "all" }), says: ["`policy` is not a JSON document."] },
    },
    allows: {
        "no policy, which is that of the owner": { given: of(KEY, {}) },
        // checkov#2336: in the policy of a key, "*" is the key.
        "the default policy of a key": { given: key(OWNER) },
        // checkov#4394
        "a Deny for everyone": { given: key(OWNER, anyone("kms:*", undefined, { Effect: "Deny" })) },
        // checkov#7209, #6839, #7304
        "a key for one organisation": {
            given: key(anyone("kms:Decrypt", { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } })),
        },
        "a key for a service and one account, as AWS makes them": {
            given: key(
                anyone(["kms:Decrypt", "kms:CreateGrant"], {
                    StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com", "kms:CallerAccount": "111122223333" },
                }),
            ),
        },
        "a key for named roles": {
            given: key(anyone("kms:Decrypt", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/app-*" } })),
        },
        "a key for other accounts": { given: key({ ...OWNER, Principal: { AWS: ["111122223333", "444455556666"] } }) },
        "a queue for one topic": {
            given: queue({ ArnEquals: { "aws:SourceArn": "arn:aws:sns:eu-central-1:111122223333:orders" } }),
        },
        "a queue for a topic of the program": { given: queue({ ArnEquals: { "aws:SourceArn": UNKNOWN } }) },
        "a queue for one bucket, as AWS documents it": {
            given: queue({ ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:uploads" } }),
        },
        "the owner of a queue, as the console writes it": {
            given: of(QUEUE, { queueUrl: "q", policy: policyOf({ ...OWNER, Action: "SQS:*" }) }),
        },
        "who subscribes a queue of one account to a topic": {
            given: of("aws:sns/topicPolicy:TopicPolicy", {
                arn: "t",
                policy: policyOf(
                    anyone(["SNS:Subscribe"], {
                        StringLike: { "SNS:Endpoint": "arn:aws:sqs:eu-central-1:111122223333:orders" },
                    }),
                ),
            }),
        },
        "the default policy of a topic": {
            given: of("aws:sns/topicPolicy:TopicPolicy", {
                arn: "t",
                policy: policyOf(anyone(["SNS:Publish"], { StringEquals: { "AWS:SourceOwner": "111122223333" } })),
            }),
        },
        "an endpoint in a VPC": { given: queue({ StringEquals: { "aws:SourceVpce": "vpce-0a1b2c3d" } }) },
        "a network": { given: queue({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }) },
        "a bucket to read from, for a website": { given: bucket(anyone(["s3:GetObject", "s3:ListBucket"])) },
        "a bucket that wants TLS": {
            given: bucket(anyone("s3:*", { Bool: { "aws:SecureTransport": "false" } }, { Effect: "Deny" })),
        },
        "a Deny for all outside of the organisation": {
            given: bucket(
                anyone("s3:PutObject", undefined, { Resource: "arn:aws:s3:::site/*" }),
                anyone(
                    "s3:*",
                    { StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
                    {
                        Effect: "Deny",
                        Resource: ["arn:aws:s3:::site", "arn:aws:s3:::site/*"],
                    },
                ),
            ),
        },
        "a public registry to pull from": {
            given: of("aws:ecrpublic/repositoryPolicy:RepositoryPolicy", {
                policy: policyOf(anyone(["ecr-public:BatchGetImage", "ecr-public:GetRepositoryPolicy"])),
            }),
        },
        "a domain of OpenSearch in a VPC": {
            given: of("aws:opensearch/domain:Domain", {
                accessPolicies: policyOf(anyone("es:*")),
                vpcOptions: { subnetIds: ["s"] },
            }),
        },
        "a domain of OpenSearch with users of its own": {
            given: of("aws:opensearch/domain:Domain", {
                accessPolicies: policyOf(anyone("es:ESHttp*")),
                advancedSecurityOptions: { enabled: true },
            }),
        },
        "a function for one organisation": { given: function_({ principalOrgId: "o-a1b2c3d4e5" }) },
        "a function for one source": { given: function_({ sourceArn: UNKNOWN }) },
        "a function with a URL, of which another rule tells": {
            given: function_({ action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" }),
        },
        "a function called by its URL": { given: function_({ invokedViaFunctionUrl: true }) },
        "a function for a service": { given: function_({ principal: "s3.amazonaws.com" }) },
        "a function for a role not known yet": { given: function_({ principal: UNKNOWN }) },
        "an event bus for one organisation": {
            given: of("aws:cloudwatch/eventPermission:EventPermission", {
                principal: "*",
                statementId: "org",
                condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-a1b2c3d4e5" },
            }),
        },
        "an event bus for one account": {
            given: of("aws:cloudwatch/eventPermission:EventPermission", { principal: "111122223333", statementId: "one" }),
        },
        "a document of Systems Manager for two accounts": {
            given: of("aws:ssm/document:Document", {
                permissions: { type: "Share", accountIds: "111122223333,444455556666" },
            }),
        },
        "a document of Systems Manager for nobody": { given: of("aws:ssm/document:Document", {}) },
    },
    cannotDecide: {
        "a policy not known yet": {
            given: of(KEY, { policy: UNKNOWN }),
            says: ["`policy` is not known before the deployment."],
        },
        "an action not known yet on a bucket": {
            given: of(BUCKET, { bucket: "b", policy: { Statement: anyone(["s3:GetObject", UNKNOWN]) } }),
            says: ["`policy.Statement.Action[1]` is not known before the deployment."],
        },
    },
});
