import { eachResource, stackRule } from "../../core/rule";
import { declared } from "../../facts/declared";
import { DATABASE, ofEngine } from "../../facts/gcp-databases";
import { ifKnown, text } from "../../facts/values";

const USER = "gcp:sql/user:User";
const root = { instance: "shop", name: "root", host: "%" };

export default stackRule({
    name: "gcp-require-database-password",
    severity: "high",
    description: "No user of MySQL signs in with nothing at all.",
    rationale:
        "A user without a password lets in whatever reaches the database in the network, and root may do everything there.",
    remedy: "Make the user of an IAM type, as CLOUD_IAM_SERVICE_ACCOUNT; where it must be built in, give it a password in passwordWo.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-03"],
    replaces: ["Checkov CKV2_GCP_7"],
    on: [USER],
    beside: [DATABASE],
    examples: {
        denied: [{ type: USER, inputs: root }],
        allowed: [
            { type: USER, inputs: { ...root, passwordWo: "Winter-2026!", passwordWoVersion: 1 } },
            { type: USER, inputs: { instance: "shop", name: "orders", type: "CLOUD_IAM_SERVICE_ACCOUNT" } },
        ],
    },

    // PostgreSQL and SQL Server let nobody in without a password.
    *check(resources) {
        const isMySql = declared(ofEngine(resources, "MYSQL"), ["name"]);
        const isOther = declared(ofEngine(resources, "POSTGRES", "SQLSERVER"), ["name"]);
        const users = resources.filter(({ type }) => type === USER);
        yield* eachResource(users, function* (resource) {
            const { inputs } = resource;
            const instance = inputs.get("instance");
            if (isOther(resource, instance)) return;
            if (!/^(BUILT_IN)?$/.test(text(inputs.get("type")) ?? "")) return;
            const passwords = ["password", "passwordWo"].map((name) => inputs.get(name));
            if (passwords.some((value) => value.unknown || Boolean(text(value)))) return;
            // Only MySQL has these.
            const name = ifKnown(() => text(inputs.get("name")));
            if (name !== "root" && inputs.get("host").absent && !isMySql(resource, instance)) return;
            yield { message: "This user signs in without a password.", path: "password", resource };
        });
    },
});
