import { eachResource, stackRule } from "../../core/rule";
import { serviceTrust } from "../../facts/aws-documents";
import { declared } from "../../facts/declared";
import { each, list, text } from "../../facts/values";

const USER = "aws:iam/user:User";
const EXCLUSIVE = "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive";
/** The input by which each gives rights to a user, who may be of another program. */
const GIVERS: Readonly<Record<string, string>> = {
    "aws:iam/userPolicy:UserPolicy": "user",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "user",
    [EXCLUSIVE]: "userName",
    "aws:iam/policyAttachment:PolicyAttachment": "users",
    "aws:iam/groupMembership:GroupMembership": "users",
    "aws:iam/userGroupMembership:UserGroupMembership": "user",
};

export default stackRule({
    name: "aws-no-iam-user",
    severity: "low",
    description: "There is no IAM user, and none is given rights.",
    rationale:
        "A user is there until someone deletes it, needs credentials that last, and is forgotten when its person or job goes.",
    remedy: "Let people come through IAM Identity Center and take a JitRole or a TimeboxedRole, workloads through a role of their own such as WorkloadRole.",
    controls: ["NHI7:2025", "NHI1:2025", "PR.AA-01", "PR.AA-05", "GOVERN 1.7"],
    replaces: [
        "Checkov CKV_AWS_273",
        "Checkov CKV_AWS_40",
        "Checkov CKV2_AWS_14",
        "Checkov CKV2_AWS_21",
        "Trivy AWS-0123",
        "Trivy AWS-0143",
        "Prowler iam_administrator_access_with_mfa",
        "Prowler iam_policy_attached_only_to_group_or_roles",
        "cdk-nag IAMGroupHasUsers",
        "cdk-nag IAMUserGroupMembership",
        "cdk-nag IAMUserNoPolicies",
        "compliance-policies aws-iam-policy-attachment-only-attachment-through-groups",
        "compliance-policies aws-iam-user-policy-attachment-only-attachment-through-groups",
    ],
    on: [USER, ...Object.keys(GIVERS)],
    beside: [],
    examples: {
        denied: [{ type: USER, inputs: { name: "deployer" } }],
        allowed: [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy: serviceTrust("lambda.amazonaws.com") } }],
    },

    // A user of this program is said once, at the user, and not again at all that it is given.
    *check(resources) {
        const isOurs = declared(
            resources.filter(({ type }) => type === USER),
            ["name"],
        );
        yield* eachResource(resources, function* (resource) {
            const { type, inputs } = resource;
            if (type === USER) yield { message: "This IAM user is there until someone deletes it.", resource };
            // Of an empty list this type makes a promise that nothing is attached.
            if (type === USER || (type === EXCLUSIVE && list(inputs.get("policyArns")).length === 0)) return;
            const input = inputs.get(GIVERS[type] ?? "user");
            if (input.unknown && isOurs(resource, input)) return;
            yield* each(input.path === "users" ? list(input) : [input], function* (user) {
                if (isOurs(resource, user) || !text(user)) return;
                yield {
                    message: `\`${user.path}\` is an IAM user, who is given standing rights.`,
                    path: user.path,
                    resource,
                };
            });
        });
    },
});
