import { FolderSink } from "@pulumi/gcp/logging/folderSink";
import { OrganizationSink } from "@pulumi/gcp/logging/organizationSink";
import { ProjectSink } from "@pulumi/gcp/logging/projectSink";
import { AlertPolicy } from "@pulumi/gcp/monitoring/alertPolicy";
import { NotificationChannel } from "@pulumi/gcp/monitoring/notificationChannel";
import { Subscription } from "@pulumi/gcp/pubsub/subscription";
import { SubscriptionIAMBinding } from "@pulumi/gcp/pubsub/subscriptionIAMBinding";
import { Topic } from "@pulumi/gcp/pubsub/topic";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember";
import { type Output, type Resource, all, interpolate } from "@pulumi/pulumi";
import { isUrl } from "../../addresses";
import { written } from "../../checks";
import { type Node, nameOf } from "../nodes";
import { type Condition, USED, consumers, message, overdue, threshold, uses } from "./documents";

export interface Watched {
    /** Where the entitlement is. */
    readonly parent: Node;
    readonly id: Output<string>;
    /** Where the alarms and the queue are. */
    readonly project: Output<string>;
    readonly reviewers: Output<string[]>;
    readonly runbook: Output<string>;
    readonly owner: Output<string>;
    /** In seconds. */
    readonly within: Output<number>;
    readonly notify: readonly Output<string>[];
    readonly escalate: readonly Output<string>[];
    readonly labels: Output<Record<string, string>>;
}

/** What tells of a use. */
export interface Watch {
    /** Takes each use from the audit log. */
    readonly sink: Sink;
    /** Where the sink puts it. */
    readonly topic: Topic;
    /** Where it waits for its review. */
    readonly reviewQueue: Subscription;
    /** Tells of a use at once. */
    readonly used: AlertPolicy;
    /** Tells `notify` when a use has waited too long, and again every twelve hours. */
    readonly overdue: AlertPolicy;
    /** Tells `escalate` of the same; undefined where that is nobody. */
    readonly escalation: AlertPolicy | undefined;
}

export type Sink = ProjectSink | FolderSink | OrganizationSink;

export interface Made {
    readonly watch: Watch;
    /** What must be there before a use is told of. */
    readonly ready: readonly Resource[];
}

/** Sees each use of an entitlement. */
export function watch(name: string, args: Watched, parent: Resource): Made {
    const { project, labels, within } = args;
    const under = { parent };
    const here = { project, labels };

    const topic = new Topic(name, here, under);
    const sink = sinkOf(name, args, interpolate`pubsub.googleapis.com/${topic.id}`, parent);
    const publisher = new TopicIAMMember(
        `${name}-sink`,
        { project, topic: topic.name, role: "roles/pubsub.publisher", member: sink.writerIdentity },
        under,
    );
    const reviewQueue = new Subscription(
        `${name}-reviews`,
        {
            ...here,
            topic: topic.id,
            // The longest there is, both: a use waits for a reviewer, and a reviewer has ten minutes to read it.
            messageRetentionDuration: "2678400s",
            ackDeadlineSeconds: 600,
            // Left out, a queue that nobody reads for 31 days is deleted, and with it what sees the next use.
            expirationPolicy: { ttl: "" },
        },
        under,
    );
    const consumer = new SubscriptionIAMBinding(
        `${name}-reviewers`,
        { project, subscription: reviewQueue.name, ...consumers(args.reviewers) },
        under,
    );

    const tell = channels(name, args, parent);
    const told = all([args.id, args.runbook, args.owner, reviewQueue.id, within]).apply(
        ([id, runbook, owner, queue, lasting]) => ({
            entitlement: `${nameOf(args.parent)}/locations/global/entitlements/${id}`,
            runbook,
            owner,
            queue,
            within: written(lasting),
        }),
    );
    const alarm = (suffix: string, what: string, to: readonly NotificationChannel[], alarmed: Alarmed) =>
        new AlertPolicy(
            `${name}-${suffix}`,
            {
                project,
                displayName: interpolate`Break-glass ${args.id}: ${suffix}`,
                severity: "CRITICAL",
                combiner: "OR",
                conditions: [
                    {
                        displayName: what,
                        conditionThreshold: all([alarmed.condition, alarmed.of.name]).apply((of) => threshold(...of)),
                    },
                ],
                notificationChannels: to.map((channel) => channel.name),
                alertStrategy: alarmed.isRepeated
                    ? {
                          notificationChannelStrategies: [
                              { notificationChannelNames: to.map((channel) => channel.name), renotifyInterval: "43200s" },
                          ],
                      }
                    : // The soonest there is: the next use is another incident.
                      { autoClose: "1800s" },
                documentation: { mimeType: "text/markdown", content: told.apply((of) => message(what, of)) },
                userLabels: labels,
            },
            under,
        );
    const late = { condition: within.apply(overdue), of: reviewQueue, isRepeated: true };
    const LATE = "A use was not reviewed in time.";
    const used = alarm("used", "Somebody uses it, or tries.", tell.notify, { condition: USED, of: topic });
    const unreviewed = alarm("overdue", LATE, tell.notify, late);
    // A policy of its own, as one takes sixteen channels. https://cloud.google.com/monitoring/quotas
    const escalation = tell.escalate.length > 0 ? alarm("escalation", LATE, tell.escalate, late) : undefined;
    return {
        watch: { sink, topic, reviewQueue, used, overdue: unreviewed, escalation },
        ready: [sink, publisher, reviewQueue, consumer, used, unreviewed, ...(escalation ? [escalation] : [])],
    };
}

interface Alarmed {
    readonly condition: Condition | Output<Condition>;
    readonly of: Topic | Subscription;
    readonly isRepeated?: boolean;
}

/** Where the entitlement is, as that is where its uses are written; and below, as they can be asked for there. */
function sinkOf(
    name: string,
    { parent: { kind, id }, id: entitlement }: Watched,
    destination: Output<string>,
    parent: Resource,
): Sink {
    const common = { destination, filter: entitlement.apply(uses), description: "Uses of a break-glass entitlement." };
    const below = { ...common, includeChildren: true };
    const under = { parent };
    switch (kind) {
        case "projects":
            // An account of its own: the topic is in another project.
            return new ProjectSink(name, { project: id, ...common, uniqueWriterIdentity: true }, under);
        case "folders":
            return new FolderSink(name, { folder: `folders/${id}`, ...below }, under);
        case "organizations":
            return new OrganizationSink(name, { orgId: id, ...below }, under);
    }
}

function channels(name: string, { project, notify, escalate, labels }: Watched, parent: Resource) {
    const channel = (suffix: string) => (address: Output<string>, index: number) =>
        new NotificationChannel(
            `${name}-${suffix}-${index}`,
            {
                project,
                displayName: `Break-glass ${name}: ${suffix}`,
                type: address.apply((of) => (isUrl(of) ? "webhook_tokenauth" : "email")),
                labels: address.apply((of): Record<string, string> => (isUrl(of) ? { url: of } : { email_address: of })),
                userLabels: labels,
            },
            { parent },
        );
    return { notify: notify.map(channel("notify")), escalate: escalate.map(channel("escalate")) };
}
