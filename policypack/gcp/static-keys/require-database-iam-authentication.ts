import { type Resource, resourceRule } from "../../core/rule";
import { DATABASE, databaseFlag, engineOf, isOn } from "../../facts/gcp-databases";
import { text } from "../../facts/values";

const ALLOYDB = "gcp:alloydb/instance:Instance";
// https://docs.cloud.google.com/sql/docs/mysql/iam-authentication; SQL Server has none.
const FLAGS: Readonly<Record<string, string>> = {
    MYSQL: "cloudsql_iam_authentication",
    POSTGRES: "cloudsql.iam_authentication",
};
const database = { databaseVersion: "POSTGRES_17", region: "europe-west4" };
const settings = { tier: "db-perf-optimized-N-2" };

export default resourceRule({
    name: "gcp-require-database-iam-authentication",
    severity: "low",
    description: "A database lets programs and people sign in with their account.",
    rationale: "A program that cannot sign in with its account needs a password, which lives until somebody changes it.",
    remedy: "Set the flag that the message names to on; passwords go on working beside it.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-03"],
    on: [DATABASE, ALLOYDB],
    examples: {
        denied: [{ type: DATABASE, inputs: { ...database, settings } }],
        allowed: [
            {
                type: DATABASE,
                inputs: {
                    ...database,
                    settings: { ...settings, databaseFlags: [{ name: "cloudsql.iam_authentication", value: "on" }] },
                },
            },
            { type: DATABASE, inputs: { ...database, databaseVersion: "SQLSERVER_2022_STANDARD", settings } },
        ],
    },

    *check(resource) {
        if (resource.type === ALLOYDB) yield* ofAlloyDb(resource);
        else yield* ofCloudSql(resource);
    },
});

function* ofCloudSql(resource: Resource) {
    const { inputs } = resource;
    const flag = FLAGS[engineOf(resource) ?? ""];
    const version = text(inputs.get("databaseVersion")) ?? "";
    // A copy has the flags of what it was made from.
    if (flag === undefined || version === "MYSQL_5_6" || !inputs.get("clone").absent) return;
    if (isOn(databaseFlag(resource, flag))) return;
    yield { message: `The database takes passwords only: \`${flag}\` is not on.`, path: "settings.databaseFlags" };
}

function* ofAlloyDb({ inputs }: Resource) {
    const flag = "alloydb.iam_authentication";
    if (isOn(inputs.get("databaseFlags").get(flag))) return;
    yield { message: `The database takes passwords only: \`${flag}\` is not on.`, path: "databaseFlags" };
}
