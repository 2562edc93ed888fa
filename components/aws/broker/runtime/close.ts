import { type Denying, deny, denyBefore, isOld } from "./denies";
import { type Closing, type Grant, type Refusal, isOver, isRefusal, needsDeny, tasks } from "./grant";
import { type World, change, changeRole } from "./world";

/**
 * How a grant is brought to its end, whoever wants it: a schedule, a person, the sweep. Each step may be the last before a
 * crash, and may come twice.
 */

/** Ends a grant whose time has come. Fails if it has not, so that it is tried again: clocks differ. */
export async function due(id: string, end: number | undefined, world: World): Promise<void> {
    const changed = await change(id, () => ({ is: "due", ...(end !== undefined && { end }) }), world, { isEnd: true });
    if (isRefusal(changed)) {
        // The table says that there never was one: nothing has been given.
        if (changed.refused === "no-such-grant") return world.log("WARN", "no such grant", { grant: id });
        if (changed.refused === "superseded") return;
        if (changed.refused === "not-due") throw new Error(`${id} is not due yet.`);
    }
    await close(id, world);
}

/** Makes it true that an ending grant is over, and then says so. */
export async function close(id: string, world: World): Promise<Grant | Refusal> {
    const grant = await world.store.grant(id);
    if (!grant) return { refused: "no-such-grant" };
    if (grant.state === "ending") {
        const how: Closing = needsDeny(grant, world.now()) ? await deny(grant, denying(world)) : "dead";
        const closed = await change(id, () => ({ is: "closed", how }), world, { isEnd: true });
        if (isRefusal(closed) && closed.refused !== "already") throw new Error(`${id} is not over: ${closed.refused}.`);
    }
    return finish(id, world);
}

export function denying(world: World): Denying {
    const full = async ({ id, role }: Grant) => {
        await changeRole(role, { is: "full", grant: id }, world);
        return (await world.store.role(role)).before;
    };
    return { denies: world.denies, sleep: world.sleep, full };
}

/** What an entitlement wants to be done after the end. What cannot be done now is done by the sweep. */
async function finish(id: string, world: World): Promise<Grant | Refusal> {
    const grant = await world.store.grant(id);
    if (!grant) return { refused: "no-such-grant" };
    if (!isOver(grant)) return grant;
    const failed: string[] = [];
    for (const task of tasks(grant)) {
        const { does, target } = grant.onEnd[task]!;
        try {
            await world.tasks[does](target, grant);
            await change(id, () => ({ is: "tasked", task }), world, { isEnd: true });
        } catch (error) {
            failed.push(does);
            world.log("ERROR", "not done", { grant: id, does, target, error: (error as Error).name });
        }
    }
    if (failed.length > 0) throw new Error(`Not done after ${id}: ${failed.join(", ")}.`);
    return (await world.store.grant(id))!;
}

/** Denies all sessions of a role that was shut, and ends its grants. */
export async function closeRole(id: string, world: World): Promise<void> {
    const role = await world.store.roleOf(id);
    if (!role?.shut) return;
    const { by } = role.shut;
    if (!isOld(role.before, world.now())) await denyBefore(role.arn, role.before, world);
    const failed: string[] = [];
    for (const grant of await world.store.unsettled()) {
        if (grant.role !== role.arn || isOver(grant)) continue;
        try {
            await change(grant.id, () => ({ is: "end", by, why: "panic" }), world, { isEnd: true });
            await close(grant.id, world);
        } catch (error) {
            failed.push(grant.id);
            world.log("ERROR", "not ended", { grant: grant.id, error: (error as Error).name });
        }
    }
    if (failed.length > 0) throw new Error(`Not ended: ${failed.join(", ")}.`);
}
