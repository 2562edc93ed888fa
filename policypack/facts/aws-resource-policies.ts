import { openStatements } from "./aws-public-access";
import { CALLER_OR_PLACE } from "./aws-trust-conditions";
import { matches, matchesAll } from "./iam-pattern";
import type { Statement } from "./iam-policy";
import { any } from "./trust-policy";
import { type Unreadable, type Value, flag, isUnreadable, text } from "./values";

/** Where a resource holds the policy that says who may use it. */
interface Place {
    readonly input: string;
    /** Actions that may be open to everyone, as that is what such resources are for, in lower case. */
    readonly free?: readonly string[];
    /** Whether another input of the resource keeps strangers out. */
    readonly closed?: (inputs: Value) => boolean;
}

const READ_OBJECTS = ["s3:get*", "s3:list*", "s3-outposts:get*", "s3-outposts:list*"];
const OPEN_SEARCH: Place = {
    input: "accessPolicies",
    // https://docs.aws.amazon.com/opensearch-service/latest/developerguide/fgac.html and …/vpc.html: AWS itself
    // recommends a policy for anyone where the domain has users of its own, or is reached from a VPC only.
    closed: (inputs) =>
        !inputs.get("vpcOptions").absent || flag(inputs.get("advancedSecurityOptions").get("enabled")) === true,
};

// Left out: interfaces that are reached through a network of one's own (EFS, VPC Lattice, VPC endpoints), APIs, which
// are for the public, and layers of Lambda, which hold code.
const POLICIES: Readonly<Record<string, Place>> = {
    "aws:acmpca/policy:Policy": { input: "policy" },
    "aws:amp/resourcePolicy:ResourcePolicy": { input: "policyDocument" },
    "aws:backup/vaultPolicy:VaultPolicy": { input: "policy" },
    "aws:bedrock/agentcoreResourcePolicy:AgentcoreResourcePolicy": { input: "policy" },
    "aws:cloudwatch/eventBusPolicy:EventBusPolicy": { input: "policy" },
    "aws:cloudwatch/logDeliveryDestinationPolicy:LogDeliveryDestinationPolicy": { input: "deliveryDestinationPolicy" },
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy": { input: "accessPolicy" },
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { input: "policyDocument" },
    "aws:codeartifact/domainPermissions:DomainPermissions": { input: "policyDocument" },
    "aws:codeartifact/repositoryPermissionsPolicy:RepositoryPermissionsPolicy": { input: "policyDocument" },
    "aws:codebuild/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:dsql/clusterPolicy:ClusterPolicy": { input: "policy" },
    "aws:dynamodb/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:ecr/registryPolicy:RegistryPolicy": { input: "policy" },
    "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate": { input: "repositoryPolicy" },
    "aws:ecr/repositoryPolicy:RepositoryPolicy": { input: "policy" },
    "aws:ecrpublic/repositoryPolicy:RepositoryPolicy": {
        input: "policy",
        free: ["ecr-public:batch*", "ecr-public:describe*", "ecr-public:get*", "ecr-public:list*"],
    },
    "aws:elasticsearch/domain:Domain": OPEN_SEARCH,
    "aws:elasticsearch/domainPolicy:DomainPolicy": { input: "accessPolicies" },
    "aws:glacier/vault:Vault": { input: "accessPolicy" },
    "aws:glue/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:kinesis/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:kms/externalKey:ExternalKey": { input: "policy" },
    "aws:kms/key:Key": { input: "policy" },
    "aws:kms/keyPolicy:KeyPolicy": { input: "policy" },
    "aws:kms/replicaExternalKey:ReplicaExternalKey": { input: "policy" },
    "aws:kms/replicaKey:ReplicaKey": { input: "policy" },
    "aws:lambda/resourcePolicy:ResourcePolicy": { input: "policy", free: ["lambda:invokefunctionurl"] },
    "aws:mediastore/containerPolicy:ContainerPolicy": {
        input: "policy",
        free: ["mediastore:describeobject", "mediastore:get*", "mediastore:list*"],
    },
    "aws:msk/clusterPolicy:ClusterPolicy": { input: "policy" },
    "aws:networkfirewall/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:oam/sinkPolicy:SinkPolicy": { input: "policy" },
    "aws:opensearch/domain:Domain": OPEN_SEARCH,
    "aws:opensearch/domainPolicy:DomainPolicy": { input: "accessPolicies" },
    "aws:opensearchingest/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:organizations/resourcePolicy:ResourcePolicy": { input: "content" },
    "aws:pinpoint/smsvoicev2ResourcePolicy:Smsvoicev2ResourcePolicy": { input: "policy" },
    "aws:redshift/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:redshiftserverless/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:s3/accessPoint:AccessPoint": { input: "policy", free: READ_OBJECTS },
    "aws:s3/bucket:Bucket": { input: "policy", free: READ_OBJECTS },
    "aws:s3/bucketPolicy:BucketPolicy": { input: "policy", free: READ_OBJECTS },
    "aws:s3/bucketV2:BucketV2": { input: "policy", free: READ_OBJECTS },
    "aws:s3/vectorsVectorBucketPolicy:VectorsVectorBucketPolicy": { input: "policy" },
    "aws:s3control/accessGrantsInstanceResourcePolicy:AccessGrantsInstanceResourcePolicy": { input: "policy" },
    "aws:s3control/accessPointPolicy:AccessPointPolicy": { input: "policy", free: READ_OBJECTS },
    "aws:s3control/bucketPolicy:BucketPolicy": { input: "policy", free: READ_OBJECTS },
    "aws:s3control/objectLambdaAccessPointPolicy:ObjectLambdaAccessPointPolicy": {
        input: "policy",
        free: ["s3-object-lambda:get*", "s3-object-lambda:list*"],
    },
    "aws:s3tables/tableBucketPolicy:TableBucketPolicy": { input: "resourcePolicy" },
    "aws:s3tables/tablePolicy:TablePolicy": { input: "resourcePolicy" },
    "aws:sagemaker/modelPackageGroupPolicy:ModelPackageGroupPolicy": { input: "resourcePolicy" },
    "aws:schemas/registryPolicy:RegistryPolicy": { input: "policy" },
    "aws:secretsmanager/secret:Secret": { input: "policy" },
    "aws:secretsmanager/secretPolicy:SecretPolicy": { input: "policy" },
    "aws:ses/identityPolicy:IdentityPolicy": { input: "policy" },
    "aws:sesv2/emailIdentityPolicy:EmailIdentityPolicy": { input: "policy" },
    "aws:sns/topic:Topic": { input: "policy" },
    "aws:sns/topicPolicy:TopicPolicy": { input: "policy" },
    "aws:sqs/queue:Queue": { input: "policy" },
    "aws:sqs/queuePolicy:QueuePolicy": { input: "policy" },
    "aws:vpclattice/resourcePolicy:ResourcePolicy": { input: "policy" },
    "aws:xray/resourcePolicy:ResourcePolicy": { input: "policyDocument" },
};

// These have inputs in the place of a policy.
const OPEN_INPUTS: Readonly<Record<string, (inputs: Value) => Iterable<string>>> = {
    "aws:cloudwatch/eventPermission:EventPermission": openEventBus,
    "aws:lambda/permission:Permission": openFunction,
    "aws:ssm/document:Document": openDocument,
};

/** The types of resources that strangers can be let use. */
export const SHAREABLE = [...Object.keys(POLICIES), ...Object.keys(OPEN_INPUTS)] as [string, ...string[]];

/** Where a resource of one of these types lets anyone use it: a statement of its policy, or an input. */
export function* publicGrants({ type, inputs }: { type: string; inputs: Value }): Generator<string | Unreadable> {
    const place = POLICIES[type];
    if (!place) {
        yield* OPEN_INPUTS[type]?.(inputs) ?? [];
        return;
    }
    const document = inputs.get(place.input);
    if (document.absent || place.closed?.(inputs)) return;
    const concerns = (statement: Statement) => goesBeyond(statement, place.free ?? []);
    for (const open of openStatements(document, CALLER_OR_PLACE, concerns)) yield isUnreadable(open) ? open : open.path;
}

/** Whether a statement is of more than the actions that may be open to everyone. */
function goesBeyond({ actions: { inverted, values } }: Statement, free: readonly string[]): boolean {
    const isFree = (value: Value) => free.some((pattern) => matches(pattern, (text(value) ?? "").toLowerCase()));
    return inverted || any(values.map((value) => () => !isFree(value)));
}

function* openEventBus(inputs: Value): Generator<string> {
    // The one condition there may be names an organisation.
    if (isAnyone(inputs.get("principal")) && inputs.get("condition").absent) yield "principal";
}

function* openFunction(inputs: Value): Generator<string> {
    if (!isAnyone(inputs.get("principal"))) return;
    const isNarrowed = ["principalOrgId", "sourceAccount", "sourceArn"].some((input) => {
        const limit = inputs.get(input);
        return !limit.absent && (limit.unknown || !matchesAll(text(limit) ?? ""));
    });
    // A function with a URL that asks for no identity is told of by a rule of its own.
    const isForUrl =
        text(inputs.get("functionUrlAuthType")) === "NONE" || flag(inputs.get("invokedViaFunctionUrl")) === true;
    if (!isNarrowed && !isForUrl) yield "principal";
}

function* openDocument(inputs: Value): Generator<string> {
    const shared = inputs.get("permissions").get("accountIds");
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-ssm-sharing.html
    if (!shared.unknown && /^all$/i.test(text(shared) ?? "")) yield shared.path;
}

/** A principal that is not known yet is one that another resource has. */
function isAnyone(principal: Value): boolean {
    return !principal.unknown && text(principal) === "*";
}
