import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import type { Input } from "@pulumi/pulumi";
import { type Document, type Principal, type Statement, type Texts, document, unfinished } from "../iam";

export interface Trusted {
    readonly principals: readonly Principal[];
    /** In which its use is seen. */
    readonly regions: readonly string[];
    /** For roles too; for users it always is. */
    readonly requireMfa?: boolean | undefined;
}

/**
 * Who may take the role: with MFA, under a name that CloudTrail shows for the whole session, and by an endpoint of STS in a
 * region in which somebody is told of it.
 */
export function trust({ principals, regions, requireMfa = false }: Trusted): Document {
    const statement = (kind: Principal["kind"]): Statement[] => {
        const arns = principals.filter((each) => each.kind === kind).map(({ arn }) => arn);
        if (arns.length === 0) return [];
        // CloudTrail writes a call where this key says it was made, those to the global endpoint too.
        // https://aws.amazon.com/blogs/security/announcing-upcoming-changes-to-the-aws-security-token-service-global-endpoint/
        const seen = { "aws:RequestedRegion": regions };
        // A user may only give the user's own name.
        const named =
            kind === "user"
                ? { StringEquals: { ...seen, "sts:SourceIdentity": "${aws:username}" } }
                : { StringEquals: seen, StringLike: { "sts:SourceIdentity": "?*" } };
        return [
            {
                Sid: kind === "user" ? "Users" : "Roles",
                Effect: "Allow",
                Principal: { AWS: arns },
                Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
                Condition: {
                    ...named,
                    ...((kind === "user" || requireMfa) && { Bool: { "aws:MultiFactorAuthPresent": "true" } }),
                },
            },
        ];
    };
    return document(...statement("user"), ...statement("role"));
}

/** What the role may not touch, whatever its policies allow: itself, and all by which its use is seen. ARNs. */
export function guard(own: Input<string>[]): PolicyDocument {
    return unfinished(
        {
            Sid: "NotItsOwnWatch",
            Effect: "Deny",
            // Nothing at all, as each service has more than one way to silence: an alarm is also muted by a mute rule.
            Action: ["cloudwatch:*", "events:*", "iam:*", "sns:*", "sqs:*"],
            Resource: own,
        },
        {
            Sid: "NotWhatItSeesBy",
            Effect: "Deny",
            Action: [
                "cloudtrail:DeleteTrail",
                "cloudtrail:PutEventSelectors",
                "cloudtrail:StopLogging",
                "cloudtrail:UpdateTrail",
                // Of a subscription, whose ARN nobody knows until its owner has confirmed it.
                "sns:SetSubscriptionAttributes",
                "sns:Unsubscribe",
            ],
            Resource: "*",
        },
    );
}

/** Read-only management events, such as AssumeRole, reach a rule in this state only. */
// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
export const STATE = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

/** Every event of somebody who takes the role, or is not let. */
export function uses(role: string): object {
    return {
        source: ["aws.sts"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
            eventSource: ["sts.amazonaws.com"],
            eventName: ["AssumeRole"],
            $or: [
                { requestParameters: { roleArn: [{ "equals-ignore-case": role }] } },
                // Where access is denied, CloudTrail may leave the parameters out.
                { errorMessage: [{ wildcard: `*on resource: ${role}*` }] },
            ],
        },
    };
}

export interface Told {
    readonly role: string;
    readonly runbook: string;
    readonly queue: string;
    /** As written: "24h". */
    readonly within: string;
}

/** What somebody reads who is woken. What an event does not say stays empty. */
export function message({ role, runbook, queue, within }: Told): {
    inputPaths: Record<string, string>;
    inputTemplate: string;
} {
    return {
        inputPaths: {
            who: "$.detail.userIdentity.arn",
            account: "$.detail.userIdentity.accountId",
            name: "$.detail.requestParameters.sourceIdentity",
            at: "$.detail.eventTime",
            from: "$.detail.sourceIPAddress",
            region: "$.region",
            error: "$.detail.errorCode",
        },
        // Text of several lines, each in quotes. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
        inputTemplate: [
            `"Break-glass role ${role} was taken, or tried: by <name> <who> of account <account>, at <at>, from <from>, in <region>. <error>"`,
            `"Runbook: ${runbook}"`,
            `"To be reviewed within ${within}: ${queue}"`,
        ].join("\n"),
    };
}

/** Who may tell of a use: the rule, and the alarms. */
export function topicPolicy(topic: Input<string>, alarms: Texts): PolicyDocument {
    const publish = (Sid: string, Service: string, Condition?: PolicyStatement["Condition"]): PolicyStatement => ({
        Sid,
        Effect: "Allow",
        Principal: { Service },
        Action: "sns:Publish",
        Resource: topic,
        ...(Condition && { Condition }),
    });
    return unfinished(
        // Without a condition: EventBridge would never meet it, and the alarm would never come.
        // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
        publish("Uses", "events.amazonaws.com"),
        publish("Alarms", "cloudwatch.amazonaws.com", { ArnEquals: { "aws:SourceArn": alarms } }),
    );
}

export interface Queued {
    readonly queue: Input<string>;
    readonly rule: Input<string>;
    readonly reviewers: Texts;
    /** Who could wish that nobody looks: the role and its principals. */
    readonly holders: Texts;
}

const REVIEW = ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:ReceiveMessage"];

/** Who may put a use into the queue, and who may take it out. */
export function queuePolicy({ queue, rule, reviewers, holders }: Queued): PolicyDocument {
    const to = { Resource: queue };
    const CALLER = "aws:PrincipalArn";
    return unfinished(
        {
            Sid: "Uses",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            ...to,
            Condition: { ArnEquals: { "aws:SourceArn": rule } },
        },
        {
            Sid: "Reviewers",
            Effect: "Allow",
            Principal: { AWS: reviewers },
            Action: [...REVIEW, "sqs:GetQueueAttributes", "sqs:GetQueueUrl"],
            ...to,
        },
        // Rights of their own, such as those of an administrator, are not enough.
        {
            Sid: "NobodyElse",
            Effect: "Deny",
            Principal: "*",
            Action: REVIEW,
            ...to,
            Condition: { ArnNotEquals: { [CALLER]: reviewers } },
        },
        { Sid: "OneByOne", Effect: "Deny", Principal: "*", Action: "sqs:PurgeQueue", ...to },
        {
            Sid: "NotItsHolders",
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            ...to,
            Condition: { ArnEquals: { [CALLER]: holders } },
        },
    );
}

/** How CloudWatch looks back over so many seconds: a day in short periods, at most seven in hours. */
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
export function lookback(seconds: number): { period: number; evaluationPeriods: number } {
    const period = seconds > 86_400 ? 3_600 : 300;
    return { period, evaluationPeriods: seconds / period };
}
