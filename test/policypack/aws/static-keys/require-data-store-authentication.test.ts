import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-data-store-authentication";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string) => (inputs: Record<string, unknown>) => [{ type, inputs }];
const neptune = of("aws:neptune/cluster:Cluster");
const redis = of("aws:elasticache/replicationGroup:ReplicationGroup");
const serverless = of("aws:elasticache/serverlessCache:ServerlessCache");
const memorydb = of("aws:memorydb/cluster:Cluster");
const kafka = of("aws:msk/cluster:Cluster");
const endpoint = of("aws:dms/endpoint:Endpoint");
const ledger = of("aws:qldb/ledger:Ledger");
const open = "Clients are let in without signing in.";

describeRule(rule, {
    denies: {
        "Neptune without IAM, by default and by choice": {
            given: [...neptune({}), ...neptune({ iamDatabaseAuthenticationEnabled: false })],
            says: [open, open],
        },
        "Redis without a token or users": {
            given: [...redis({ transitEncryptionEnabled: true }), ...redis({ userGroupIds: [] })],
            says: [open, open],
        },
        "serverless caches without users": {
            given: [...serverless({ engine: "redis" }), ...serverless({ engine: "valkey" })],
            says: [open, open],
        },
        "MemoryDB open to all": { given: memorydb({ aclName: "open-access" }), says: [open] },
        "Kafka without a choice of sign-in, or with none switched on": {
            given: [
                ...kafka({}),
                ...kafka({ clientAuthentication: {} }),
                ...kafka({ clientAuthentication: { sasl: { iam: false } } }),
            ],
            says: [open, open, open],
        },
        "Kafka that lets anybody in beside those who sign in": {
            given: kafka({ clientAuthentication: { unauthenticated: true, sasl: { iam: true } } }),
            says: [open],
        },
        "a MongoDB that asks nobody": {
            given: endpoint({ engineName: "mongodb", mongodbSettings: { authType: "no" } }),
            says: [open],
        },
        "a ledger that allows all": { given: ledger({ permissionsMode: "ALLOW_ALL" }), says: [open] },
        "what is no flag": {
            given: neptune({ iamDatabaseAuthenticationEnabled: "yes" }),
            says: ["`iamDatabaseAuthenticationEnabled` is not true or false."],
        },
    },
    allows: {
        "Neptune with IAM": { given: neptune({ iamDatabaseAuthenticationEnabled: true }) },
        "Redis with a token, with users, or as part of a global group": {
            given: [
                ...redis({ authToken: UNKNOWN }),
                ...redis({ authTokenWo: "…" }),
                ...redis({ userGroupIds: ["orders"] }),
                ...redis({ userGroupIds: UNKNOWN }),
                ...redis({ globalReplicationGroupId: UNKNOWN }),
            ],
        },
        "Memcached, which has no users, and serverless caches with users": {
            given: [...serverless({ engine: "memcached" }), ...serverless({ engine: "redis", userGroupId: UNKNOWN })],
        },
        "MemoryDB with an ACL": { given: memorydb({ aclName: "orders" }) },
        "Kafka with a sign-in": {
            given: [
                { sasl: { iam: true } },
                { sasl: { scram: true } },
                { tls: { certificateAuthorityArns: UNKNOWN } },
            ].flatMap((clientAuthentication) => kafka({ clientAuthentication })),
        },
        "other endpoints": { given: [...endpoint({ engineName: "aurora" }), ...endpoint({ mongodbSettings: {} })] },
        "a ledger by IAM": { given: ledger({ permissionsMode: "STANDARD" }) },
    },
    cannotDecide: {
        "what is not known yet": {
            given: [...neptune({ iamDatabaseAuthenticationEnabled: UNKNOWN }), ...memorydb({ aclName: UNKNOWN })],
            says: [
                "`iamDatabaseAuthenticationEnabled` is not known before the deployment.",
                "`aclName` is not known before the deployment.",
            ],
        },
    },
});
