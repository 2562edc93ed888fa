import { eachResource, stackRule } from "../../core/rule";
import { policyOf } from "../../facts/aws-documents";
import { GRANTING, JOINED, principalsOf } from "../../facts/aws-principals";
import { standing } from "../../facts/standing";

const ROLE = "aws:iam/role:Role";
const Condition = { DateLessThan: { "aws:CurrentTime": "2026-01-15T20:00:00Z" } };
const oncall = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/oncall" }, Action: "sts:AssumeRole" };
const restart = { Effect: "Allow", Action: "ecs:UpdateService", Resource: "arn:aws:ecs:*:*:service/shop/*" };
const role = (statement: object) => ({
    assumeRolePolicy: policyOf({ ...oncall, Condition }),
    inlinePolicies: [{ name: "restart", policy: policyOf(statement) }],
});

export default stackRule({
    name: "aws-require-permission-window",
    severity: "medium",
    description: "A role that can be taken until an instant has permissions that end as well.",
    rationale:
        "Sessions that began in time go on, and one change of the trust opens the role again with all that it may do.",
    remedy: "Deny everything from that instant on, as TimeboxedRole does, or put the same DateLessThan on each statement that the role holds.",
    controls: ["NHI5:2025", "NHI7:2025", "PR.AA-05"],
    on: [ROLE],
    beside: [...GRANTING, ...JOINED],
    examples: {
        denied: [{ type: ROLE, inputs: role(restart) }],
        allowed: [{ type: ROLE, inputs: role({ ...restart, Condition }) }],
    },

    *check(resources) {
        const principals = new Map(principalsOf(resources).map((principal) => [principal.resource, principal]));
        const roles = resources.filter(({ type }) => type === ROLE);
        yield* eachResource(roles, function* (resource) {
            for (const { what, path } of standing(resource, principals.get(resource)?.held ?? [])) {
                yield {
                    message: `The role can be taken until an instant only, but ${what} does not end.`,
                    ...(path !== undefined && { path }),
                    resource,
                };
            }
        });
    },
});
