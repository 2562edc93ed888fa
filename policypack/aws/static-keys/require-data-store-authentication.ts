import { type Resource, resourceRule } from "../../core/rule";
import { type Value, flag, list, text } from "../../facts/values";

const NEPTUNE = "aws:neptune/cluster:Cluster";
const REDIS = "aws:elasticache/replicationGroup:ReplicationGroup";
const SERVERLESS_REDIS = "aws:elasticache/serverlessCache:ServerlessCache";
const MEMORYDB = "aws:memorydb/cluster:Cluster";
const KAFKA = "aws:msk/cluster:Cluster";
const MONGODB = "aws:dms/endpoint:Endpoint";
const LEDGER = "aws:qldb/ledger:Ledger";

/** The input that lets anybody in, of each type. */
const OPEN: Readonly<Record<string, (resource: Resource) => string | undefined>> = {
    [NEPTUNE]: ({ inputs }) =>
        flag(inputs.get("iamDatabaseAuthenticationEnabled")) ? undefined : "iamDatabaseAuthenticationEnabled",
    // A secondary of a global group has the users of the first.
    [REDIS]: ({ inputs }) =>
        ["authToken", "authTokenWo", "userGroupIds", "globalReplicationGroupId"].some((key) => !isEmpty(inputs.get(key)))
            ? undefined
            : "userGroupIds",
    [SERVERLESS_REDIS]: ({ inputs }) =>
        text(inputs.get("engine")) === "memcached" || !isEmpty(inputs.get("userGroupId")) ? undefined : "userGroupId",
    [MEMORYDB]: ({ inputs }) => (text(inputs.get("aclName")) === "open-access" ? "aclName" : undefined),
    [KAFKA]: kafka,
    [MONGODB]: ({ inputs }) =>
        text(inputs.get("mongodbSettings").get("authType")) === "no" ? "mongodbSettings.authType" : undefined,
    [LEDGER]: ({ inputs }) => (text(inputs.get("permissionsMode")) === "ALLOW_ALL" ? "permissionsMode" : undefined),
};

export default resourceRule({
    name: "aws-require-data-store-authentication",
    severity: "medium",
    description: "A data store, cache or stream asks its clients who they are.",
    rationale:
        "Where it does not, whatever reaches it in the network reads and changes everything, and nobody can be shut out.",
    remedy: "Switch on sign-in: IAM for Neptune and Kafka, a user group with IAM users for Redis and Valkey, an ACL other than open-access for MemoryDB.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-03"],
    replaces: [
        "Checkov CKV_AWS_359",
        "Checkov CKV_AWS_31",
        "Checkov CKV_AWS_170",
        "Prowler neptune_cluster_iam_authentication_enabled",
        "Prowler elasticache_redis_replication_group_auth_enabled",
        "Prowler kafka_cluster_unrestricted_access_disabled",
        "Prowler kafka_cluster_mutual_tls_authentication_enabled",
        "Prowler dms_endpoint_mongodb_authentication_enabled",
        "cdk-nag AwsSolutions-N5",
        "cdk-nag AwsSolutions-AEC6",
    ],
    on: [NEPTUNE, REDIS, SERVERLESS_REDIS, MEMORYDB, KAFKA, MONGODB, LEDGER],
    examples: {
        denied: [{ type: NEPTUNE, inputs: { clusterIdentifier: "orders" } }],
        allowed: [{ type: NEPTUNE, inputs: { clusterIdentifier: "orders", iamDatabaseAuthenticationEnabled: true } }],
    },

    *check(resource) {
        const path = OPEN[resource.type]!(resource);
        if (path !== undefined) yield { message: "Clients are let in without signing in.", path };
    },
});

/** Without a choice, anybody is let in: https://github.com/hashicorp/terraform-provider-aws/issues/20956 */
function kafka({ inputs }: Resource): string | undefined {
    const path = "clientAuthentication";
    const authentication = inputs.get(path);
    if (flag(authentication.get("unauthenticated"))) return `${path}.unauthenticated`;
    const sasl = authentication.get("sasl");
    const asked = !authentication.get("tls").absent || flag(sasl.get("iam")) || flag(sasl.get("scram"));
    return asked ? undefined : path;
}

/** What is not known yet is made by another resource, and so is there. */
function isEmpty(value: Value): boolean {
    return !value.unknown && (value.absent || (Array.isArray(value.known()) && list(value).length === 0));
}
