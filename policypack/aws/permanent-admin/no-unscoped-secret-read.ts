import { duration } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { SECRET_READS } from "../../facts/aws-action-names";
import { policyOf } from "../../facts/aws-documents";
import { GRANTING, JOINED, unreadable } from "../../facts/aws-principals";
import { lasting } from "../../facts/duration";
import { reaching } from "../../facts/escalating-principals";
import { reported } from "../../facts/escalation-words";

const POLICY = "aws:iam/policy:Policy";
const read = (resource: string) =>
    policyOf({ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: resource });

export default stackRule({
    name: "aws-no-unscoped-secret-read",
    severity: "medium",
    description: "No principal can read secrets that its policies do not name, for longer than allowed.",
    rationale: "The secrets of others, and those that come later, are keys to what they open; who reads them all holds all.",
    remedy: "Name the secrets, by ARN or by a prefix of their names; for a look at others give a JitRole or a TimeboxedRole.",
    controls: ["NHI5:2025", "NHI2:2025", "PR.AA-05"],
    replaces: ["Checkov CKV_AWS_107", "Checkov CKV_AWS_108", "Checkov CKV_AWS_287", "Checkov CKV_AWS_288"],
    on: GRANTING,
    beside: JOINED,
    options: {
        limit: duration({ description: "Longest grant allowed, from now.", default: "12h", minimum: "15m", maximum: "30d" }),
    },
    examples: {
        denied: [{ type: POLICY, inputs: { policy: read("*") } }],
        allowed: [{ type: POLICY, inputs: { policy: read("arn:aws:secretsmanager:*:*:secret:orders/*") } }],
    },

    *check(resources, { limit }, now) {
        yield* eachResource(resources, unreadable);
        // Of AWS's own policies for the whole service, this is what is worst.
        const isLeft = ({ managed }: { managed?: string }) => managed === undefined;
        const found = reaching(resources, now.getTime() + limit * 1_000, SECRET_READS, isLeft);
        yield* reported(found, "read secrets that it does not name", lasting(limit));
    },
});
