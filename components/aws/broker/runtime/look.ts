import type { Grant, Refusal } from "./grant";
import type { Caller } from "./identity";
import { maySee } from "./rights";
import type { World } from "./world";

/** What somebody may know of: their own, and what they may decide on. */
export async function status(caller: Caller, { id }: { readonly id: string }, world: World): Promise<Grant | Refusal> {
    const grant = await world.store.grant(id);
    return grant && (await maySee(caller.identity, grant, world)) ? grant : { refused: "no-such-grant" };
}

export async function list(caller: Caller, _: object, world: World): Promise<{ grants: readonly Grant[] }> {
    const own = await world.store.of(caller.identity);
    const others = (await world.store.unsettled()).filter(({ requester }) => requester !== caller.identity);
    const seen = await Promise.all(others.map((grant) => maySee(caller.identity, grant, world)));
    return { grants: [...own.slice(0, 100), ...others.filter((_, index) => seen[index])] };
}
