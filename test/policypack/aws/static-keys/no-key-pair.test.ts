import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-key-pair";
import { describeRule } from "../../../harness/describe-rule";

const pair = (inputs: object = {}) => ({
    type: "aws:ec2/keyPair:KeyPair",
    name: "operators",
    inputs: { publicKey: "ssh-ed25519 AAAA", ...inputs },
});
const lightsailPair = (inputs: object) => [{ type: "aws:lightsail/keyPair:KeyPair", inputs: { name: "web", ...inputs } }];
const instance = (inputs: object, sources = {}) => ({
    type: "aws:ec2/instance:Instance",
    name: "web",
    inputs: { ami: "ami-0123456789abcdef0", ...inputs },
    sources,
});
const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const setting = (name: string, value: unknown) => ({ namespace: "aws:autoscaling:launchconfiguration", name, value });
const made = "This key pair is valid until someone deletes it.";
const generated = "AWS makes the private key of this pair, and the stack's state keeps it.";
const named = (path: string) => `\`${path}\` lets in whoever has the key, for good.`;

describeRule(rule, {
    denies: {
        "a key pair": { given: [pair()], says: [made] },
        "a key pair of a key not known yet": { given: [pair({ publicKey: UNKNOWN })], says: [made] },
        "a key pair once, and not again at the instance made with it": {
            given: [pair(), instance({ keyName: UNKNOWN }, { keyName: ["operators"] })],
            says: [made],
        },
        "a key pair once, which the instance has by name": {
            given: [pair({ keyName: "ops" }), instance({ keyName: "ops" })],
            says: [made],
        },
        "both a key pair and an instance with another one": {
            given: [pair({ keyName: "ops" }), instance({ keyName: "others" })],
            says: [named("keyName"), made],
        },
        "a Lightsail key pair whose private key is made by AWS": { given: lightsailPair({}), says: [generated] },
        "one of an own key": { given: lightsailPair({ publicKey: "ssh-ed25519 AAAA" }), says: [made] },
        "one whose private key is encrypted": { given: lightsailPair({ pgpKey: "keybase:alice" }), says: [made] },
        "an instance with a key pair of elsewhere": { given: [instance({ keyName: "ops" })], says: [named("keyName")] },
        "an EKS node group": {
            given: of("aws:eks/nodeGroup:NodeGroup", { remoteAccess: { ec2SshKey: "ops" } }),
            says: [named("remoteAccess.ec2SshKey")],
        },
        "an EMR cluster, for which others take a key pair as the good case": {
            given: of("aws:emr/cluster:Cluster", { ec2Attributes: { instanceProfile: "emr", keyName: "ops" } }),
            says: [named("ec2Attributes.keyName")],
        },
        "each launch specification, beside one not known yet": {
            given: of("aws:ec2/spotFleetRequest:SpotFleetRequest", {
                launchSpecifications: [{ keyName: "a" }, {}, UNKNOWN, { keyName: "b" }],
            }),
            says: [named("launchSpecifications[0].keyName"), named("launchSpecifications[3].keyName")],
        },
        "an Elastic Beanstalk environment": {
            given: of("aws:elasticbeanstalk/environment:Environment", {
                settings: [setting("InstanceType", "t3.micro"), setting("EC2KeyName", "ops")],
            }),
            says: [named("settings[1].value")],
        },
        "a public key of a Glue endpoint": {
            given: of("aws:glue/devEndpoint:DevEndpoint", { publicKeys: ["ssh-rsa AAAA"] }),
            says: [named("publicKeys[0]")],
        },
        "a Lightsail instance": {
            given: of("aws:lightsail/instance:Instance", { keyPairName: "web" }),
            says: [named("keyPairName")],
        },
        "what is no name": { given: [instance({ keyName: ["ops"] })], says: ["`keyName` is not a text."] },
    },
    allows: {
        "an instance without one": { given: [instance({})] },
        "a launch template with an empty name": { given: of("aws:ec2/launchTemplate:LaunchTemplate", { keyName: "" }) },
        "an EKS node group without remote access": { given: of("aws:eks/nodeGroup:NodeGroup", {}) },
        "other settings of an Elastic Beanstalk environment": {
            given: of("aws:elasticbeanstalk/environment:Environment", { settings: [setting("InstanceType", UNKNOWN)] }),
        },
    },
    cannotDecide: {
        "a name not known yet that was made from no key pair": {
            given: [instance({ keyName: UNKNOWN })],
            says: ["`keyName` is not known before the deployment."],
        },
    },
});
