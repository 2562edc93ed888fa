import type { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { EventSourceMapping } from "@pulumi/aws/lambda/eventSourceMapping";
import type { Function as LambdaFunction } from "@pulumi/aws/lambda/function";
import { FunctionEventInvokeConfig } from "@pulumi/aws/lambda/functionEventInvokeConfig";
import { ScheduleGroup } from "@pulumi/aws/scheduler/scheduleGroup";
import type { Schedule } from "@pulumi/aws/scheduler/schedule";
import type { Queue } from "@pulumi/aws/sqs/queue";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import { unfinished } from "../iam";
import { schedule, scheduleRole, undeliveredQueue } from "../schedule";
import { CHANGED } from "./table";

export interface GroupArgs {
    readonly account: Output<string>;
    readonly retain: boolean;
    readonly tags: Output<Record<string, string>>;
}

/** Where the schedules of ends are, by whom they call, and where calls go that came to nothing. */
export function endSchedules(name: string, { account, retain, tags }: GroupArgs, parent: Resource) {
    // Without its group no schedule is left, and no grant ends but by the sweep.
    const group = new ScheduleGroup(name, { tags }, { parent, protect: retain, retainOnDelete: retain });
    const lost = undeliveredQueue(name, tags, parent);
    const where = { "aws:SourceAccount": account, "aws:SourceArn": group.arn };
    const description = "By it the schedules of ends call.";
    const caller = scheduleRole(`${name}-ends`, { description, where, tags }, parent);
    return { group, lost, caller };
}

export interface EndsArgs {
    readonly end: LambdaFunction;
    readonly sweep: LambdaFunction;
    readonly caller: Role;
    readonly lost: Queue;
    /** ARN of the stream of the table. */
    readonly stream: Input<string>;
    readonly account: Output<string>;
    /** In seconds. */
    readonly sweepInterval: Output<number>;
    readonly tags: Output<Record<string, string>>;
}

/** What calls the functions that nobody can call from outside, and what becomes of a call that fails. */
export function ends(name: string, args: EndsArgs, parent: Resource): Schedule {
    const { end, sweep, caller, lost, stream, account, sweepInterval, tags } = args;
    const under = { parent };
    const call = new RolePolicy(
        `${name}-ends`,
        {
            role: caller.name,
            policy: unfinished(
                { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: end.arn },
                { Effect: "Allow", Action: "sqs:SendMessage", Resource: lost.arn },
            ),
        },
        under,
    );
    for (const [suffix, runs] of Object.entries({ end, sweep })) {
        new FunctionEventInvokeConfig(
            `${name}-${suffix}`,
            // The most that there are: an end that failed is tried again, and then seen.
            {
                functionName: runs.name,
                maximumRetryAttempts: 2,
                maximumEventAgeInSeconds: suffix === "end" ? 21_600 : 900,
                destinationConfig: { onFailure: { destination: lost.arn } },
            },
            under,
        );
    }
    new EventSourceMapping(
        `${name}-end`,
        {
            functionName: end.arn,
            eventSourceArn: stream,
            startingPosition: "TRIM_HORIZON",
            filterCriteria: { filters: [{ pattern: CHANGED }] },
            functionResponseTypes: ["ReportBatchItemFailures"],
            batchSize: 10,
            // One that cannot be ended keeps no other waiting; the sweep tries it again.
            parallelizationFactor: 10,
            bisectBatchOnFunctionError: true,
            maximumRetryAttempts: 5,
            maximumRecordAgeInSeconds: 3_600,
            destinationConfig: { onFailure: { destinationArn: lost.arn } },
            tags,
        },
        under,
    );
    return schedule(
        `${name}-sweep`,
        {
            runs: sweep,
            account,
            description: "Looks for what was left half done of just-in-time sessions.",
            expression: sweepInterval.apply(every),
            giveUpAfter: sweepInterval,
            tags,
            after: [call],
        },
        parent,
    );
}

/** Of so many seconds, in whole minutes. */
export function every(seconds: number): string {
    return seconds === 60 ? "rate(1 minute)" : `rate(${seconds / 60} minutes)`;
}
