const aws = require("@pulumi/aws");
const gcp = require("@pulumi/gcp");
const pulumi = require("@pulumi/pulumi");

/** A little of all that an engine writes down: ages, secrets, what is made from what, reads, components, assets. */

const trust = (service) =>
    JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
    });

const deployer = new aws.iam.User("deployer", { path: "/ci/", tags: { team: "shop" } });
new aws.iam.AccessKey("deployer", { user: deployer.name });

const role = new aws.iam.Role("orders", { assumeRolePolicy: trust("lambda.amazonaws.com"), maxSessionDuration: 43200 });
new aws.iam.RolePolicy("orders", {
    role: role.id,
    policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
    }),
});
// Secrets as programs have them: a document, a number, a text.
new aws.iam.Role("sealed", {
    assumeRolePolicy: pulumi.secret(trust("ec2.amazonaws.com")),
    maxSessionDuration: pulumi.secret(43200),
    description: pulumi.secret("example text"),
});
new aws.lambda.Function("orders", {
    role: role.arn,
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};") }),
    environment: { variables: { TABLE: "orders", API_TOKEN: pulumi.secret("example text") } },
});

const account = new gcp.serviceaccount.Account("batch", { accountId: "batch" });
new gcp.serviceaccount.Key("batch", { serviceAccountId: account.name });
new gcp.projects.IAMMember("batch", { project: "example", role: "roles/owner", member: account.member });

/** Resources under a component. */
class Store extends pulumi.ComponentResource {
    constructor(name) {
        super("example:index:Store", name);
        new aws.s3.Bucket(`${name}-data`, {}, { parent: this, aliases: [{ name: "data" }] });
        this.registerOutputs();
    }
}
new Store("shop");

// Read, not made.
exports.found = aws.s3.Bucket.get("landing", "landing-zone").arn;
exports.roleArn = role.arn;
exports.hidden = pulumi.secret("example text");

if (process.env.ESTATE_FAILS) throw new Error("example of an error");
