import { integer, names } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { OTHERS, PRODUCTION } from "../../facts/environments";
import { nounOf } from "../../facts/ownership";
import { isUnreadable } from "../../facts/values";
import { RUNNING, RUN_AS, type Workload, byIdentity, reuse, workloads } from "../../facts/workload-identities";

const FUNCTION = "aws:lambda/function:Function";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const task = { family: "orders", containerDefinitions: '[{"name":"orders","image":"orders"}]' };

export default stackRule({
    name: "any-no-shared-identity",
    severity: "low",
    description:
        "No identity is shared by environments, by applications, or by different kinds of workload; the functions of one application may share one.",
    rationale:
        "Each has what any of them needs, a break-in at one is one at all, and none can be ended or looked into without the others.",
    remedy: "Give each workload a role or a service account of its own, with what it needs; where several are one application, tag them so and raise the limit.",
    controls: ["NHI9:2025", "NHI8:2025", "NHI5:2025", "PR.AA-05"],
    on: RUNNING,
    beside: RUN_AS,
    options: {
        limit: integer({
            description: "Most workloads of one kind, such as functions, that may share an identity.",
            default: 10,
            minimum: 1,
            maximum: 1_000,
        }),
        applications: names({
            description: "Names of the tag or label that says of which application something is.",
            default: ["application", "app", "app-name", "workload"],
        }),
        production: names({ description: "Words for production, in names and tags.", default: PRODUCTION }),
        others: names({ description: "Words for other environments.", default: OTHERS }),
    },
    examples: {
        denied: [
            { type: FUNCTION, name: "orders", inputs: { role: role("orders") } },
            { type: TASK, name: "reports", inputs: { ...task, taskRoleArn: role("orders") } },
        ],
        allowed: [
            { type: FUNCTION, name: "orders", inputs: { role: role("orders") } },
            { type: FUNCTION, name: "refunds", inputs: { role: role("orders") } },
        ],
    },

    *check(resources, { limit, applications, ...words }) {
        const program = new Map(resources.map((resource) => [resource.urn, resource]));
        const found: Workload[] = [];
        const running = resources.filter(({ type }) => RUNNING.includes(type));
        yield* eachResource(running, function* (resource) {
            for (const one of workloads(resource, program)) {
                if (isUnreadable(one)) yield one;
                else found.push(one);
            }
        });
        for (const [identity, sharing] of byIdentity(found)) {
            const [one] = sharing;
            const how = reuse(sharing, { limit, applications, words });
            if (how === undefined) continue;
            const resource = program.get(identity);
            if (resource) yield { message: `This ${nounOf(resource)} is used ${how}.`, resource };
            else if (one)
                yield { message: `The identity at \`${one.path}\` is used ${how}.`, path: one.path, resource: one.resource };
        }
    },
});
