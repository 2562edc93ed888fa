import type { Table } from "@pulumi/aws/dynamodb/table";
import { TableItem } from "@pulumi/aws/dynamodb/tableItem";
import type { Key } from "@pulumi/aws/kms/key";
import type { ScheduleGroup } from "@pulumi/aws/scheduler/scheduleGroup";
import { Topic } from "@pulumi/aws/sns/topic";
import { TopicPolicy } from "@pulumi/aws/sns/topicPolicy";
import type { Queue } from "@pulumi/aws/sqs/queue";
import {
    ComponentResource,
    type ComponentResourceOptions,
    type Output,
    all,
    interpolate,
    jsonStringify,
    output,
} from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { ownership, tags } from "../../ownership";
import { topicPolicy } from "../access-review/documents";
import { subscription } from "../subscription";
import { lockedBucket } from "../locked-bucket";
import { type Alarms, alarms } from "./alarms";
import {
    type AuditArgs,
    type BrokerArgs,
    type BrokerLike,
    type BrokerReference,
    type BrokerRoles,
    type DirectoryArgs,
    type NotificationsArgs,
    account,
    accounts,
    kept,
    organizationId,
    requestTimeout,
    requestsPerHour,
    retain,
    security,
    storeOf,
    sweepInterval,
    told,
    withoutGroups,
} from "./arguments";
import { closeAudit, sealingKey } from "./audit";
import { type Functions, REVOKERS, PLACE, functions, indexesOf, placeOf, storeArn, url } from "./functions";
import { ADDRESS } from "./runtime/keys";
import { endSchedules, ends } from "./schedules";
import { table } from "./table";

export type { AuditArgs, BrokerArgs, BrokerLike, BrokerReference, BrokerRoles, DirectoryArgs, NotificationsArgs };

/** What gives sessions of roles for a while: they are asked for, approved, end by themselves or before, and all of it is put down. */
export class Broker extends ComponentResource implements BrokerLike {
    /** Where it is called, with a signature of AWS: for `jit`. */
    readonly url: Output<string>;
    /** What roles and entitlements must know of it. */
    readonly reference: Output<BrokerReference>;
    /** ARNs of the roles of its functions: `ask`, `end` and `sweep`. */
    readonly roles: Output<BrokerRoles>;
    /** Its functions: `ask`, which the URL calls, `end`, which schedules call, and `sweep`. */
    readonly functions: Functions;
    /** Where its records are. */
    readonly table: Table;
    /** Where the schedules of the ends of sessions are. */
    readonly scheduleGroup: ScheduleGroup;
    /** Where ends are that nobody could be called for. */
    readonly deadLetterQueue: Queue;
    /** ARN of the bucket of the audit. */
    readonly auditBucketArn: Output<string>;
    /** What the audit is sealed with. */
    readonly key: Key;
    /** ARN of the topic by which it tells of what happens. */
    readonly topicArn: Output<string>;
    /** `failed`: a function failed; `silent`: nothing looks for what was left half done; `undelivered`: an end was given up. */
    readonly alarms: Alarms;

    constructor(name: string, args: BrokerArgs, opts?: ComponentResourceOptions) {
        const given = checked("Broker", name, (read) => ({
            ...told(read, args),
            ...kept(read, args),
            store: storeOf(read, args),
            security: security(read, args.security),
            grouped: read.one("security", args.security, args.directory === undefined ? withoutGroups : () => undefined),
            accounts: (read.plain("accounts", args.accounts, accounts) ?? []).map((each, index) =>
                read.one(`accounts[${index}]`, each, account),
            ),
            ...(args.organizationId !== undefined && {
                organizationId: read.one("organizationId", args.organizationId, organizationId),
            }),
            sweepInterval: read.one("sweepInterval", args.sweepInterval, sweepInterval),
            requestTimeout: read.one("requestTimeout", args.requestTimeout, requestTimeout),
            requestsPerHour: read.one("requestsPerHour", args.requestsPerHour, requestsPerHour),
            retain: read.plain("retain", args.retain, retain),
            ownership: ownership(read, args),
        }));
        super("jit-guard:aws:Broker", name, {}, opts);
        const { retain: isKept, store } = given;
        const tagged = tags(given.ownership, args.tags);
        const keeping = { retain: isKept, tags: tagged };

        this.table = table(name, keeping, this);
        const place = placeOf(this.table.arn, "");
        const here = place[PLACE.account] as Output<string>;
        const made = given.retention && lockedBucket(`${name}-audit`, { ...keeping, retention: given.retention }, this);
        this.auditBucketArn = made ? made.bucket.arn : given.bucket!;
        this.key = sealingKey(`${name}-audit`, keeping, this);
        const topic = given.topic
            ? undefined
            : new Topic(name, { displayName: "Just-in-time access", tags: tagged }, { parent: this });
        this.topicArn = topic ? topic.arn : given.topic!;
        given.notify.forEach((endpoint, index) => {
            subscription(`${name}-notify-${index}`, { topic: topic!, endpoint }, this);
        });
        const { group, lost, caller } = endSchedules(name, { ...keeping, account: here }, this);
        this.scheduleGroup = group;
        this.deadLetterQueue = lost;

        const known = placeOf(this.table.arn, group.name);
        const revoker = `${name}-revoker`;
        this.functions = functions(
            name,
            {
                known,
                records: {
                    table: this.table.arn,
                    indexes: indexesOf(this.table.arn),
                    audit: (of) => interpolate`${this.auditBucketArn}${of}`,
                    key: this.key.arn,
                    topic: this.topicArn,
                    directory: store && storeArn(store, known),
                },
                stream: this.table.streamArn,
                caller: caller.arn,
                lost: lost.arn,
                accounts: given.accounts,
                revoker,
                environment: {
                    TABLE: this.table.name,
                    BUCKET: this.auditBucketArn.apply((arn) => arn.split(":").at(-1)!),
                    KEY: this.key.arn,
                    TOPIC: this.topicArn,
                    SCHEDULE_ROLE: caller.arn,
                    DEAD_LETTERS: lost.arn,
                    GROUP: group.name,
                    ACCOUNT: here,
                    REVOKER: `${REVOKERS.slice(1)}${revoker}`,
                    ...(store && { IDENTITY_STORE: store }),
                },
                settings: {
                    security: all([given.security, given.grouped]).apply(([who]) => who),
                    requestTimeout: given.requestTimeout,
                    requestsPerHour: given.requestsPerHour,
                    // Those that a JitRole is made with are managed ones.
                    ownPolicies: [],
                },
                ...keeping,
            },
            this,
        );
        const { ask, end, sweep } = this.functions;
        this.roles = output({ ask: ask.role, end: end.role, sweep: sweep.role });
        const broker = [ask.role, end.role, sweep.role];
        const closed = made ? [made.lock, closeAudit(`${name}-audit`, made, broker, this)] : [];
        ends(
            name,
            {
                end,
                sweep,
                caller,
                lost,
                stream: this.table.streamArn,
                account: here,
                sweepInterval: given.sweepInterval,
                tags: tagged,
            },
            this,
        );
        this.alarms = alarms(
            name,
            { functions: this.functions, lost, topic: this.topicArn, sweepInterval: given.sweepInterval, tags: tagged },
            this,
        );
        if (topic) {
            const telling = Object.values(this.alarms as unknown as Record<string, Alarms["failed"]>).map(({ arn }) => arn);
            new TopicPolicy(name, { arn: topic.arn, policy: topicPolicy(topic.arn, telling) }, { parent: this });
        }
        const { organizationId: whose } = given;
        // Nobody can ask before what is told of it is locked.
        this.url = url(name, { ask, after: closed, ...(whose && { organizationId: whose }) }, this).functionUrl;
        const parts = [ask, end, sweep, this.table, this.key, group, lost, caller].map(({ arn }) => arn);
        // The functions are told of it there: they come before their URL.
        const host = this.url.apply((url) => new URL(url).host);
        new TableItem(
            `${name}-address`,
            {
                tableName: this.table.name,
                hashKey: "pk",
                item: jsonStringify({ pk: { S: ADDRESS }, host: { S: host } }),
            },
            { parent: this },
        );
        this.reference = all([this.roles, this.table.name, parts, this.auditBucketArn, this.topicArn]).apply(
            ([roles, records, arns, bucket, tells]) => ({
                roles,
                table: records,
                parts: [...arns, bucket, `${bucket}/*`, tells, ...Object.values(roles)],
                revoker,
                hasGroups: store !== undefined,
            }),
        );
        this.registerOutputs({
            url: this.url,
            reference: this.reference,
            roles: this.roles,
            functions: this.functions,
            table: this.table,
            scheduleGroup: group,
            deadLetterQueue: lost,
            auditBucketArn: this.auditBucketArn,
            key: this.key,
            topicArn: this.topicArn,
            alarms: this.alarms,
        });
    }
}
