import { resourceRule } from "../../core/rule";
import { at } from "../../facts/places";
import { text } from "../../facts/values";

interface Password {
    readonly at: readonly string[];
    /** What to set instead. */
    readonly instead: string;
}

const MANAGED = "manageMasterUserPassword: true";
const BY_ARN = "masterUserArn";
const SEARCH = ["advancedSecurityOptions.masterUserOptions.masterUserPassword"];
const INSTANCE = "aws:rds/instance:Instance";
const PASSWORDS: Readonly<Record<string, Password>> = {
    [INSTANCE]: { at: ["password"], instead: MANAGED },
    "aws:rds/cluster:Cluster": { at: ["masterPassword"], instead: MANAGED },
    "aws:docdb/cluster:Cluster": { at: ["masterPassword"], instead: MANAGED },
    "aws:redshift/cluster:Cluster": { at: ["masterPassword"], instead: "manageMasterPassword: true" },
    "aws:redshiftserverless/namespace:Namespace": { at: ["adminUserPassword"], instead: "manageAdminPassword: true" },
    "aws:docdb/elasticCluster:ElasticCluster": { at: ["adminUserPassword"], instead: 'authType: "SECRET_ARN"' },
    "aws:opensearch/domain:Domain": { at: SEARCH, instead: BY_ARN },
    "aws:elasticsearch/domain:Domain": { at: SEARCH, instead: BY_ARN },
    "aws:dms/endpoint:Endpoint": { at: ["password"], instead: "secretsManagerArn" },
};

export default resourceRule({
    name: "aws-no-master-password",
    severity: "medium",
    description: "No database is given a password by the program where AWS can make, keep or rotate it.",
    rationale:
        "A password that passes through the program is in its state and its configuration, and changes only when someone remembers to.",
    remedy: "Set manageMasterUserPassword (or what the message names) and leave the password out; AWS then makes it and rotates it in Secrets Manager.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01"],
    replaces: ["cdk-nag AwsSolutions-DOC3"],
    on: [INSTANCE, ...Object.keys(PASSWORDS).filter((type) => type !== INSTANCE)],
    examples: {
        denied: [
            { type: INSTANCE, inputs: { instanceClass: "db.t4g.micro", username: "orders", password: "Winter-2026!" } },
        ],
        allowed: [
            {
                type: INSTANCE,
                inputs: { instanceClass: "db.t4g.micro", username: "orders", manageMasterUserPassword: true },
            },
        ],
    },

    // One made by RandomPassword, or read from a store, is in the state all the same; what is write-only is not.
    *check({ type, inputs }) {
        const { at: paths, instead } = PASSWORDS[type] ?? { at: [], instead: "" };
        if (type.startsWith("aws:docdb/elastic") && text(inputs.get("authType")) === "SECRET_ARN") return;
        for (const path of paths) {
            yield* at(inputs, path, function* (password) {
                if (!password.unknown && !text(password)) return;
                yield {
                    message: `\`${password.path}\` gives the database a password; \`${instead}\` needs none.`,
                    path: password.path,
                };
            });
        }
    },
});
