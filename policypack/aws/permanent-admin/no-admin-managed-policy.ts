import { resourceRule } from "../../core/rule";
import { ATTACH_POLICIES, attachedPolicies, isOwnPolicy } from "../../facts/aws-identity-policies";
import { administrator } from "../../facts/aws-managed-policies";
import { each, inputOf, text } from "../../facts/values";

const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const GRANTS = {
    everything: "it allows every action on every resource",
    "nearly everything": "it allows nearly every action on every resource",
    iam: "its holder can give itself any permission",
};

export default resourceRule({
    name: "aws-no-admin-managed-policy",
    severity: "critical",
    description: "No user, group, role or permission set holds an AWS managed policy that makes it an administrator.",
    rationale: "Whoever takes over a standing administrator once has the whole account, at any hour.",
    remedy: "Attach a policy of the actions that are needed; for administration give a JitRole or a TimeboxedRole, for emergencies a BreakGlassRole.",
    controls: ["NHI5:2025", "NHI10:2025", "PR.AA-05", "MEASURE 2.7"],
    replaces: [
        "Checkov CKV_AWS_274",
        "Checkov CKV_AWS_275",
        "Checkov CKV2_AWS_56",
        "Prowler iam_aws_attached_policy_no_administrative_privileges",
        "Prowler iam_role_administratoraccess_policy",
        "Prowler iam_user_administrator_access_policy",
        "Prowler iam_group_administrator_access_policy",
        "Prowler bedrock_api_key_no_administrative_privileges",
    ],
    on: ATTACH_POLICIES,
    examples: {
        denied: [{ type: ATTACHMENT, inputs: { role: "deploy", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" } }],
        allowed: [
            {
                type: ATTACHMENT,
                inputs: { role: "deploy", policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
            },
        ],
    },

    *check(resource) {
        yield* each(attachedPolicies(resource), function* (arn) {
            if (arn.unknown && isOwnPolicy(resource.sources[inputOf(arn)])) return;
            const found = administrator(text(arn) ?? "");
            if (found)
                yield {
                    message: `\`${found.name}\` is attached: ${GRANTS[found.grants]}.`,
                    path: arn.path,
                    part: found.name,
                };
        });
    },
});
