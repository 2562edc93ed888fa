import { resourceRule } from "../../core/rule";
import { ATTACH_POLICIES, attachedPolicies, isOwnPolicy } from "../../facts/aws-identity-policies";
import { managedName, wholeServices } from "../../facts/aws-managed-documents";
import { administrator } from "../../facts/aws-managed-policies";
import { each, inputOf, text } from "../../facts/values";

const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";

export default resourceRule({
    name: "aws-no-full-access-policy",
    severity: "low",
    description: "No user, group, role or permission set holds an AWS managed policy for every action of a service.",
    rationale: "It includes what deletes the data and what changes who may read it, on every resource of the service.",
    remedy: "Attach a policy of the actions and resources that are needed; for administration of the service give a JitRole or a TimeboxedRole.",
    controls: ["NHI5:2025", "PR.AA-05"],
    replaces: ["Prowler iam_policy_cloudshell_admin_not_attached", "Prowler bedrock_full_access_policy_attached"],
    on: ATTACH_POLICIES,
    examples: {
        denied: [{ type: ATTACHMENT, inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" } }],
        allowed: [
            { type: ATTACHMENT, inputs: { role: "app", policyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" } },
        ],
    },

    *check(resource) {
        yield* each(attachedPolicies(resource), function* (arn) {
            if (arn.unknown && isOwnPolicy(resource.sources[inputOf(arn)])) return;
            const written = text(arn) ?? "";
            const name = managedName(written);
            const [service, ...others] = name === undefined ? [] : wholeServices(name);
            // Those are left to aws-no-admin-managed-policy and aws-no-unscoped-secret-read.
            if (service === undefined || administrator(written) || [service, ...others].includes("secretsmanager")) return;
            const more = others.length > 0 ? ` and ${others.length} more` : "";
            yield {
                message: `\`${name}\` is attached: it allows every action of \`${service}\`${more}.`,
                path: arn.path,
                ...(name !== undefined && { part: name }),
            };
        });
    },
});
