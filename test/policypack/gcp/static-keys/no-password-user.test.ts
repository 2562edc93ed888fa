import rule from "../../../../policypack/gcp/static-keys/no-password-user";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";
const user = (inputs: object, sources = {}) => ({
    type: "gcp:sql/user:User",
    inputs: { instance: "shop", name: "orders", ...inputs },
    sources,
});
const instance = (databaseVersion: unknown, inputs = {}) => ({
    type: DATABASE,
    name: "shop",
    inputs: { name: "shop", databaseVersion, ...inputs },
});
const alloydb = (inputs: object) => [{ type: "gcp:alloydb/user:User", inputs: { userId: "orders", ...inputs } }];
const says = ["This user signs in with a password."];

describeRule(rule, {
    denies: {
        "a user with a password": { given: [user({ password: "Winter-2026!" })], says },
        "a password that another resource makes": { given: [user({ password: UNKNOWN })], says },
        "a password that is not kept": { given: [user({ type: "BUILT_IN", passwordWo: "Winter-2026!" })], says },
        "a user of PostgreSQL": { given: [user({ password: "x" }), instance("POSTGRES_17")], says },
        "a user of an engine that is not known yet": { given: [user({ password: "x" }), instance(UNKNOWN)], says },
        "a user of AlloyDB": { given: alloydb({ userType: "ALLOYDB_BUILT_IN", password: "x" }), says },
        "the first user of a database": {
            given: [instance("POSTGRES_17", { rootPassword: UNKNOWN })],
            says: ["The first user of the database signs in with a password."],
        },
    },
    allows: {
        "a user that signs in with its account": { given: [user({ type: "CLOUD_IAM_SERVICE_ACCOUNT" })] },
        "a user of SQL Server, which has nothing else": {
            given: [user({ password: "x" }), instance("SQLSERVER_2022_STANDARD", { rootPassword: "x" })],
        },
        "a user of SQL Server whose name is not known yet": {
            given: [
                user({ instance: UNKNOWN, password: "x" }, { instance: ["shop"] }),
                instance("SQLSERVER_2022_STANDARD", { name: UNKNOWN }),
            ],
        },
        "a user of AlloyDB that signs in with its account": { given: alloydb({ userType: "ALLOYDB_IAM_USER" }) },
        "a user without a password, of which another rule speaks": { given: [user({ type: "BUILT_IN" })] },
        "a database whose first user has none": { given: [instance("MYSQL_8_4")] },
    },
    cannotDecide: {
        "a type that is not known yet": {
            given: [user({ type: UNKNOWN, password: "x" })],
            says: ["`type` is not known before the deployment."],
        },
    },
});
