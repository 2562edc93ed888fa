import { type Refusal, isRefusal } from "./grant";
import type { Caller } from "./identity";
import { isSecurity } from "./rights";
import { type World, changeRole } from "./world";

export interface Shut {
    readonly role: string;
    readonly reason: string;
}

/** Shuts a role: from now on no session is given, and those there are are denied everything by whoever ends grants. */
export async function panic(caller: Caller, { role, reason }: Shut, world: World): Promise<{ role: string } | Refusal> {
    if (!(await isSecurity(caller.identity, world))) return { refused: "not-allowed" };
    const known = (await world.store.entitlements()).some(({ roleArn }) => roleArn === role);
    if (!known) return { refused: "no-such-role" };
    await changeRole(role, { is: "shut", by: caller.identity, reason }, world);
    return { role };
}

export async function reopen(caller: Caller, { role, reason }: Shut, world: World): Promise<{ role: string } | Refusal> {
    if (!(await isSecurity(caller.identity, world))) return { refused: "not-allowed" };
    const changed = await changeRole(role, { is: "open", by: caller.identity, reason }, world);
    return isRefusal(changed) ? changed : { role };
}
