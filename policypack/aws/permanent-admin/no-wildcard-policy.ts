import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { policyOf } from "../../facts/aws-documents";
import { HOLD_DOCUMENTS, eachDocument } from "../../facts/aws-identity-policies";
import { lasting } from "../../facts/duration";
import { broadGrants, described, mayBound } from "../../facts/iam-breadth";
import { isUnreadable } from "../../facts/values";

const POLICY = "aws:iam/policy:Policy";

export default resourceRule({
    name: "aws-no-wildcard-policy",
    severity: "critical",
    description:
        "No policy allows every action, or every action of IAM, on resources that it does not name, for longer than allowed.",
    rationale: "Such a policy makes its holder an administrator, and whoever takes the holder over too.",
    remedy: "List the actions and name the resources; for administration give a JitRole or a TimeboxedRole, or end the grant by DateLessThan on aws:CurrentTime.",
    controls: ["NHI5:2025", "PR.AA-05", "MEASURE 2.7"],
    replaces: [
        "Checkov CKV_AWS_1",
        "Checkov CKV_AWS_49",
        "Checkov CKV_AWS_62",
        "Checkov CKV_AWS_63",
        "Checkov CKV2_AWS_40",
        "Trivy AWS-0057",
        "Prowler iam_customer_attached_policy_no_administrative_privileges",
        "Prowler iam_customer_unattached_policy_no_administrative_privileges",
        "Prowler iam_inline_policy_no_administrative_privileges",
        "cdk-nag IAMPolicyNoStatementsWithAdminAccess",
        "Checkov CKV2_AWS_68",
        "Trivy AWS-0114",
        "Trivy AWS-0120",
        "cdk-nag Serverless-LambdaStarPermissions",
    ],
    on: HOLD_DOCUMENTS,
    options: {
        limit: duration({ description: "Longest grant allowed, from now.", default: "12h", minimum: "15m", maximum: "30d" }),
    },
    examples: {
        denied: [{ type: POLICY, inputs: { policy: policyOf({ Effect: "Allow", Action: "*", Resource: "*" }) } }],
        allowed: [
            {
                type: POLICY,
                inputs: { policy: policyOf({ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::reports/*" }) },
            },
        ],
    },

    // A policy that may be a boundary is left to aws-no-privilege-escalation, which sees how it is used.
    *check(resource, { limit }, now) {
        yield* eachDocument(resource, function* (policy) {
            if (mayBound(resource.type, policy)) return;
            for (const grant of broadGrants(policy, now.getTime() + limit * 1_000)) {
                if (isUnreadable(grant)) yield grant;
                else if (grant.breadth !== "service") yield described(grant, lasting(limit));
            }
        });
    },
});
