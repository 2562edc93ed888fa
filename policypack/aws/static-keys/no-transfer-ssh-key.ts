import { resourceRule } from "../../core/rule";

const SSH_KEY = "aws:transfer/sshKey:SshKey";

export default resourceRule({
    name: "aws-no-transfer-ssh-key",
    severity: "low",
    description: "No user of a file-transfer server is given an SSH key.",
    rationale: "The key is valid until someone deletes it, long after the partner or job that it was made for is gone.",
    remedy: "Let people use a Transfer Family web app with IAM Identity Center and workloads a role; else replace the keys of partners on a schedule.",
    controls: ["NHI7:2025", "NHI3:2025", "PR.AA-01", "GOVERN 1.7"],
    on: [SSH_KEY],
    examples: {
        denied: [
            { type: SSH_KEY, inputs: { serverId: "s-1234567890abcdef0", userName: "partner", body: "ssh-ed25519 AAAA…" } },
        ],
        allowed: [{ type: "aws:transfer/server:Server", inputs: { identityProviderType: "AWS_DIRECTORY_SERVICE" } }],
    },

    *check() {
        yield { message: "This SSH key is valid until someone deletes it." };
    },
});
