import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

pulumi.runtime.registerResourceTransform(({ type, props, opts }) => ({
    props:
        type === "aws:iam/role:Role" ? { ...props, permissionsBoundary: "arn:aws:iam::111122223333:policy/limit" } : props,
    opts,
}));
pulumi.runtime.registerInvokeTransform(({ args, opts }) => ({ args: { ...args, version: "2008-10-17" }, opts }));

const bucket = new aws.s3.Bucket("data");

const role = new aws.iam.Role(
    "transformed",
    {
        assumeRolePolicy: "{}",
        description: pulumi.interpolate`for ${bucket.id}`,
        inlinePolicies: [{ policy: pulumi.secret("{}") }],
    },
    { transforms: [({ props, opts }) => ({ props: { ...props, maxSessionDuration: 3600 }, opts })] },
);

class Named extends pulumi.ComponentResource {
    constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("acme:index:Named", name, {}, opts);
        new aws.iam.User(`${name}-user`, {}, { parent: this });
    }
}
new Named("outer", {
    transforms: [
        ({ type, props, opts }) => (type.startsWith("aws:") ? { props: { ...props, path: "/outer/" }, opts } : undefined),
    ],
});

export const document = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["s3:GetObject"] }] }).json;
export const arn = role.arn;
