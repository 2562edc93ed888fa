import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import type { Queue } from "@pulumi/aws/sqs/queue";
import type { Input, Output, Resource } from "@pulumi/pulumi";
import type { Functions } from "./functions";

export interface AlarmArgs {
    readonly functions: Functions;
    readonly lost: Queue;
    /** ARN of the topic. */
    readonly topic: Input<string>;
    /** In seconds. */
    readonly sweepInterval: Output<number>;
    readonly tags: Output<Record<string, string>>;
}

export interface Alarms {
    /** In alarm when a function failed: something did not end as it should, or nobody was answered. */
    readonly failed: MetricAlarm;
    /** In alarm when nothing looked for what was left half done, three times in a row. */
    readonly silent: MetricAlarm;
    /** In alarm while an end waits in the queue that nobody could be called for. */
    readonly undelivered: MetricAlarm;
}

export function alarms(name: string, args: AlarmArgs, parent: Resource): Alarms {
    const { functions, lost, topic, sweepInterval, tags } = args;
    const alarm = (suffix: string, metric: Partial<MetricAlarmArgs> & Pick<MetricAlarmArgs, Needed>) =>
        new MetricAlarm(`${name}-${suffix}`, { threshold: 1, alarmActions: [topic], tags, ...metric }, { parent });
    return {
        failed: alarm("failed", {
            alarmDescription: "A function of the broker failed: see their logs. The sweep tries again what did not end.",
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            evaluationPeriods: 1,
            treatMissingData: "notBreaching",
            metricQueries: [
                ...Object.entries(functions).map(([id, { name: FunctionName }]: [string, Functions["ask"]]) => ({
                    id,
                    metric: {
                        namespace: "AWS/Lambda",
                        metricName: "Errors",
                        dimensions: { FunctionName },
                        stat: "Sum",
                        period: 300,
                    },
                })),
                { id: "errors", expression: "SUM(METRICS())", label: "Errors", returnData: true },
            ],
        }),
        silent: alarm("silent", {
            alarmDescription:
                "Nothing looks for what was left half done of just-in-time sessions: ends that failed stay so.",
            namespace: "AWS/Lambda",
            metricName: "Invocations",
            dimensions: { FunctionName: functions.sweep.name },
            statistic: "Sum",
            period: sweepInterval,
            comparisonOperator: "LessThanThreshold",
            evaluationPeriods: 3,
            treatMissingData: "breaching",
            // It begins in alarm, before the first run: its end shows that who is to be told can be.
            okActions: [topic],
        }),
        undelivered: alarm("undelivered", {
            alarmDescription:
                "The end of a session, or a change, was given up: it is in the queue. The sweep tries it again.",
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName: lost.name },
            statistic: "Maximum",
            period: 300,
            comparisonOperator: "GreaterThanOrEqualToThreshold",
            evaluationPeriods: 1,
            treatMissingData: "notBreaching",
        }),
    };
}

type Needed = "alarmDescription" | "comparisonOperator" | "evaluationPeriods" | "treatMissingData";
