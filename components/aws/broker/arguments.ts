import { type Input, Output } from "@pulumi/pulumi";
import { type Check, type Read, Refused } from "../../arguments";
import { addresses } from "../../addresses";
import { duration, like, list } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import { retention } from "../access-review/arguments";
import { identity, isGroup } from "../identities";

export interface BrokerArgs extends OwnershipArgs {
    /** Who is told of what happens: `{ args: { notify } }`, at most ten e-mail addresses and https URLs, or `{ existing: { topicArn } }`. */
    notifications: NotificationsArgs;
    /**
     * Who may end any grant and shut any role, at most ten: "person:" and a user name or "group:" and an id of IAM Identity
     * Center, and ARNs of IAM users and roles.
     */
    security: Input<Input<string>[]>;
    /**
     * Where each step is put down: `{ args: { retention } }` for a locked bucket of its own, from "365d" to "3650d", or
     * `{ existing: { bucketArn } }` for one that locks by itself.
     * @default { args: { retention: "400d" } }
     */
    audit?: AuditArgs;
    /**
     * IAM Identity Center, to know of groups and of who has left: `{ identityStoreId }`.
     * @default none, and no "group:" anywhere
     */
    directory?: DirectoryArgs;
    /**
     * Numbers of other accounts with roles of it, at most twenty. One JitRole of each has `revoker: true`.
     * @default []
     */
    accounts?: Input<string>[];
    /**
     * The organization whose users and roles may call it, where they are of other accounts: "o-a1b2c3d4e5".
     * @default none: only those of its own account
     */
    organizationId?: Input<string>;
    /**
     * How often it looks for what was left half done, in whole minutes; at most "15m".
     * @default "5m"
     */
    sweepInterval?: Input<string>;
    /**
     * How long a request waits for its approval, from "5m" to "24h".
     * @default "8h"
     */
    requestTimeout?: Input<string>;
    /**
     * How many requests somebody may make in an hour, from 1 to 1,000.
     * @default 20
     */
    requestsPerHour?: Input<number>;
    /**
     * Whether table, schedules, key and bucket are protected, and stay when the program is destroyed.
     * @default true
     */
    retain?: boolean;
    /**
     * More tags.
     * @default {}
     */
    tags?: Input<Record<string, Input<string>>>;
}

export type NotificationsArgs =
    | { args: { notify: Input<string>[] }; existing?: undefined }
    | { existing: { topicArn: Input<string> }; args?: undefined };

export type AuditArgs =
    | { args: { retention?: Input<string> }; existing?: undefined }
    | { existing: { bucketArn: Input<string> }; args?: undefined };

export interface DirectoryArgs {
    /** Of IAM Identity Center: "d-1234567890". */
    identityStoreId: Input<string>;
}

/** What roles and entitlements must know of a broker. Of one in another program it is an output of that. */
export interface BrokerReference {
    /** ARNs of the roles of its functions. */
    readonly roles: BrokerRoles;
    /** The name of its table. */
    readonly table: string;
    /** ARNs of all that it consists of. */
    readonly parts: readonly string[];
    /** The name of the role by which it ends sessions in another account. */
    readonly revoker: string;
    /** Whether it knows of groups. */
    readonly hasGroups: boolean;
}

export interface BrokerRoles {
    /** Approves, and gives sessions. */
    readonly ask: string;
    /** Ends them. */
    readonly end: string;
    /** Looks for what was left half done. */
    readonly sweep: string;
}

/** A broker, or one of another program: `{ reference: stack.requireOutput("broker") }`. */
export interface BrokerLike {
    readonly reference: Input<BrokerReference>;
}

export const reference: Check<BrokerReference> = (given, at) => {
    const refuse = (wrong: string) =>
        new Refused(at, wrong, `${at}: new jit.aws.Broker(…), or { reference: stack.requireOutput("broker") }`);
    if (given === undefined) throw refuse("is missing.");
    const { roles, table, parts } = Object(given) as Partial<BrokerReference>;
    const isArn = (each: unknown) => typeof each === "string" && /^arn:aws[a-z-]*:iam::\d{12}:role\//.test(each);
    const isBroker = isArn(roles?.ask) && isArn(roles?.end) && isArn(roles?.sweep) && typeof table === "string";
    if (!isBroker || !Array.isArray(parts)) throw refuse("is no broker.");
    return given as BrokerReference;
};

/** What is passed as `broker`, as far as it can be read: a resource itself is never looked into. */
export function brokerOf(read: Read, broker: BrokerLike | undefined): Output<BrokerReference> {
    return read.one("broker", broker?.reference, reference);
}

const BEFORE = "is no object that is known before the deployment.";

/** One of the two ways to have something beside: made here, or there already. */
function oneOf<Made, Existing>(example: string): Check<{ readonly args?: Made; readonly existing?: Existing }> {
    return (given, at) => {
        const refuse = (wrong: string) => new Refused(at, wrong, `${at}: ${example}`);
        if (given === undefined) throw refuse("is missing.");
        const isObject = (of: unknown) => typeof of === "object" && of !== null && !isLater(of);
        if (!isObject(given)) throw refuse(BEFORE);
        const ways = Object.entries(given as object).filter(([, way]) => way !== undefined);
        const [[way, of] = []] = ways;
        if (ways.length !== 1 || (way !== "args" && way !== "existing"))
            throw refuse("is not exactly one of args and existing.");
        if (!isObject(of)) throw new Refused(`${at}.${way}`, BEFORE, `${at}: ${example}`);
        return given as { args?: Made; existing?: Existing };
    };
}

function isLater(of: unknown): boolean {
    return Output.isInstance(of) || of instanceof Promise;
}

const NOTIFY = '{ args: { notify: ["security@example.com"] } }';
const notifications = oneOf<{ notify?: unknown }, { topicArn?: unknown }>(NOTIFY);
const auditing = oneOf<{ retention?: unknown }, { bucketArn?: unknown }>('{ args: { retention: "400d" } }');

const topicArn = like(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/,
    "ARN of a topic",
    '"arn:aws:sns:eu-west-1:123456789012:jit"',
);
const bucketArn = like(
    /^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    "ARN of a bucket",
    '"arn:aws:s3:::jit-audit"',
);

/** Whom to tell, or the topic that is there already. */
export function told(read: Read, args: Partial<BrokerArgs>): { notify: readonly Output<string>[]; topic?: Output<string> } {
    const { args: made, existing } = read.plain("notifications", args.notifications, notifications) ?? {};
    const at = "notifications.existing.topicArn";
    return {
        notify: made ? addresses(read, "notifications.args.notify", made.notify, { example: "security@example.com" }) : [],
        ...(existing && { topic: read.one(at, existing.topicArn, topicArn) }),
    };
}

/** How long entries are locked, or the bucket that is there already. */
export function kept(read: Read, args: Partial<BrokerArgs>): { retention?: Output<number>; bucket?: Output<string> } {
    const { args: made, existing } = read.plain("audit", args.audit ?? { args: {} }, auditing) ?? {};
    return {
        ...(made && { retention: read.one("audit.args.retention", made.retention, retention) }),
        ...(existing && { bucket: read.one("audit.existing.bucketArn", existing.bucketArn, bucketArn) }),
    };
}

const STORE = "directory.identityStoreId";
const store = like(
    /^(d-[0-9a-f]{10}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/,
    "id of an identity store",
    '"d-1234567890"',
);

/** The id of the identity store. Whether there is one is known before the deployment. */
export function storeOf(read: Read, args: Partial<BrokerArgs>): Output<string> | undefined {
    const found = read.plain("directory", args.directory, (given, at): DirectoryArgs | undefined => {
        if (given === undefined || (typeof given === "object" && given !== null && !isLater(given))) {
            return given as DirectoryArgs | undefined;
        }
        throw new Refused(at, BEFORE, `${at}: { identityStoreId: "d-1234567890" }`);
    });
    return found && read.one(STORE, found.identityStoreId, store);
}

export const accounts = list(0, 20, '"123456789012"');
export const account = like(/^\d{12}$/, "number of an account", '"123456789012"');
export const organizationId = like(/^o-[a-z0-9]{10,32}$/, "id of an organization", '"o-a1b2c3d4e5"');

export const sweepInterval = duration({
    byDefault: "5m",
    least: "1m",
    most: "15m",
    because: "what was left half done would stay so for too long",
});

export const requestTimeout = duration({
    byDefault: "8h",
    least: "5m",
    most: "24h",
    because: "what was wanted yesterday is asked for again",
});

export const requestsPerHour: Check<number> = (given = 20, at) => {
    if (Number.isInteger(given) && (given as number) >= 1 && (given as number) <= 1_000) return given as number;
    throw new Refused(at, "is no whole number from 1 to 1,000.", `${at}: 20`);
};

export const retain: Check<boolean> = (given = true, at) => {
    if (typeof given === "boolean") return given;
    throw new Refused(at, "is neither true nor false before the deployment.", `${at}: true`);
};

export function security(read: Read, given: unknown): Output<string[]> {
    return read.each("security", given, identity, {
        least: 1,
        most: 10,
        because: "what everybody may stop is stopped by mistake",
        example: '"group:9067f1b2c3-11111111-2222-3333-4444-555555555555"',
    });
}

/** That groups are named only where there is a directory to find their members in. Of lists of identities, by argument. */
export function withoutGroups(given: unknown, at: string): void {
    if (!Array.isArray(given)) return;
    const index = given.findIndex((each) => typeof each === "string" && isGroup(each));
    if (index < 0) return;
    throw new Refused(
        `${at}[${index}]`,
        "is a group, and the broker has no directory to find its members in.",
        'directory: { identityStoreId: "d-1234567890" } for the broker',
    );
}
