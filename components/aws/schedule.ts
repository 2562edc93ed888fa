import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import type { Function as LambdaFunction } from "@pulumi/aws/lambda/function";
import { Schedule } from "@pulumi/aws/scheduler/schedule";
import { Queue } from "@pulumi/aws/sqs/queue";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { unfinished } from "./iam";

export interface ScheduleArgs {
    readonly runs: LambdaFunction;
    /** The account of the program. */
    readonly account: Input<string>;
    readonly description: string;
    /** Such as "rate(1 hour)"; a cron expression is in UTC. */
    readonly expression: Input<string>;
    /** What the function is given: JSON. */
    readonly input?: string;
    /** How long a run that could not be delivered is tried again, in seconds: not past the next one. */
    readonly giveUpAfter: Input<number>;
    readonly tags: Output<Record<string, string>>;
    /** What must be there before the first run. */
    readonly after?: readonly Resource[];
}

/** Runs a function again and again; what could not be delivered is in a queue. */
export function schedule(name: string, args: ScheduleArgs, parent: Resource): Schedule {
    const { runs, account, description, expression, input, giveUpAfter, tags, after = [] } = args;
    const under = { parent };
    const undelivered = undeliveredQueue(name, tags, parent);
    const role = scheduleRole(`${name}-schedule`, { where: { "aws:SourceAccount": account }, tags }, parent);
    const policy = new RolePolicy(
        `${name}-schedule`,
        {
            role: role.name,
            policy: unfinished(
                { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: runs.arn },
                { Effect: "Allow", Action: "sqs:SendMessage", Resource: undelivered.arn },
            ),
        },
        under,
    );
    return new Schedule(
        name,
        {
            description,
            scheduleExpression: expression,
            scheduleExpressionTimezone: "UTC",
            flexibleTimeWindow: { mode: "OFF" },
            target: {
                arn: runs.arn,
                roleArn: role.arn,
                ...(input && { input }),
                retryPolicy: { maximumEventAgeInSeconds: giveUpAfter, maximumRetryAttempts: 185 },
                deadLetterConfig: { arn: undelivered.arn },
            },
        },
        { parent, dependsOn: [policy, ...after] },
    );
}

/** Where calls are that nobody could be reached for. */
export function undeliveredQueue(name: string, tags: ScheduleArgs["tags"], parent: Resource): Queue {
    return new Queue(
        `${name}-undelivered`,
        // The longest there is.
        { sqsManagedSseEnabled: true, messageRetentionSeconds: 1_209_600, tags },
        { parent },
    );
}

export interface ScheduleRoleArgs extends Pick<ScheduleArgs, "tags"> {
    readonly description?: string;
    /** What the schedules must have that call by it. */
    readonly where: Readonly<Record<string, Input<string>>>;
}

/** By what schedules call. */
export function scheduleRole(name: string, { description, where, tags }: ScheduleRoleArgs, parent: Resource): Role {
    return new Role(
        name,
        {
            path: "/jit-guard/",
            ...(description && { description }),
            assumeRolePolicy: unfinished({
                Effect: "Allow",
                Principal: { Service: "scheduler.amazonaws.com" },
                Action: "sts:AssumeRole",
                Condition: { StringEquals: where },
            }),
            maxSessionDuration: 3_600,
            tags,
        },
        { parent },
    );
}
