import rule from "../../../../policypack/gcp/static-keys/require-database-password";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const user = (inputs: object, sources = {}) => ({
    type: "gcp:sql/user:User",
    inputs: { instance: "shop", ...inputs },
    sources,
});
const instance = (databaseVersion: unknown) => ({
    type: "gcp:sql/databaseInstance:DatabaseInstance",
    name: "shop",
    inputs: { name: "shop", databaseVersion },
});
const says = ["This user signs in without a password."];

describeRule(rule, {
    denies: {
        "root with no password": { given: [user({ name: "root", host: "%" })], says },
        "root of an engine that is not known yet": { given: [user({ name: "root" }), instance(UNKNOWN)], says },
        "another user of MySQL": { given: [user({ name: "orders" }), instance("MYSQL_8_4")], says },
        "a user of MySQL whose instance is named by the program": {
            given: [user({ name: "orders", instance: UNKNOWN }, { instance: ["shop"] }), instance("MYSQL_8_4")],
            says,
        },
        "an empty password": { given: [user({ name: "root", password: "" })], says },
    },
    allows: {
        "a password": { given: [user({ name: "root", password: "Winter-2026!" })] },
        "a password that is not known yet": { given: [user({ name: "root", passwordWo: UNKNOWN })] },
        "a user that signs in with its account": { given: [user({ name: "root", type: "CLOUD_IAM_USER" })] },
        "a user of PostgreSQL, who then cannot sign in": { given: [user({ name: "root" }), instance("POSTGRES_17")] },
        "a user of an engine that cannot be told": { given: [user({ name: "orders" })] },
    },
    cannotDecide: {
        "a type that is not known yet": {
            given: [user({ name: "root", type: UNKNOWN })],
            says: ["`type` is not known before the deployment."],
        },
    },
});
