import type { Input } from "@pulumi/pulumi";

/** Who is asked: one of them says yes, and why. */
export function approval(principals: Input<string[]>, emails?: Input<string[]>) {
    return {
        manualApprovals: {
            requireApproverJustification: true,
            steps: [
                {
                    // More than one is for paying customers of Security Command Center.
                    // https://cloud.google.com/iam/docs/pam-create-entitlements
                    approvalsNeeded: 1,
                    approvers: { principals },
                    ...(emails && { approverEmailRecipients: emails }),
                },
            ],
        },
    };
}
