import type { Input } from "@pulumi/pulumi";

/**
 * The entries of the audit log that tell of a use: that somebody asks, or is not let; that a grant begins; and that somebody
 * changed what a grant wrote, so that it does not end. In logs that cannot be switched off. The place is left open, as a
 * grant can be asked for below that of the entitlement.
 */
// https://cloud.google.com/iam/docs/audit-logging/audit-logging-pam
export function uses(entitlementId: string): string {
    return [
        'protoPayload.serviceName="privilegedaccessmanager.googleapis.com"',
        'protoPayload.methodName=~"([.]CreateGrant|^PAMActivateGrant|^PAMReportExternalGrantModification)$"',
        `protoPayload.resourceName=~"/locations/global/entitlements/${entitlementId}(/|$)"`,
    ].join(" AND ");
}

/** What Pub/Sub counts of one topic or subscription, and from when on it is too much. */
export interface Condition {
    readonly metric: string;
    readonly of: "topic" | "subscription";
    readonly aligner: "ALIGN_DELTA" | "ALIGN_MAX";
    readonly above: number;
}

/** That a use came. https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-pubsub */
export const USED: Condition = { metric: "send_request_count", of: "topic", aligner: "ALIGN_DELTA", above: 0 };

/** That one has waited for more than so many seconds, whether a reviewer has it in hand or not. */
export function overdue(seconds: number): Condition {
    return { metric: "oldest_unacked_message_age", of: "subscription", aligner: "ALIGN_MAX", above: seconds };
}

/** As an alert policy takes it, of the topic or subscription of that name. */
export function threshold({ metric, of, aligner, above }: Condition, name: string) {
    return {
        filter: [
            `metric.type="pubsub.googleapis.com/${of}/${metric}"`,
            `resource.type="pubsub_${of}"`,
            `resource.labels.${of}_id="${name}"`,
        ].join(" AND "),
        comparison: "COMPARISON_GT",
        thresholdValue: above,
        // At the first point above it.
        duration: "0s",
        // Several answers of one topic are several series.
        aggregations: [{ alignmentPeriod: "300s", perSeriesAligner: aligner, crossSeriesReducer: REDUCERS[aligner] }],
    };
}

const REDUCERS = { ALIGN_DELTA: "REDUCE_SUM", ALIGN_MAX: "REDUCE_MAX" } as const;

export interface Told {
    readonly entitlement: string;
    readonly runbook: string;
    readonly owner: string;
    /** "projects/security/subscriptions/repair-reviews-1a2b3c4" */
    readonly queue: string;
    /** As written: "24h". */
    readonly within: string;
}

/** What somebody reads who is woken, in Markdown. */
export function message(what: string, { entitlement, runbook, owner, queue, within }: Told): string {
    return [
        `${what} Break-glass entitlement: ${entitlement}.`,
        `Runbook: ${runbook}`,
        `Owner: ${owner}`,
        `To be reviewed within ${within}: \`${reviewCommand(queue)}\``,
    ].join("\n\n");
}

/** What shows a reviewer the uses that wait. */
export function reviewCommand(queue: string): string {
    return `gcloud pubsub subscriptions pull ${queue} --limit=10 --format=json`;
}

/** Who may take uses out of the queue, and nobody else on the queue itself. */
export function consumers(reviewers: Input<string[]>) {
    return { role: "roles/pubsub.subscriber", members: reviewers };
}
