import * as aws from "@pulumi/aws";
import * as gcp from "@pulumi/gcp";
import * as pulumi from "@pulumi/pulumi";

const statement = (of: object) => ({ Version: "2012-10-17" as const, Statement: [of] as never[] });

class Team extends pulumi.ComponentResource {
    constructor(name: string) {
        super("acme:index:Team", name);
        new aws.iam.Role(name, { assumeRolePolicy: "{", maxSessionDuration: pulumi.secret(43200) }, { parent: this });
        new aws.iam.UserLoginProfile(name, { user: name }, { parent: this });
    }
}
new Team("data");

const bucket = new aws.s3.Bucket("bucket");
new aws.iam.Policy("broken", { policy: '{ "Statement": [' });
new aws.iam.Policy("partly", { policy: statement({ Effect: "Allow", Action: "*", Resource: bucket.arn }) });
new aws.iam.Policy("open", { policy: statement({ Effect: "Allow", Action: bucket.id, Resource: "*" }) });
new aws.iam.Policy("later", { policy: bucket.arn.apply((arn) => JSON.stringify(statement({ Resource: arn }))) });
new aws.iam.Policy("both", {
    policy: {
        Version: "2012-10-17",
        Statement: [
            { Effect: "Allow", NotAction: "iam:*", Resource: "*" },
            { Effect: "Maybe", Action: "s3:*", Resource: "*" } as never,
        ],
    },
});

const secret = new aws.secretsmanager.Secret("rotated");
new aws.secretsmanager.SecretRotation("rotated", {
    secretId: secret.id,
    rotationLambdaArn: "arn:aws:lambda:eu-central-1:123456789012:function:rotate",
    rotationRules: { automaticallyAfterDays: 30 },
});
new aws.secretsmanager.Secret("forgotten");

const provider = new gcp.Provider("deploy", { project: "acme", credentials: pulumi.secret('{"type":"service_account"}') });
new gcp.projects.IAMMember("owner", { project: "acme", role: "roles/owner", member: "user:a@acme.example" }, { provider });
