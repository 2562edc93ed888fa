import { resourceRule } from "../../core/rule";
import { DATABASE, databaseFlag, engineOf, isOn } from "../../facts/gcp-databases";

const FLAG = "contained database authentication";
const database = { databaseVersion: "SQLSERVER_2022_STANDARD", region: "europe-west4" };
const settings = (value: string) => ({ tier: "db-custom-2-7680", databaseFlags: [{ name: FLAG, value }] });

export default resourceRule({
    name: "gcp-no-contained-database-login",
    severity: "medium",
    description: "No SQL Server takes users that a database holds by itself.",
    rationale:
        "Whoever owns one database then makes users with passwords of their own, past the logins and the password policy of the server.",
    remedy: "Leave the flag contained database authentication out, or set it to off.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-01", "PR.AA-03"],
    replaces: [
        "Checkov CKV_GCP_59",
        "Trivy GCP-0023",
        "Prowler cloudsql_instance_sqlserver_contained_database_authentication_flag",
    ],
    on: [DATABASE],
    examples: {
        denied: [{ type: DATABASE, inputs: { ...database, settings: settings("on") } }],
        allowed: [{ type: DATABASE, inputs: { ...database, settings: settings("off") } }],
    },

    // Off by default since 2019: https://docs.cloud.google.com/sql/docs/sqlserver/flags
    *check(resource) {
        const engine = engineOf(resource);
        if (engine !== "SQLSERVER") return;
        const value = databaseFlag(resource, FLAG);
        if (value && isOn(value)) yield { message: "The databases take users of their own.", path: value.path };
    },
});
