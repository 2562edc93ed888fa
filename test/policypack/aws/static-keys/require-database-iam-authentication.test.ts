import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-database-iam-authentication";
import { describeRule } from "../../../harness/describe-rule";

const instance = (inputs: Record<string, unknown>) => [{ type: "aws:rds/instance:Instance", inputs }];
const cluster = (inputs: Record<string, unknown>) => [{ type: "aws:rds/cluster:Cluster", inputs }];
const proxy = (inputs: Record<string, unknown>) => [{ type: "aws:rds/proxy:Proxy", inputs }];
const enabled = { iamDatabaseAuthenticationEnabled: true };
const says = ["The database takes passwords only."];

describeRule(rule, {
    denies: {
        "an instance that says nothing": { given: instance({ engine: "postgres" }), says },
        "an instance that says no": { given: instance({ engine: "mysql", iamDatabaseAuthenticationEnabled: false }), says },
        "MariaDB from 10.6 on": {
            given: ["10.6", "10.6.14", "11.4", undefined].flatMap((engineVersion) =>
                instance({ engine: "mariadb", engineVersion }),
            ),
            says: [...says, ...says, ...says, ...says],
        },
        "an Aurora cluster": { given: cluster({ engine: "aurora-postgresql", engineMode: "provisioned" }), says },
        "each secret of a proxy that is asked for a password": {
            given: proxy({ auths: [{ iamAuth: "REQUIRED" }, { iamAuth: "DISABLED" }, { secretArn: UNKNOWN }] }),
            says: ["The proxy asks for a password.", "The proxy asks for a password."],
        },
        "what is no flag": {
            given: instance({ engine: "postgres", iamDatabaseAuthenticationEnabled: "yes" }),
            says: ["`iamDatabaseAuthenticationEnabled` is not true or false."],
        },
    },
    allows: {
        "databases that take roles": {
            given: [...instance({ engine: "postgres", ...enabled }), ...cluster({ engine: "aurora-mysql", ...enabled })],
        },
        "engines that cannot": {
            given: ["sqlserver-se", "oracle-ee", "db2-se", "custom-oracle-ee"].flatMap((engine) => instance({ engine })),
        },
        "MariaDB before 10.6": { given: instance({ engine: "mariadb", engineVersion: "10.5.23" }) },
        "a database in a domain, where IAM cannot be": { given: instance({ engine: "postgres", domain: "d-0123456789" }) },
        "a replica or a restored snapshot, whose engine is not written": {
            given: [...instance({ replicateSourceDb: UNKNOWN }), ...instance({ snapshotIdentifier: "before" })],
        },
        "Aurora Serverless v1 and a Multi-AZ cluster, which cannot": {
            given: [...cluster({ engine: "aurora-mysql", engineMode: "serverless" }), ...cluster({ engine: "mysql" })],
        },
        "a proxy that takes roles": {
            given: [
                ...proxy({ auths: [{ iamAuth: "REQUIRED" }] }),
                ...proxy({ defaultAuthScheme: "IAM_AUTH" }),
                ...proxy({ engineFamily: "SQLSERVER", auths: [{ iamAuth: "DISABLED" }] }),
            ],
        },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: instance({ engine: "postgres", iamDatabaseAuthenticationEnabled: UNKNOWN }),
            says: ["`iamDatabaseAuthenticationEnabled` is not known before the deployment."],
        },
        "an engine that is not known yet": {
            given: instance({ engine: UNKNOWN }),
            says: ["`engine` is not known before the deployment."],
        },
    },
});
