import { going, lengthen } from "./activate";
import { levelsOf } from "./approvals";
import { type Grant, type Outcome, type Refusal, type Wish, awaited, isRefusal } from "./grant";
import { type Event, requested } from "./transitions";
import type { Caller } from "./identity";
import { isAllowed, isApprover, isEligible, isReviewer, levelsNow, rightToEnd } from "./rights";
import { shortHash } from "./role";
import { isSame, narrowed, tasksOf } from "./scope";
import { type World, change, noted } from "./world";

/** What people and workloads ask of the broker. Who calls is known; that they may is decided here. */

export interface Requested extends Wish {
    readonly entitlement: string;
    /** Whoever asks again with the same text means the same grant. */
    readonly token: string;
}

export async function request(caller: Caller, wanted: Requested, world: World): Promise<Grant | Refusal> {
    const { store, settings, now } = world;
    const { identity: requester, isAgent } = caller;
    const hour = Math.floor(now() / 3_600_000);
    const calls = await store.count(`${requester}#${hour}`, (hour + 2) * 3_600_000);
    if (calls > settings.requestsPerHour) return { refused: "too-many" };

    const { entitlement: name, token, ...asked } = wanted;
    const id = `g-${shortHash(JSON.stringify([requester, name, token]))}`;
    const known = await store.grant(id);
    if (known) return again(known, asked, world);

    const entitlement = await store.entitlement(name);
    const groups = await world.directory.groups(requester);
    // Which there are is nobody's business who is not eligible.
    if (!entitlement || !isEligible(entitlement, requester, groups)) return { refused: "not-entitled" };
    const decision = world.decide("request", entitlement, { ...asked, requester, isAgent, groups }, now());
    if (!decision.allowed) return { refused: "not-allowed", reasons: decision.reasons };
    const scopes = narrowed(entitlement.scopes, asked.resources);
    if (!scopes) return { refused: "not-allowed", reasons: ["not-in-scope"] };
    if ((await store.role(entitlement.roleArn)).shut) return { refused: "shut" };
    if (entitlement.breakGlass && (await isReviewOverdue(requester, name, world))) return { refused: "review-overdue" };

    const grant = requested(
        {
            id,
            requester,
            isAgent,
            asked,
            entitlement: name,
            role: entitlement.roleArn,
            scopes,
            deadline: now() + settings.requestTimeout * 1_000,
            onEnd: tasksOf(entitlement),
            breakGlass: entitlement.breakGlass,
            required: entitlement.required,
            reasons: decision.reasons,
        },
        now(),
    );
    if (!(await store.put(grant))) return again((await store.grant(id))!, asked, world);
    return going(await noted(grant, world), world);
}

/** The same request again is the same grant; another one needs a token of its own. */
async function again(grant: Grant, asked: Wish, world: World): Promise<Grant | Refusal> {
    if (!isSame(grant.asked, asked)) return { refused: "token-used" };
    return going(await noted(grant, world), world);
}

export interface Approved {
    readonly id: string;
}

export async function approve(caller: Caller, { id }: Approved, world: World): Promise<Grant | Refusal> {
    const { identity: by } = caller;
    const approving = async (grant: Grant): Promise<Event | Refusal> => {
        if (by === grant.requester) return { refused: "self-approval" };
        const entitlement = await world.store.entitlement(grant.entitlement);
        const groups = await world.directory.groups(by);
        const levels = entitlement && groups ? levelsOf(entitlement, by, groups) : [];
        if (!entitlement || !groups || levels.length === 0) return { refused: "no-such-grant" };
        // What somebody could do when asking, they may not be able to do any more.
        const allowed = await isAllowed("approve", grant, entitlement, world, { identity: by, groups });
        if (isRefusal(allowed)) return allowed;
        const before = await Promise.all(
            (awaited(grant)?.approvals ?? []).map((each) => levelsNow(entitlement, each.by, world)),
        );
        return { is: "approve", by, levels, before, required: entitlement.required, reasons: allowed.reasons };
    };
    const grant = await change(id, approving, world);
    if (isRefusal(grant)) return grant;
    return grant.extension?.isApproved ? lengthen(id, world) : going(grant, world);
}

export interface Denied {
    readonly id: string;
    readonly reason: string;
}

export async function denyRequest(caller: Caller, { id, reason }: Denied, world: World): Promise<Grant | Refusal> {
    const { identity: by } = caller;
    return change(
        id,
        async (grant) => {
            if (by === grant.requester) return { refused: "self-approval" };
            if (!(await isApprover(by, grant, world))) return { refused: "no-such-grant" };
            return { is: "deny", by, reason };
        },
        world,
    );
}

export interface Extended {
    readonly id: string;
    /** By how much, in seconds. */
    readonly duration: number;
    readonly reason: string;
}

export async function extend(caller: Caller, { id, duration, reason }: Extended, world: World): Promise<Grant | Refusal> {
    const { identity: by } = caller;
    const grant = await change(
        id,
        async (read) => {
            if (read.requester !== by) return { refused: "no-such-grant" };
            if (read.state !== "active") return { refused: "not-active" };
            const entitlement = await world.store.entitlement(read.entitlement);
            if (!entitlement) return { refused: "not-entitled" };
            // All of it is measured, and not the addition alone.
            const endsAt = read.endsAt! + duration * 1_000;
            const allowed = await isAllowed("request", { ...read, extension: { endsAt } }, entitlement, world);
            if (isRefusal(allowed)) return allowed;
            const deadline = world.now() + world.settings.requestTimeout * 1_000;
            const { required } = entitlement;
            return { is: "extend", by, duration, reason, deadline, required, reasons: allowed.reasons };
        },
        world,
    );
    return isRefusal(grant) || !grant.extension?.isApproved ? grant : lengthen(id, world);
}

/** Ends a grant now. It asks for nothing but who calls: not for policy, nor whether there still is a requester. */
export async function end(caller: Caller, { id }: { readonly id: string }, world: World): Promise<Grant | Refusal> {
    const { identity: by } = caller;
    const ended = await change(
        id,
        async (grant) => {
            const why = await rightToEnd(by, grant, world);
            return why ? { is: "end", by, why } : { refused: "no-such-grant" };
        },
        world,
        { isEnd: true },
    );
    if (!isRefusal(ended) || ended.refused !== "already") return ended;
    return (await world.store.grant(id))!;
}

export interface Reviewed {
    readonly id: string;
    readonly outcome: Outcome;
    readonly reason: string;
}

export async function review(caller: Caller, { id, outcome, reason }: Reviewed, world: World): Promise<Grant | Refusal> {
    const { identity: by } = caller;
    return change(
        id,
        async (grant) => {
            if (by === grant.requester) return { refused: "self-review" };
            if (!(await isReviewer(by, grant, world))) return { refused: "no-such-grant" };
            return { is: "review", by, outcome, reason };
        },
        world,
    );
}

/** Of this requester, or of this entitlement. */
async function isReviewOverdue(requester: string, entitlement: string, world: World): Promise<boolean> {
    return (await world.store.unsettled()).some((grant) => {
        const isTheirs = grant.requester === requester || grant.entitlement === entitlement;
        return isTheirs && grant.review !== undefined && grant.review.is !== "done" && world.now() >= grant.review.due;
    });
}
