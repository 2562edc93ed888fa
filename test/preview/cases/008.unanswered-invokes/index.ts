import * as aws from "@pulumi/aws";

const identity = aws.getCallerIdentityOutput();
new aws.iam.Role("by-output", {
    assumeRolePolicy: { Statement: [{ Action: "sts:AssumeRole", Principal: { AWS: identity.accountId } }] },
    description: identity.accountId.apply((id) => `account ${id.split("-").length}`),
});

async function main() {
    const { accountId, arn } = await aws.getCallerIdentity();
    new aws.iam.Role("by-promise", {
        assumeRolePolicy: `{"Principal":{"AWS":"arn:aws:iam::${accountId}:root"}}`,
        description: arn,
    });
    const zones = await aws.getAvailabilityZones({ state: "available" });
    for (const [index, zone] of zones.names.slice(0, 2).entries()) {
        new aws.ec2.Subnet(`zone-${index}`, { vpcId: "vpc-1", availabilityZone: zone, cidrBlock: `10.0.${index}.0/24` });
    }
    return zones.state;
}

export const state = main();
