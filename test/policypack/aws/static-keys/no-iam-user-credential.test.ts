import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-iam-user-credential";
import { describeRule } from "../../../harness/describe-rule";

const ssh = (inputs: object) => [
    { type: "aws:iam/sshKey:SshKey", inputs: { username: "alice", encoding: "SSH", publicKey: "ssh-rsa AAAA", ...inputs } },
];
const certificate = (inputs: object) => [
    { type: "aws:iam/signingCertificate:SigningCertificate", inputs: { userName: "alice", ...inputs } },
];
const password = (inputs: object) => [
    { type: "aws:iam/serviceSpecificCredential:ServiceSpecificCredential", inputs: { userName: "alice", ...inputs } },
];
const says = (what: string) => [`This ${what} signs in an IAM user until someone deletes it.`];

describeRule(rule, {
    denies: {
        "an SSH key": { given: ssh({}), says: says("SSH key") },
        "one that is switched off": { given: ssh({ status: "Inactive" }), says: says("SSH key") },
        "a signing certificate": { given: certificate({ certificateBody: UNKNOWN }), says: says("signing certificate") },
        "a Git password of CodeCommit": {
            given: password({ serviceName: "codecommit.amazonaws.com" }),
            says: says("service password"),
        },
        "a password of Keyspaces": {
            given: password({ serviceName: "cassandra.amazonaws.com" }),
            says: says("service password"),
        },
        "one of a service that is new": {
            given: password({ serviceName: "new.amazonaws.com" }),
            says: says("service password"),
        },
        "a virtual MFA device": {
            given: [{ type: "aws:iam/virtualMfaDevice:VirtualMfaDevice", inputs: { virtualMfaDeviceName: "alice" } }],
            says: ["The seed of this second factor is in the stack's state, in plain text."],
        },
        "a service that is no text": { given: password({ serviceName: 1 }), says: ["`serviceName` is not a text."] },
    },
    allows: {
        "a key of Bedrock, whose age another rule judges": { given: password({ serviceName: "bedrock.amazonaws.com" }) },
        "a key of CloudWatch Logs, likewise": { given: password({ serviceName: "logs.amazonaws.com" }) },
        "a key of a new service that ends": { given: password({ serviceName: "new.amazonaws.com", credentialAgeDays: 1 }) },
    },
    cannotDecide: {
        "a credential of a service not known yet": {
            given: password({ serviceName: UNKNOWN }),
            says: ["`serviceName` is not known before the deployment."],
        },
    },
});
