import rule from "../../../../policypack/gcp/static-keys/require-database-iam-authentication";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const of = (databaseVersion: unknown, databaseFlags?: unknown, inputs = {}) => [
    {
        type: "gcp:sql/databaseInstance:DatabaseInstance",
        inputs: { databaseVersion, settings: { databaseFlags }, ...inputs },
    },
];
const alloydb = (databaseFlags?: unknown) => [{ type: "gcp:alloydb/instance:Instance", inputs: { databaseFlags } }];
const POSTGRES = "cloudsql.iam_authentication";
const MYSQL = "cloudsql_iam_authentication";

describeRule(rule, {
    denies: {
        "PostgreSQL without the flag": {
            given: of("POSTGRES_17"),
            says: ["The database takes passwords only: `cloudsql.iam_authentication` is not on."],
        },
        "MySQL with the flag of PostgreSQL": {
            given: of("MYSQL_8_4", [{ name: POSTGRES, value: "on" }]),
            says: ["The database takes passwords only: `cloudsql_iam_authentication` is not on."],
        },
        "the flag switched off": {
            given: of("POSTGRES_17", [{ name: POSTGRES, value: "off" }]),
            says: ["The database takes passwords only: `cloudsql.iam_authentication` is not on."],
        },
        "AlloyDB without the flag": {
            given: alloydb(),
            says: ["The database takes passwords only: `alloydb.iam_authentication` is not on."],
        },
    },
    allows: {
        "PostgreSQL with the flag": { given: of("POSTGRES_17", [{ name: POSTGRES, value: "on" }]) },
        "MySQL with the flag behind another": {
            given: of("MYSQL_8_4", [
                { name: UNKNOWN, value: "x" },
                { name: MYSQL, value: "On" },
            ]),
        },
        "AlloyDB with the flag": { given: alloydb({ "alloydb.iam_authentication": "on" }) },
        "SQL Server, which has none": { given: of("SQLSERVER_2022_STANDARD") },
        "a MySQL too old for it": { given: of("MYSQL_5_6") },
        "a copy of another instance": { given: of("POSTGRES_17", undefined, { clone: { sourceInstanceName: "shop" } }) },
    },
    cannotDecide: {
        "an engine that is not known yet": {
            given: of(UNKNOWN),
            says: ["`databaseVersion` is not known before the deployment."],
        },
        "a flag that is not known yet": {
            given: of("POSTGRES_17", [{ name: POSTGRES, value: UNKNOWN }]),
            says: ["`settings.databaseFlags[0].value` is not known before the deployment."],
        },
    },
});
