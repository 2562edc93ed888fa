import { duration } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { policyOf } from "../../facts/aws-documents";
import { GRANTING, JOINED, unreadable } from "../../facts/aws-principals";
import { HOSTING } from "../../facts/aws-role-services";
import { lasting } from "../../facts/duration";
import { escalating } from "../../facts/escalating-principals";
import { reported } from "../../facts/escalation-words";

const POLICY = "aws:iam/policy:Policy";
const change = (resource: string) => policyOf({ Effect: "Allow", Action: "iam:PutRolePolicy", Resource: resource });

export default stackRule({
    name: "aws-no-privilege-escalation",
    severity: "high",
    description: "No principal can raise its own rights by what its policies together allow, for longer than allowed.",
    rationale: "Who can make itself an administrator is one, and is seen by nobody who looks for administrators.",
    remedy: "Name the resources, the services that a role may be passed to, or a permissions boundary that new roles must have; for administration give a JitRole or a TimeboxedRole.",
    controls: ["NHI5:2025", "PR.AA-05", "MEASURE 2.7"],
    replaces: [
        "Checkov CKV_AWS_110",
        "Checkov CKV_AWS_286",
        "Prowler iam_policy_allows_privilege_escalation",
        "Prowler iam_inline_policy_allows_privilege_escalation",
        "Prowler iam_no_custom_policy_permissive_role_assumption",
        "Trivy AWS-0342",
        "Prowler bedrock_agent_role_least_privilege",
    ],
    on: GRANTING,
    beside: [...JOINED, ...HOSTING],
    options: {
        limit: duration({ description: "Longest grant allowed, from now.", default: "12h", minimum: "15m", maximum: "30d" }),
    },
    examples: {
        denied: [{ type: POLICY, inputs: { policy: change("*") } }],
        allowed: [{ type: POLICY, inputs: { policy: change("arn:aws:iam::111122223333:role/orders") } }],
    },

    *check(resources, { limit }, now) {
        yield* eachResource(resources, unreadable);
        yield* reported(escalating(resources, now.getTime() + limit * 1_000), "raise its own rights", lasting(limit));
    },
});
