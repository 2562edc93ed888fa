import { type Resource, resourceRule } from "../../core/rule";
import { at } from "../../facts/places";
import { flag, text } from "../../facts/values";

const INSTANCE = "aws:rds/instance:Instance";
const CLUSTER = "aws:rds/cluster:Cluster";
const PROXY = "aws:rds/proxy:Proxy";
const INPUT = "iamDatabaseAuthenticationEnabled";
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.RDS_Fea_Regions_DB-eng.Feature.IamDatabaseAuthentication.html
const ENGINES: Readonly<Record<string, readonly string[]>> = {
    [INSTANCE]: ["mysql", "postgres", "mariadb"],
    [CLUSTER]: ["aurora-mysql", "aurora-postgresql"],
};
const database = { instanceClass: "db.t4g.micro", engine: "postgres", manageMasterUserPassword: true };

export default resourceRule({
    name: "aws-require-database-iam-authentication",
    severity: "low",
    description: "A database lets programs sign in with their role.",
    rationale: "A program that cannot sign in with its role needs a password, which lives until somebody changes it.",
    remedy: "Set iamDatabaseAuthenticationEnabled to true, and iamAuth of a proxy to REQUIRED; passwords go on working beside it.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-03"],
    replaces: [
        "Checkov CKV_AWS_161",
        "Checkov CKV_AWS_162",
        "Trivy AWS-0176",
        "Prowler rds_instance_iam_authentication_enabled",
        "Prowler rds_cluster_iam_authentication_enabled",
        "cdk-nag AwsSolutions-RDS6",
    ],
    on: [INSTANCE, CLUSTER, PROXY],
    examples: {
        denied: [{ type: INSTANCE, inputs: database }],
        allowed: [
            { type: INSTANCE, inputs: { ...database, [INPUT]: true } },
            { type: INSTANCE, inputs: { ...database, engine: "sqlserver-ex" } },
        ],
    },

    *check(resource) {
        const { type, inputs } = resource;
        if (type === PROXY) {
            if (text(inputs.get("engineFamily")) === "SQLSERVER" || text(inputs.get("defaultAuthScheme")) === "IAM_AUTH")
                return;
            yield* at(inputs, "auths[]", function* (auth) {
                const iamAuth = auth.get("iamAuth");
                if (text(iamAuth) !== "REQUIRED") yield { message: "The proxy asks for a password.", path: iamAuth.path };
            });
        } else if (flag(inputs.get(INPUT)) !== true && takesRoles(resource)) {
            yield { message: "The database takes passwords only.", path: INPUT };
        }
    },

    remediate: ({ type }) => (type === PROXY ? {} : { [INPUT]: true }),
});

/** Where the engine is not written it is that of a snapshot or of another database, and one in a domain asks the domain. */
function takesRoles({ type, inputs }: Resource): boolean {
    const engine = text(inputs.get("engine"));
    if (engine === undefined || !ENGINES[type]!.includes(engine) || !inputs.get("domain").absent) return false;
    if (type === CLUSTER) return text(inputs.get("engineMode")) !== "serverless";
    const [major = 0, minor = 0] = (text(inputs.get("engineVersion")) ?? "").split(".").map(Number);
    return engine !== "mariadb" || major === 0 || major > 10 || minor >= 6;
}
