import { duration } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { PERMISSION_WRITES } from "../../facts/aws-action-names";
import { policyOf } from "../../facts/aws-documents";
import { GRANTING, JOINED, unreadable } from "../../facts/aws-principals";
import { lasting } from "../../facts/duration";
import { reaching } from "../../facts/escalating-principals";
import { reported } from "../../facts/escalation-words";

const POLICY = "aws:iam/policy:Policy";
const open = (resource: string) => policyOf({ Effect: "Allow", Action: "s3:PutBucketPolicy", Resource: resource });

export default stackRule({
    name: "aws-no-unscoped-permission-change",
    severity: "low",
    description: "No principal can change who may reach resources that its policies do not name, for longer than allowed.",
    rationale: "It can let in itself, or anyone, to the data of others, without a change to its own policies.",
    remedy: "Name the resources whose policies it may change; for the others give a JitRole or a TimeboxedRole.",
    controls: ["NHI5:2025", "PR.AA-05"],
    replaces: ["Checkov CKV_AWS_109", "Checkov CKV_AWS_289", "Trivy AWS-0346"],
    on: GRANTING,
    beside: JOINED,
    options: {
        limit: duration({ description: "Longest grant allowed, from now.", default: "12h", minimum: "15m", maximum: "30d" }),
    },
    examples: {
        denied: [{ type: POLICY, inputs: { policy: open("*") } }],
        allowed: [{ type: POLICY, inputs: { policy: open("arn:aws:s3:::orders-reports") } }],
    },

    *check(resources, { limit }, now) {
        yield* eachResource(resources, unreadable);
        const found = reaching(resources, now.getTime() + limit * 1_000, PERMISSION_WRITES, () => true);
        yield* reported(found, "change who reaches resources that it does not name", lasting(limit));
    },
});
