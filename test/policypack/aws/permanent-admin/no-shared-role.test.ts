import rule from "../../../../policypack/aws/permanent-admin/no-shared-role";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const agent = (name: string, role: string, sources = {}) => ({
    type: "aws:bedrock/agentAgent:AgentAgent",
    name,
    inputs: { agentResourceRoleArn: role },
    sources,
});
const task = (inputs: object, sources = {}) => [
    { type: "aws:ecs/taskDefinition:TaskDefinition", name: "task", inputs: { ...inputs }, sources },
];

describeRule(rule, {
    denies: {
        "agents with one role, once for each that has it too": {
            given: [agent("a", arn("x")), agent("b", arn("x")), agent("c", arn("x")), agent("d", arn("y"))],
            says: ["This agent has the role of another agent.", "This agent has the role of another agent."],
        },
        "agents with one role of the program, whose ARN is not known yet": {
            given: [
                agent("a", UNKNOWN, { agentResourceRoleArn: ["role"] }),
                agent("b", UNKNOWN, { agentResourceRoleArn: ["role"] }),
            ],
            says: ["This agent has the role of another agent."],
        },
        "a task with one role for both": {
            given: task({ taskRoleArn: arn("x"), executionRoleArn: arn("x") }),
            says: ["The task runs as the role that starts it."],
        },
    },
    allows: {
        "a task with two roles of the program": {
            given: task(
                { taskRoleArn: UNKNOWN, executionRoleArn: UNKNOWN },
                { taskRoleArn: ["a"], executionRoleArn: ["b"] },
            ),
        },
        "a task without a role of its own": { given: task({ executionRoleArn: arn("x") }) },
    },
    cannotDecide: {
        "a role that comes from elsewhere": {
            given: [agent("a", UNKNOWN), agent("b", arn("x"))],
            says: ["`agentResourceRoleArn` is not known before the deployment."],
        },
    },
});
