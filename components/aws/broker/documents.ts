import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import type { Input } from "@pulumi/pulumi";
import { type Persistence, boundary } from "../boundary";
import { type Document, type Texts, document, unfinished } from "../iam";

/** The path of roles that the broker gives sessions of, and of their boundaries. */
export const PATH = "/jit/";

/** Ids of grants. A session carries that of its grant as its source identity, and a Deny aims at it. */
const GRANTS = "g-*";

/** Who may take a role: the broker, and only for a grant. A session without a source identity no Deny could end. */
export function trust(broker: string): Document {
    const only = { Principal: { AWS: broker } };
    return document(
        {
            Sid: "Broker",
            Effect: "Allow",
            ...only,
            Action: ["sts:AssumeRole", "sts:SetSourceIdentity"],
            Condition: { StringLike: { "sts:SourceIdentity": GRANTS } },
        },
        {
            Sid: "ForWhom",
            Effect: "Allow",
            ...only,
            Action: "sts:TagSession",
            Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": "jit-requester" } },
        },
    );
}

/** The boundary of a role: what would outlive a session, what it is ended by, and whoever did not come by a grant. ARNs. */
export function sessionBoundary(broker: Input<string>[], allowed: readonly Persistence[] = []): PolicyDocument {
    return unfinished(
        ...(boundary(allowed).Statement as PolicyStatement[]),
        { Sid: "NotItsOwnBroker", Effect: "Deny", Action: "*", Resource: broker },
        {
            Sid: "OnlyForAGrant",
            Effect: "Deny",
            Action: "*",
            Resource: "*",
            // What a service does for the session may come without.
            Condition: {
                StringNotLike: { "aws:SourceIdentity": GRANTS },
                BoolIfExists: { "aws:ViaAWSService": "false" },
            },
        },
    );
}

export interface Place {
    readonly partition: string;
    readonly region: string;
    /** Of the broker. */
    readonly account: string;
}

export interface Records {
    /** ARN of the table. */
    readonly table: Input<string>;
    /** ARNs of its indexes. */
    readonly indexes: Texts;
    /** ARN of the bucket of the audit, to be continued by a key. */
    readonly audit: (key: string) => Input<string>;
    /** ARN of the key that seals it. */
    readonly key: Input<string>;
    /** ARN of what tells of it. */
    readonly topic: Input<string>;
    /** ARN of the store of Identity Center. */
    readonly directory?: Input<string> | undefined;
}

export interface Schedules {
    /** The name of their group. */
    readonly group: string;
    /** ARN of the role by which they call. */
    readonly role: Input<string>;
}

export interface Vending {
    /** Accounts whose roles it gives sessions of. */
    readonly accounts: readonly string[];
    readonly schedules: Schedules;
}

/** What the function may do that takes requests, approves and vends: schedule an end, and take roles of this path. */
export function vendRights(place: Place, records: Records, { accounts, schedules }: Vending): PolicyStatement[] {
    const roles = accounts.map((account) => rolesOf({ ...place, account }));
    return [
        ...common(place, records),
        allow("Count", "dynamodb:UpdateItem", records.table, keys("count#*")),
        allow("SealRefusals", "s3:PutObject", records.audit("/refused/*"), ONCE),
        ...scheduling(place, schedules, "scheduler:CreateSchedule", "scheduler:GetSchedule"),
        allow("Vend", ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"], roles),
    ];
}

export interface Ending {
    /** ARNs of the boundaries of roles, or a pattern of them. */
    readonly boundaries: Texts;
    readonly schedules: Schedules;
    /** ARN of the stream of the table. */
    readonly stream: Input<string>;
    /** ARNs of the roles by which it ends sessions in other accounts. */
    readonly revokers?: Texts;
}

/** What the function may do that ends and sweeps. Nobody can call it but schedules and the stream of the table. */
export function endRights(place: Place, records: Records, ending: Ending): PolicyStatement[] {
    const { boundaries, schedules, stream, revokers } = ending;
    return [
        ...common(place, records),
        allow("Follow", ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], stream),
        // These two take no resource.
        allow("Find", ["dynamodb:ListStreams", "scheduler:ListSchedules"], "*"),
        ...scheduling(place, schedules, "scheduler:CreateSchedule", "scheduler:DeleteSchedule", "scheduler:GetSchedule"),
        ...revokerRights(place, boundaries),
        ...(revokers ? [allow("Elsewhere", "sts:AssumeRole", revokers)] : []),
    ];
}

/** What the functions that end need for the tasks of an entitlement: ARNs of secrets to rotate, and of topics to tell. */
export function taskRights(rotate: readonly Input<string>[], call: readonly Input<string>[]): PolicyStatement[] {
    return [
        ...(rotate.length > 0 ? [allow("Rotate", "secretsmanager:RotateSecret", [...rotate])] : []),
        ...(call.length > 0 ? [allow("Call", "sns:Publish", [...call])] : []),
    ];
}

/** What ends sessions in an account: inline policies of roles of this path that have the boundary, and of nothing else. */
export function revokerRights({ partition, account }: Omit<Place, "region">, boundaries: Texts): PolicyStatement[] {
    const roles = rolesOf({ partition, account });
    return [
        allow("Revoke", ["iam:DeleteRolePolicy", "iam:PutRolePolicy"], roles, {
            ArnLike: { "iam:PermissionsBoundary": boundaries },
        }),
        allow("Look", ["iam:GetRolePolicy", "iam:ListRolePolicies"], roles),
        allow("LookForShells", "ssm:DescribeSessions", "*"),
        // Their ids begin with the name of the session, which is that of its grant.
        allow("CloseShells", "ssm:TerminateSession", `arn:${partition}:ssm:*:${account}:session/${GRANTS}`),
    ];
}

/** Who may take the role that ends sessions in another account than the broker's: ARNs of the roles that end and that sweep. */
export function revokerTrust(end: Input<string>[]): PolicyDocument {
    return unfinished({ Sid: "Ends", Effect: "Allow", Principal: { AWS: end }, Action: "sts:AssumeRole" });
}

function common({ partition }: Place, { table, indexes, audit, key, topic, directory }: Records): PolicyStatement[] {
    const entries = [audit("/grant/*"), audit("/role/*")];
    const groups = directory && [
        directory,
        `arn:${partition}:identitystore:::membership/*`,
        `arn:${partition}:identitystore:::user/*`,
    ];
    return [
        allow("Read", "dynamodb:GetItem", table),
        allow("List", "dynamodb:Query", indexes),
        // Entitlements it cannot write.
        allow("Write", "dynamodb:PutItem", table, keys("g-*", "r-*")),
        allow("Seal", "s3:PutObject", entries, ONCE),
        allow("Compare", "s3:GetObject", entries),
        allow("Mac", "kms:GenerateMac", key),
        allow("Tell", "sns:Publish", topic),
        ...(groups
            ? [allow("Groups", ["identitystore:GetUserId", "identitystore:ListGroupMembershipsForMember"], groups)]
            : []),
    ];
}

// An entry is never written again. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
const ONCE = { Null: { "s3:if-none-match": "false" } };

// Of a request without keys it would be true that all of them are such.
function keys(...like: string[]): PolicyStatement["Condition"] {
    return {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": like },
        Null: { "dynamodb:LeadingKeys": "false" },
    };
}

function scheduling(place: Place, { group, role }: Schedules, ...actions: string[]): PolicyStatement[] {
    const { partition, region, account } = place;
    return [
        allow("Schedule", actions, `arn:${partition}:scheduler:${region}:${account}:schedule/${group}/${GRANTS}`),
        allow("LetSchedulesCall", "iam:PassRole", role, {
            StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" },
        }),
    ];
}

function rolesOf({ partition, account }: Omit<Place, "region">): string {
    return `arn:${partition}:iam::${account}:role${PATH}*`;
}

function allow(
    Sid: string,
    Action: string | string[],
    Resource: Texts | Input<string>,
    Condition?: PolicyStatement["Condition"],
): PolicyStatement {
    return { Sid, Effect: "Allow", Action, Resource, ...(Condition && { Condition }) };
}
