import { duration } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { policyOf } from "../../facts/aws-documents";
import { HOLD_DOCUMENTS, eachDocument } from "../../facts/aws-identity-policies";
import { GRANTING, JOINED, grants } from "../../facts/aws-principals";
import { lasting } from "../../facts/duration";
import { broadGrants, described } from "../../facts/iam-breadth";
import { isUnreadable } from "../../facts/values";

const POLICY = "aws:iam/policy:Policy";

export default stackRule({
    name: "aws-no-service-wildcard",
    severity: "medium",
    description: "No policy allows every action of a service on resources that it does not name, for longer than allowed.",
    rationale: "It includes what deletes the data, what changes who may read it, and what AWS will add to the service.",
    remedy: "List the actions, or name the resources; for administration of the service give a JitRole or a TimeboxedRole.",
    controls: ["NHI5:2025", "PR.AA-05", "MEASURE 2.7"],
    replaces: [
        "Trivy AWS-0345",
        "Prowler iam_policy_no_full_access_to_cloudtrail",
        "Prowler iam_inline_policy_no_full_access_to_cloudtrail",
        "Prowler iam_policy_no_full_access_to_kms",
        "Prowler iam_inline_policy_no_full_access_to_kms",
        "cdk-nag IAMPolicyNoStatementsWithFullAccess",
        "cdk-nag AwsSolutions-IAM5",
    ],
    on: HOLD_DOCUMENTS,
    beside: [...GRANTING, ...JOINED],
    options: {
        limit: duration({ description: "Longest grant allowed, from now.", default: "12h", minimum: "15m", maximum: "30d" }),
    },
    examples: {
        denied: [{ type: POLICY, inputs: { policy: policyOf({ Effect: "Allow", Action: "s3:*", Resource: "*" }) } }],
        allowed: [
            {
                type: POLICY,
                inputs: { policy: policyOf({ Effect: "Allow", Action: ["s3:Get*", "s3:List*"], Resource: "*" }) },
            },
        ],
    },

    // Every action, and every action of IAM, are left to aws-no-wildcard-policy.
    *check(resources, { limit }, now) {
        const granting = grants(resources);
        const judged = resources.filter((resource) => granting.has(resource));
        yield* eachResource(judged, function* (resource) {
            for (const grant of eachDocument(resource, (policy) => broadGrants(policy, now.getTime() + limit * 1_000))) {
                if (isUnreadable(grant)) yield grant;
                else if (grant.breadth === "service") yield { ...described(grant, lasting(limit)), resource };
            }
        });
    },
});
