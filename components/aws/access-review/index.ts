import { Policy } from "@pulumi/aws/iam/policy";
import { Permission } from "@pulumi/aws/lambda/permission";
import type { Bucket } from "@pulumi/aws/s3/bucket";
import { BucketNotification } from "@pulumi/aws/s3/bucketNotification";
import type { Schedule } from "@pulumi/aws/scheduler/schedule";
import { Topic } from "@pulumi/aws/sns/topic";
import {
    ComponentResource,
    type ComponentResourceOptions,
    type Output,
    all,
    interpolate,
    jsonStringify,
} from "@pulumi/pulumi";
import { addresses } from "../../addresses";
import { checked } from "../../arguments";
import { ownership, tags } from "../../ownership";
import { lambda } from "../function";
import { accountOf, principal } from "../iam";
import { schedule } from "../schedule";
import { subscription } from "../subscription";
import {
    type AccessReviewArgs,
    type ReviewedArgs,
    onOverdue,
    remindBefore,
    retention,
    reviewed,
    together,
} from "./arguments";
import { type Alarms, alarms } from "./alarms";
import { SUSPENDED, rights } from "./documents";
import { evidence } from "./evidence";

export type { AccessReviewArgs, ReviewedArgs };

/** A review of entitlements, again and again: who keeps one says why, and the role of one that nobody keeps is suspended. */
export class AccessReview extends ComponentResource {
    /** What runs the review, once a day. */
    readonly schedule: Schedule;
    /** Where reviews are put: "s3://…/reviews". */
    readonly evidence: Output<string>;
    /** The bucket of the reviews: locked, and protected against being destroyed with the program. */
    readonly bucket: Bucket;
    /** Where what is due, overdue and decided is told of. */
    readonly topic: Topic;
    /** What is attached to a role that is suspended: a policy that denies everything. */
    readonly suspension: Policy;
    /** `failed`: in alarm when an entitlement could not be settled; `silent`: when there was no review for more than a day. */
    readonly alarms: Alarms;

    constructor(name: string, args: AccessReviewArgs, opts?: ComponentResourceOptions) {
        const { entitlements, reviewers } = args;
        const given = checked("AccessReview", name, (read) => ({
            reviewed: reviewed(read, entitlements),
            reviewers: read.each("reviewers", reviewers, principal, {
                least: 1,
                most: 10,
                because: "what everybody may decide nobody answers for",
                example: '"arn:aws:iam::123456789012:role/security"',
            }),
            together: read.one("entitlements", { entitlements, reviewers }, together),
            notify: addresses(read, "notify", args.notify, { example: "security@example.com" }),
            onOverdue: read.one("onOverdue", args.onOverdue, onOverdue),
            remindBefore: read.one("remindBefore", args.remindBefore, remindBefore),
            retention: read.one("retention", args.retention, retention),
            ownership: ownership(read, args),
        }));
        super("jit-guard:aws:AccessReview", name, {}, opts);
        const tagged = tags(given.ownership, args.tags);
        const reviewedOnes = given.together.apply(() => all(given.reviewed));
        const account = reviewedOnes.apply(([first]) => accountOf(first!.role));

        const kept = evidence(
            `${name}-evidence`,
            {
                names: Object.keys(entitlements),
                reviewers: given.reviewers.apply((list) => list.map(({ arn }) => arn)),
                retention: given.retention,
                tags: tagged,
            },
            this,
        );
        this.bucket = kept.bucket;
        this.evidence = interpolate`s3://${this.bucket.id}/reviews`;
        this.topic = new Topic(name, { displayName: "Access review", tags: tagged }, { parent: this });
        given.notify.forEach((endpoint, index) => {
            subscription(`${name}-notify-${index}`, { topic: this.topic, endpoint }, this);
        });
        this.suspension = new Policy(
            `${name}-suspended`,
            {
                path: "/jit-guard/",
                description: "Denies everything until the entitlement is reviewed.",
                policy: JSON.stringify(SUSPENDED),
                tags: tagged,
            },
            { parent: this },
        );
        const runs = lambda(
            name,
            {
                component: "aws/access-review",
                description: "Looks which entitlements were reviewed, reminds, and suspends.",
                statements: rights({
                    bucket: (key) => interpolate`${this.bucket.arn}${key}`,
                    topic: this.topic.arn,
                    deny: this.suspension.arn,
                    roles: reviewedOnes.apply((list) => list.map(({ role }) => role)),
                }),
                environment: {
                    BUCKET: this.bucket.id,
                    TOPIC: this.topic.arn,
                    DENY: this.suspension.arn,
                    SETTINGS: jsonStringify({
                        entitlements: reviewedOnes,
                        onOverdue: given.onOverdue,
                        remindBefore: given.remindBefore,
                        owner: given.ownership.owner,
                    }),
                },
                timeout: 300,
                tags: tagged,
            },
            this,
        );
        const call = new Permission(
            `${name}-evidence`,
            {
                action: "lambda:InvokeFunction",
                function: runs.name,
                principal: "s3.amazonaws.com",
                sourceArn: this.bucket.arn,
                // The name of a bucket that is gone may be taken by another account.
                sourceAccount: account,
            },
            { parent: this },
        );
        new BucketNotification(
            `${name}-evidence`,
            {
                bucket: this.bucket.id,
                lambdaFunctions: [{ lambdaFunctionArn: runs.arn, events: ["s3:ObjectCreated:*"], filterPrefix: "reviews/" }],
            },
            { parent: this, dependsOn: [call, ...kept.ready] },
        );
        this.schedule = schedule(
            name,
            {
                runs,
                account,
                description: "Reviews entitlements once a day.",
                expression: "cron(0 6 * * ? *)",
                giveUpAfter: 43_200,
                tags: tagged,
                after: kept.ready,
            },
            this,
        );
        this.alarms = alarms(name, { runs, topic: this.topic, tags: tagged }, this);
        this.registerOutputs({
            schedule: this.schedule,
            evidence: this.evidence,
            bucket: this.bucket,
            topic: this.topic,
            suspension: this.suspension,
            alarms: this.alarms,
        });
    }
}
