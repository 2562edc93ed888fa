import { schedule } from "./ends";
import { type Grant, type Refusal, isRefusal } from "./grant";
import { type World, change } from "./world";

/** Makes a grant active that is approved. Its end is scheduled first. */
export async function activate(id: string, world: World): Promise<Grant | Refusal> {
    const begun = await change(id, () => ({ is: "activate" }), world);
    const grant = isRefusal(begun) ? await world.store.grant(id) : begun;
    if (!grant) return { refused: "no-such-grant" };
    if (grant.state === "approved") return begun;
    if (grant.state !== "activating") return grant;
    const end = await schedule(grant, grant.endsAt!, world.ends);
    if (end === undefined) throw new Error(`The end of ${id} is not scheduled.`);
    return settled(await change(id, () => ({ is: "scheduled", end }), world), id, world);
}

/** Puts the end off, as was approved: the later schedule comes first, and the earlier one stays. */
export async function lengthen(id: string, world: World): Promise<Grant | Refusal> {
    const grant = await world.store.grant(id);
    if (!grant) return { refused: "no-such-grant" };
    if (grant.state !== "active" || !grant.extension?.isApproved) return grant;
    const end = await schedule(grant, grant.extension.endsAt, world.ends);
    if (end === undefined) throw new Error(`The end of ${id} is not scheduled.`);
    return settled(await change(id, () => ({ is: "scheduled", end }), world), id, world);
}

/** Somebody else may have been quicker. */
async function settled(changed: Grant | Refusal, id: string, world: World): Promise<Grant | Refusal> {
    return isRefusal(changed) && changed.refused === "already" ? (await world.store.grant(id))! : changed;
}

/** Whoever finds a grant half done goes on with it. */
export async function going(grant: Grant, world: World): Promise<Grant | Refusal> {
    return grant.state === "approved" || grant.state === "activating" ? activate(grant.id, world) : grant;
}
