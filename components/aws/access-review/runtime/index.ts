import {
    AttachRolePolicyCommand,
    DetachRolePolicyCommand,
    IAMClient,
    paginateListAttachedRolePolicies,
} from "@aws-sdk/client-iam";
import { S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { type Entitlement, type Settings, judge, notice, reminds } from "./decide";
import { type Store, evidenceOf } from "./evidence";
import { wording } from "./notices";

export interface World extends Store {
    readonly iam: IAMClient;
    readonly sns: SNSClient;
    readonly topic: string;
    /** ARN of the policy that denies everything. */
    readonly deny: string;
    readonly settings: Settings;
    /** In milliseconds since 1970. */
    readonly now: () => number;
}

/** Of S3, when reviews have come; what comes from the schedule has no records. */
export interface Event {
    readonly Records?: readonly { readonly s3: { readonly object: { readonly key: string } } }[];
}

/** Settles each entitlement, whatever becomes of the others, and only then says which of them it could not. */
export async function review({ Records }: Event, world: World): Promise<void> {
    const reviewed = Records && new Set(Records.map(({ s3 }) => s3.object.key.split("/")[1]));
    const failed: string[] = [];
    for (const entitlement of world.settings.entitlements) {
        const { name, role } = entitlement;
        if (reviewed && !reviewed.has(name)) continue;
        try {
            await settle(entitlement, reviewed !== undefined, world);
        } catch (error) {
            failed.push(name);
            log("ERROR", "not settled", { entitlement: name, role, error: nameOf(error) });
        }
    }
    if (failed.length > 0) throw new Error(`Not settled: ${failed.join(", ")}.`);
}

async function settle(entitlement: Entitlement, isReviewed: boolean, world: World): Promise<void> {
    const { name, role } = entitlement;
    const { settings, now } = world;
    const look = async () => {
        const evidence = await evidenceOf(name, world, now());
        return { evidence, standing: judge(entitlement, evidence, settings, now()) };
    };
    let { evidence, standing } = await look();
    let before: boolean | undefined;
    let failure: { readonly error: unknown } | undefined;
    try {
        // What IAM says lags behind what it was told. After a review it is told anyway; each day it is asked, so that
        // nothing changes where nothing has to.
        before = isReviewed ? undefined : await isSuspended(role, world);
        for (let suspended = before; standing.suspended !== suspended;) {
            suspended = standing.suspended;
            await (suspended ? suspend(role, world) : resume(role, world));
            log("INFO", suspended ? "suspended" : "not suspended", { entitlement: name, role });
            // Another review, and another run for it, may have come meanwhile.
            ({ evidence, standing } = await look());
        }
    } catch (error) {
        // It is told all the same.
        failure = { error };
    }
    for (const key of evidence.unusable) log("WARN", "no review", { entitlement: name, key });
    const what = notice({
        standing,
        isReviewed,
        isResumed: before === true && !standing.suspended,
        isUnusable: evidence.unusable.length > 0,
        isReminder: reminds(entitlement, settings, standing.due, now()),
    });
    if (what) {
        const told = { entitlement, evidence, standing, settings, bucket: world.bucket, isStuck: failure !== undefined };
        const { subject, message } = wording(what, told);
        await world.sns.send(new PublishCommand({ TopicArn: world.topic, Subject: subject, Message: message }));
        log("INFO", "told", { entitlement: name, notice: what });
    }
    if (failure) throw failure.error;
}

async function isSuspended(RoleName: string, { iam, deny }: World): Promise<boolean> {
    for await (const { AttachedPolicies = [] } of paginateListAttachedRolePolicies(
        { client: iam },
        { RoleName: shortName(RoleName) },
    )) {
        if (AttachedPolicies.some(({ PolicyArn }) => PolicyArn === deny)) return true;
    }
    return false;
}

async function suspend(role: string, { iam, deny }: World): Promise<void> {
    await iam.send(new AttachRolePolicyCommand({ RoleName: shortName(role), PolicyArn: deny }));
}

async function resume(role: string, { iam, deny }: World): Promise<void> {
    try {
        await iam.send(new DetachRolePolicyCommand({ RoleName: shortName(role), PolicyArn: deny }));
    } catch (error) {
        if (nameOf(error) !== "NoSuchEntityException") throw error;
    }
}

function shortName(role: string): string {
    return role.slice(role.lastIndexOf("/") + 1);
}

function log(level: "INFO" | "WARN" | "ERROR", message: string, ids: Readonly<Record<string, string>>): void {
    console.log(JSON.stringify({ level, message, ...ids }));
}

function nameOf(error: unknown): string {
    return error instanceof Error ? error.name : "unknown";
}

export async function handler(event: Event): Promise<void> {
    const { BUCKET, TOPIC, DENY, SETTINGS } = process.env;
    await review(event, {
        s3: new S3Client(),
        iam: new IAMClient(),
        sns: new SNSClient(),
        bucket: BUCKET!,
        topic: TOPIC!,
        deny: DENY!,
        settings: JSON.parse(SETTINGS!) as Settings,
        now: () => Date.now(),
    });
}
