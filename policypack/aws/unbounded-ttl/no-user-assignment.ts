import { resourceRule } from "../../core/rule";
import { text } from "../../facts/values";

const ACCOUNT = "aws:ssoadmin/accountAssignment:AccountAssignment";
const APPLICATION = "aws:ssoadmin/applicationAssignment:ApplicationAssignment";
const assignment = {
    instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef",
    permissionSetArn: "arn:aws:sso:::permissionSet/ssoins-1234567890abcdef/ps-1234567890abcdef",
    principalId: "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
    targetId: "111122223333",
    targetType: "AWS_ACCOUNT",
};

export default resourceRule({
    name: "aws-no-user-assignment",
    severity: "low",
    description: "An account or application of IAM Identity Center is assigned to groups, not to single users.",
    rationale:
        "An assignment to a user stands until somebody remembers it; one to a group ends when the person leaves the group.",
    remedy: "Assign to a group whose members the identity provider keeps, and give time-bound access by membership or by TimeboxedRole.",
    controls: ["NHI1:2025", "PR.AA-01", "PR.AA-05", "GOVERN 1.7"],
    on: [ACCOUNT, APPLICATION],
    examples: {
        denied: [{ type: ACCOUNT, inputs: { ...assignment, principalType: "USER" } }],
        allowed: [{ type: ACCOUNT, inputs: { ...assignment, principalType: "GROUP" } }],
    },

    *check({ inputs }) {
        const path = "principalType";
        if (text(inputs.get(path)) === "USER") yield { message: "The assignment is to a single user.", path };
    },
});
