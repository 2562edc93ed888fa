import { resourceRule } from "../../core/rule";
import { serviceTrust } from "../../facts/aws-documents";

const ACCESS_KEY = "aws:iam/accessKey:AccessKey";

export default resourceRule({
    name: "aws-no-iam-access-key",
    severity: "critical",
    description: "No IAM user is given an access key.",
    rationale: "An access key works from anywhere, never expires, and outlives the person or job it was made for.",
    remedy: "Let the workload assume a role: an OIDC provider for CI, an instance or task role for compute, TimeboxedRole for people.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: [
        "Checkov CKV_AWS_348",
        "Trivy AWS-0141",
        "Trivy AWS-0144",
        "Trivy AWS-0146",
        "Trivy AWS-0166",
        "Trivy AWS-0167",
        "Prowler iam_rotate_access_key_90_days",
        "Prowler iam_user_accesskey_unused",
        "Prowler iam_user_no_setup_initial_access_key",
        "Prowler iam_user_two_active_access_key",
        "Prowler iam_user_with_temporary_credentials",
        "awsguard access-keys-rotated",
    ],
    on: [ACCESS_KEY],
    examples: {
        denied: [{ type: ACCESS_KEY, inputs: { user: "deployer" } }],
        allowed: [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy: serviceTrust("lambda.amazonaws.com") } }],
    },

    // An inactive key is denied too: one API call makes it active again.
    *check() {
        yield { message: "This access key never expires." };
    },
});
