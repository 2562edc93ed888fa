import { type Resource, eachResource, stackRule } from "../../core/rule";
import { declared } from "../../facts/declared";
import { DATABASE, ofEngine } from "../../facts/gcp-databases";
import { text } from "../../facts/values";

const USER = "gcp:sql/user:User";
const ALLOYDB_USER = "gcp:alloydb/user:User";
const PASSWORDS = ["password", "passwordWo"];
const ROOT_PASSWORDS = ["rootPassword", "rootPasswordWo"];
const orders = { instance: "shop", name: "orders" };

export default stackRule({
    name: "gcp-no-password-user",
    severity: "medium",
    description: "No user of a database signs in with a password where it could sign in with its account.",
    rationale:
        "Cloud SQL and AlloyDB take a token of one hour, where a password works for whoever has it until someone changes it.",
    remedy: "Make the user of the type CLOUD_IAM_SERVICE_ACCOUNT, CLOUD_IAM_USER or ALLOYDB_IAM_USER, and leave the password out, rootPassword too.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01", "PR.AA-03"],
    on: [USER, ALLOYDB_USER, DATABASE],
    examples: {
        denied: [{ type: USER, inputs: { ...orders, password: "Winter-2026!" } }],
        allowed: [{ type: USER, inputs: { ...orders, type: "CLOUD_IAM_SERVICE_ACCOUNT" } }],
    },

    // SQL Server takes no IAM users: https://docs.cloud.google.com/sql/docs/sqlserver/users
    *check(resources) {
        const sqlServers = ofEngine(resources, "SQLSERVER");
        const isSqlServer = declared(sqlServers, ["name"]);
        yield* eachResource(resources, function* (resource) {
            const { inputs, type } = resource;
            const isDatabase = type === DATABASE;
            if (isDatabase ? sqlServers.includes(resource) : isSqlServer(resource, inputs.get("instance"))) return;
            if (!isDatabase && !isBuiltIn(resource)) return;
            const path = (isDatabase ? ROOT_PASSWORDS : PASSWORDS).find((name) => isSet(resource, name));
            const who = isDatabase ? "The first user of the database" : "This user";
            if (path !== undefined) yield { message: `${who} signs in with a password.`, path, resource };
        });
    },
});

/** The default is the engine's own: https://docs.cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/users#sqlusertype */
function isBuiltIn({ type, inputs }: Resource): boolean {
    if (type === ALLOYDB_USER) return text(inputs.get("userType")) === "ALLOYDB_BUILT_IN";
    return /^(BUILT_IN)?$/.test(text(inputs.get("type")) ?? "");
}

function isSet({ inputs }: Resource, name: string): boolean {
    const value = inputs.get(name);
    return value.unknown || Boolean(text(value));
}
