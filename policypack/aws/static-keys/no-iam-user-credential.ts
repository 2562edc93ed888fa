import { resourceRule } from "../../core/rule";
import { serviceTrust } from "../../facts/aws-documents";
import { text } from "../../facts/values";

const SSH_KEY = "aws:iam/sshKey:SshKey";
const SERVICE = "aws:iam/serviceSpecificCredential:ServiceSpecificCredential";
const MFA_DEVICE = "aws:iam/virtualMfaDevice:VirtualMfaDevice";
const NAMES: Readonly<Record<string, string>> = {
    [SSH_KEY]: "SSH key",
    [SERVICE]: "service password",
    "aws:iam/signingCertificate:SigningCertificate": "signing certificate",
};
// Their keys can be given an end, which aws-max-service-credential-age judges.
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceSpecificCredential.html
const WITH_END: ReadonlySet<string | undefined> = new Set(["bedrock.amazonaws.com", "logs.amazonaws.com"]);

export default resourceRule({
    name: "aws-no-iam-user-credential",
    severity: "medium",
    description:
        "No IAM user is given an SSH key, a signing certificate, a service password, or an MFA device whose seed the stack knows.",
    rationale: "These work from anywhere, have no end, and are seldom looked for when a person leaves or a key leaks.",
    remedy: "Sign in with a role: git-remote-codecommit for CodeCommit, the SigV4 plugin for Keyspaces, signed requests for all else; people set up their own MFA device.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: ["Prowler iam_user_hardware_mfa_enabled"],
    on: [MFA_DEVICE, ...Object.keys(NAMES)],
    examples: {
        denied: [{ type: SSH_KEY, inputs: { username: "alice", encoding: "SSH", publicKey: "ssh-rsa AAAA…" } }],
        allowed: [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy: serviceTrust("codebuild.amazonaws.com") } }],
    },

    // An inactive one is denied too: one API call makes it active again.
    *check({ type, inputs }) {
        if (type === SERVICE && (WITH_END.has(text(inputs.get("serviceName"))) || !inputs.get("credentialAgeDays").absent))
            return;
        if (type === MFA_DEVICE) yield { message: "The seed of this second factor is in the stack's state, in plain text." };
        else yield { message: `This ${NAMES[type]} signs in an IAM user until someone deletes it.` };
    },
});
