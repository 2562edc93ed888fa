import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import type { Function as LambdaFunction } from "@pulumi/aws/lambda/function";
import type { Topic } from "@pulumi/aws/sns/topic";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy";
import type { Output, Resource } from "@pulumi/pulumi";
import { topicPolicy } from "./documents";

export interface AlarmArgs {
    readonly runs: LambdaFunction;
    readonly topic: Topic;
    readonly tags: Output<Record<string, string>>;
}

export interface Alarms {
    /** In alarm when an entitlement could not be settled. */
    readonly failed: MetricAlarm;
    /** In alarm when there was no run for more than a day. */
    readonly silent: MetricAlarm;
}

export function alarms(name: string, { runs, topic, tags }: AlarmArgs, parent: Resource): Alarms {
    const alarm = (suffix: string, metric: Pick<MetricAlarmArgs, Differing>) =>
        new MetricAlarm(
            `${name}-${suffix}`,
            {
                namespace: "AWS/Lambda",
                dimensions: { FunctionName: runs.name },
                statistic: "Sum",
                threshold: 1,
                period: 3_600,
                alarmActions: [topic.arn],
                tags,
                ...metric,
            },
            { parent },
        );
    const failed = alarm("failed", {
        alarmDescription: "An access review could not be settled: see the log of the function.",
        metricName: "Errors",
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
    });
    const silent = alarm("silent", {
        alarmDescription: "No access review has run for more than a day: nothing is suspended, and nobody reminded.",
        metricName: "Invocations",
        comparisonOperator: "LessThanThreshold",
        // A day, and some hours for a run that is late.
        evaluationPeriods: 26,
        treatMissingData: "breaching",
        // It begins in alarm, before the first run: its end shows that who is to be told can be.
        okActions: [topic.arn],
    });
    new TopicPolicy(name, { arn: topic.arn, policy: topicPolicy(topic.arn, [failed.arn, silent.arn]) }, { parent });
    return { failed, silent };
}

type Differing =
    "okActions" | "alarmDescription" | "comparisonOperator" | "evaluationPeriods" | "metricName" | "treatMissingData";
