import { eachResource, stackRule } from "../../core/rule";
import { roleOf } from "../../facts/role-use";

const AGENT = "aws:bedrock/agentAgent:AgentAgent";
const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const agent = (name: string) => ({ agentName: name, foundationModel: "amazon.nova-pro-v1:0" });
const role = (name: string) => ({ agentResourceRoleArn: `arn:aws:iam::111122223333:role/${name}` });

export default stackRule({
    name: "aws-no-shared-role",
    severity: "low",
    description: "No two agents share a role, and no ECS task runs as the role that starts it.",
    rationale: "Each has what the other needs too, and the log of what was done no longer says who did it.",
    remedy: "Give each agent a role of its own, and a task a taskRoleArn that differs from its executionRoleArn.",
    controls: ["NHI9:2025", "NHI5:2025", "PR.AA-05"],
    replaces: ["Checkov CKV_AWS_249", "Prowler bedrock_agent_role_not_shared_across_agents"],
    on: [AGENT, TASK],
    examples: {
        denied: [
            { type: AGENT, name: "orders", inputs: { ...agent("orders"), ...role("agents") } },
            { type: AGENT, name: "refunds", inputs: { ...agent("refunds"), ...role("agents") } },
        ],
        allowed: [
            { type: AGENT, name: "orders", inputs: { ...agent("orders"), ...role("orders") } },
            { type: AGENT, name: "refunds", inputs: { ...agent("refunds"), ...role("refunds") } },
        ],
    },

    *check(resources) {
        const taken = new Set<string>();
        yield* eachResource(resources, function* (resource) {
            if (resource.type === TASK) {
                const own = roleOf(resource, "taskRoleArn");
                if (own !== undefined && own === roleOf(resource, "executionRoleArn"))
                    yield { message: "The task runs as the role that starts it.", path: "taskRoleArn", resource };
                return;
            }
            const path = "agentResourceRoleArn";
            const role = roleOf(resource, path);
            if (role === undefined) return;
            if (taken.has(role)) yield { message: "This agent has the role of another agent.", path, resource };
            taken.add(role);
        });
    },
});
