import { resourceRule } from "../../core/rule";

const LOGIN_PROFILE = "aws:iam/userLoginProfile:UserLoginProfile";

export default resourceRule({
    name: "aws-no-login-profile",
    severity: "high",
    description: "No IAM user is given a console password.",
    rationale: "A console password stays valid when the person leaves, and is checked by nobody but AWS.",
    remedy: "Let people sign in through IAM Identity Center, take a JitRole or a TimeboxedRole, and keep BreakGlassRole for emergencies.",
    controls: ["NHI7:2025", "NHI1:2025", "PR.AA-01", "PR.AA-03", "MANAGE 2.4"],
    replaces: [
        "Checkov CKV2_AWS_22",
        "Trivy AWS-0145",
        "Prowler iam_user_mfa_enabled_console_access",
        "Prowler iam_user_console_access_unused",
        "awsguard mfa-enabled-for-iam-console-access",
    ],
    on: [LOGIN_PROFILE],
    examples: {
        denied: [{ type: LOGIN_PROFILE, inputs: { user: "alice" } }],
        allowed: [
            {
                type: "aws:ssoadmin/permissionSet:PermissionSet",
                inputs: { name: "read-only", instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef" },
            },
        ],
    },

    // Neither a forced change of the password nor an MFA device gives it an end.
    *check() {
        yield { message: "This console password never expires." };
    },
});
