import type { Resource } from "../core/rule";
import { statements } from "./iam-policy";
import { principals } from "./trust-policy";
import { each, isUnreadable, legible, text } from "./values";

/** The services of AWS behind a role: those that may take it, and those in which something of the program runs as it. */

interface Trusted {
    readonly services: readonly string[];
    /** Whether nobody but these services may take the role. */
    readonly only: boolean;
}

export function trustedServices(role: Resource): Trusted {
    const read = each([role.inputs.get("assumeRolePolicy")], (document) =>
        statements(document).flatMap((statement) => (statement.allows ? principals(statement) : [])),
    );
    const named = [...read].map((one) =>
        !isUnreadable(one) && one.kind === "Service" && !one.who.unknown ? text(one.who) : undefined,
    );
    const services = named.filter((service) => service !== undefined);
    return { services, only: services.length === named.length && services.length > 0 };
}

// Of the services that take roles, those in which code of the account runs as the role, or calls that it writes down.
const RUN_CODE = new Set(
    (
        "apprunner batch bedrock bedrock-agentcore braket cloud9 cloudformation codebuild codepipeline databrew datapipeline " +
        "ec2 ecs-tasks edgelambda elasticmapreduce emr-serverless events gamelift glue imagebuilder kinesisanalytics " +
        "lambda omics pods.eks rolesanywhere sagemaker scheduler ssm states tasks.apprunner transfer"
    ).split(" "),
);

/** Whether a service acts for itself only, so that a role which nobody else may take is in nobody's hands. */
export function actsForItself(service: string): boolean {
    return !RUN_CODE.has(service.replace(/\.amazonaws\.com(\.cn)?$/, ""));
}

/** Types of what runs as a role: the input that names it, and the services, as in actions, by which it is taken over. */
const HOSTS: Readonly<Record<string, { readonly role: string; readonly services: readonly string[] }>> = {
    "aws:cloudformation/stack:Stack": { role: "iamRoleArn", services: ["cloudformation"] },
    "aws:codebuild/project:Project": { role: "serviceRole", services: ["codebuild"] },
    "aws:ec2/instance:Instance": { role: "iamInstanceProfile", services: ["ec2", "ec2-instance-connect", "ssm"] },
    "aws:ecs/taskDefinition:TaskDefinition": { role: "taskRoleArn", services: ["ecs"] },
    "aws:glue/job:Job": { role: "roleArn", services: ["glue"] },
    "aws:lambda/function:Function": { role: "role", services: ["lambda"] },
    "aws:sagemaker/notebookInstance:NotebookInstance": { role: "roleArn", services: ["sagemaker"] },
    "aws:sfn/stateMachine:StateMachine": { role: "roleArn", services: ["states"] },
};
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";

/** Types of resources that run as a role, or that stand between the two. */
export const HOSTING = [...Object.keys(HOSTS), PROFILE];

/** The services in which something of the program runs as one of these roles. */
export function servicesRunningAs(roles: readonly Resource[], resources: readonly Resource[]): ReadonlySet<string> {
    const known = new Set(roles.flatMap((role) => [role.urn, ...named(role, "name")]));
    const isNamed = (resource: Resource, input: string) =>
        [...(resource.sources[input] ?? []), ...named(resource, input)].some((name) => known.has(name));
    for (const profile of resources.filter(({ type }) => type === PROFILE)) {
        if (isNamed(profile, "role")) for (const name of [profile.urn, ...named(profile, "name")]) known.add(name);
    }
    const running = resources.filter(({ type }) => type in HOSTS).filter((host) => isNamed(host, HOSTS[host.type]!.role));
    return new Set(running.flatMap(({ type }) => HOSTS[type]!.services));
}

/** The name that an input holds, or that is the last part of the ARN in it. */
function named({ inputs }: Resource, input: string): readonly string[] {
    const written = legible(() => inputs.get(input));
    return written === undefined ? [] : [written.slice(written.lastIndexOf("/") + 1)];
}
