import { EventRule } from "@pulumi/aws/cloudwatch/eventRule";
import { EventTarget } from "@pulumi/aws/cloudwatch/eventTarget";
import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch/metricAlarm";
import { Topic } from "@pulumi/aws/sns/topic";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy";
import { Queue } from "@pulumi/aws/sqs/queue";
import { QueuePolicy } from "@pulumi/aws/sqs/queuePolicy";
import { type Output, type Resource, all, interpolate, jsonStringify } from "@pulumi/pulumi";
import { written } from "../../checks";
import { subscription } from "../subscription";
import { STATE, lookback, message, queuePolicy, topicPolicy, uses } from "./documents";

export interface Watched {
    readonly role: Output<string>;
    /** The role and its principals. */
    readonly holders: Output<string[]>;
    readonly reviewers: Output<string[]>;
    readonly runbook: Output<string>;
    /** In seconds. */
    readonly within: Output<number>;
    readonly notify: readonly Output<string>[];
    readonly escalate: readonly Output<string>[];
    readonly tags: Output<Record<string, string>>;
}

/** What tells of a use in one region. */
export interface Watch {
    /** The rule that sees each use. */
    readonly rule: EventRule;
    /** Where it, and the alarms, tell of it. */
    readonly topic: Topic;
    /** Where each use waits for its review. */
    readonly reviewQueue: Queue;
    /** In alarm when a use has waited too long. */
    readonly overdue: MetricAlarm;
    /** In alarm when a use could not be put where it belongs; it is in a queue of its own. */
    readonly undelivered: MetricAlarm;
    /** In alarm when an address could not be told. */
    readonly unsent: MetricAlarm;
}

export interface Made {
    readonly watch: Watch;
    /** ARNs of what the role could silence. */
    readonly arns: readonly Output<string>[];
    /** What must be there before a use is told of. */
    readonly ready: readonly Resource[];
}

/** Sees each use of the role by the endpoint of STS of one region, by resources of that region alone. */
export function watch(name: string, region: string, args: Watched, parent: Resource): Made {
    const { role, runbook, within, notify, escalate, tags } = args;
    const under = { parent };
    const here = { region, tags };
    const description = interpolate`Break-glass role ${role}. Runbook: ${runbook}`;

    const queue = (suffix: string) =>
        new Queue(
            `${name}-${suffix}`,
            {
                ...here,
                sqsManagedSseEnabled: true,
                // The longest there is.
                messageRetentionSeconds: 1_209_600,
                // One reviewer at a time; meanwhile it still counts as not reviewed.
                visibilityTimeoutSeconds: 3_600,
            },
            under,
        );
    const reviewQueue = queue("reviews");
    const lost = queue("undelivered");
    const topic = new Topic(`${name}-alarm`, { ...here, displayName: "Break-glass" }, under);
    const escalation =
        escalate.length > 0 ? [new Topic(`${name}-escalation`, { ...here, displayName: "Break-glass" }, under)] : [];
    const rule = new EventRule(
        name,
        { ...here, description, state: STATE, eventPattern: jsonStringify(role.apply(uses)) },
        under,
    );

    const alarm = (suffix: string, why: string, metric: Partial<MetricAlarmArgs>) =>
        new MetricAlarm(
            `${name}-${suffix}`,
            {
                ...here,
                alarmDescription: interpolate`${why} ${description}`,
                comparisonOperator: "GreaterThanOrEqualToThreshold",
                threshold: 1,
                evaluationPeriods: 1,
                // What is idle sends no metrics.
                treatMissingData: "notBreaching",
                alarmActions: [topic, ...escalation].map(({ arn }) => arn),
                ...metric,
            },
            under,
        );
    const waiting = within.apply(lookback);
    const overdue = alarm("overdue", "A use was not reviewed in time.", {
        evaluationPeriods: waiting.evaluationPeriods,
        // Not the age of the oldest message, which leaves out what was received three times and not deleted.
        // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
        metricQueries: [
            depth("visible", "ApproximateNumberOfMessagesVisible", reviewQueue, waiting.period),
            depth("received", "ApproximateNumberOfMessagesNotVisible", reviewQueue, waiting.period),
            { id: "waiting", expression: "visible + received", label: "Uses that wait for a review", returnData: true },
        ],
    });
    const undelivered = alarm("undelivered", "A use could not be told of, or not be queued.", {
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: lost.name },
        statistic: "Maximum",
        period: 300,
    });
    const unsent = alarm("unsent", "An address could not be told of a use.", {
        namespace: "AWS/SNS",
        metricName: "NumberOfNotificationsFailed",
        dimensions: { TopicName: topic.name },
        statistic: "Sum",
        period: 300,
    });

    const told = all([role, runbook, reviewQueue.url, within]).apply(([role, runbook, queue, within]) =>
        message({ role, runbook, queue, within: written(within) }),
    );
    const target = { region, rule: rule.name, deadLetterConfig: { arn: lost.arn } };
    const alarms = [overdue, undelivered, unsent];
    const ready = [
        ...[reviewQueue, lost].map((queue, index) =>
            queuePolicyOf(`${name}-${["reviews", "undelivered"][index]}`, region, queue, rule, args, parent),
        ),
        ...[topic, ...escalation].map(
            (to, index) =>
                new TopicPolicy(
                    `${name}-${["alarm", "escalation"][index]}`,
                    {
                        region,
                        arn: to.arn,
                        policy: topicPolicy(
                            to.arn,
                            alarms.map(({ arn }) => arn),
                        ),
                    },
                    under,
                ),
        ),
        ...notify.map((endpoint, index) => subscription(`${name}-notify-${index}`, { region, topic, endpoint }, parent)),
        ...escalate.map((endpoint, index) =>
            subscription(`${name}-escalate-${index}`, { region, topic: escalation[0]!, endpoint }, parent),
        ),
        new EventTarget(`${name}-alarm`, { ...target, targetId: "alarm", arn: topic.arn, inputTransformer: told }, under),
        new EventTarget(`${name}-review`, { ...target, targetId: "review", arn: reviewQueue.arn }, under),
    ];
    return {
        watch: { rule, topic, reviewQueue, overdue, undelivered, unsent },
        arns: [rule, reviewQueue, lost, topic, ...escalation, ...alarms].map(({ arn }) => arn),
        ready,
    };
}

function depth(id: string, metricName: string, queue: Queue, period: Output<number>) {
    return {
        id,
        metric: { namespace: "AWS/SQS", metricName, dimensions: { QueueName: queue.name }, stat: "Maximum", period },
    };
}

function queuePolicyOf(name: string, region: string, queue: Queue, rule: EventRule, args: Watched, parent: Resource) {
    const { reviewers, holders } = args;
    const policy = queuePolicy({ queue: queue.arn, rule: rule.arn, reviewers, holders });
    return new QueuePolicy(name, { region, queueUrl: queue.url, policy }, { parent });
}
