import { going } from "./activate";
import { type Grant, type Refusal, isRefusal } from "./grant";
import type { Caller } from "./identity";
import { isAllowed } from "./rights";
import { sessionPolicy } from "./session-policy";
import { type Credentials, sessionDuration } from "./sts";
import { type World, change } from "./world";

export type { Credentials };

export interface Vended {
    readonly grant: Grant;
    readonly credentials: Credentials;
}

// How long it may take, and how far clocks may be apart: together far less than a Deny outlasts its last credential.
const PATIENCE = 60_000;
const CLOCKS = 300_000;

export async function vend(caller: Caller, { id }: { readonly id: string }, world: World): Promise<Vended | Refusal> {
    const { store, now } = world;
    const { identity: by } = caller;
    let at = 0;
    const found = await store.grant(id);
    if (!found || found.requester !== by) return { refused: "no-such-grant" };
    const ready = await going(found, world);
    if (isRefusal(ready) && ready.refused !== "already") return ready;

    // It is written down how long a credential can live before there is one.
    const grant = await change(
        id,
        async (read) => {
            if (read.requester !== by) return { refused: "no-such-grant" };
            if (read.state !== "active") return { refused: "not-active" };
            const entitlement = await store.entitlement(read.entitlement);
            if (!entitlement) return { refused: "not-entitled" };
            if ((await store.role(read.role)).shut) return { refused: "shut" };
            const allowed = await isAllowed("vend", read, entitlement, world);
            if (isRefusal(allowed)) return allowed;
            at = now();
            const until = at + sessionDuration(read.endsAt!, at) * 1_000;
            return { is: "vend", by, until, reasons: allowed.reasons };
        },
        world,
    );
    if (isRefusal(grant)) return grant;
    if (now() - at > PATIENCE) return { refused: "try-again" };
    const credentials = await world.sts.assume({
        role: grant.role,
        id,
        requester: by,
        duration: sessionDuration(grant.endsAt!, at),
        policy: sessionPolicy(grant.scopes, grant.endsAt!),
    });
    if (!credentials) return { refused: "not-assumable" };

    // Nobody gets them if the grant was ended meanwhile, or if it took longer than was written down.
    const { shut } = await store.role(grant.role);
    const still = await store.grant(id);
    if (still?.state !== "active" || shut) return { refused: "not-active" };
    const dead = Math.min(credentials.expiration, grant.endsAt!);
    return dead > grant.credentialsUntil + CLOCKS ? { refused: "try-again" } : { grant, credentials };
}
