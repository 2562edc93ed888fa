import { createHash } from "node:crypto";
import { type Refusal, isRefusal } from "./grant";
import { EMPTY, type Trail, appended } from "./trail";

/** What holds for a role, whatever its grants: it is shut in an emergency, and its older sessions may be denied as a whole. */
export interface Role {
    readonly schema: 1;
    readonly id: string;
    readonly arn: string;
    readonly version: number;
    /** No session is given until somebody opens it again. */
    readonly shut?: { readonly by: string; readonly at: number; readonly reason: string };
    /** All sessions that were made before are denied everything. In milliseconds, whole seconds. */
    readonly before: number;
    /** Denies of no grant that is known, and since when they are seen. */
    readonly strays: Readonly<Record<string, number>>;
    readonly trail: Trail;
}

export type RoleEvent =
    | { readonly is: "shut"; readonly by: string; readonly reason: string }
    | { readonly is: "open"; readonly by: string; readonly reason: string }
    /** There is no room for one Deny more. */
    | { readonly is: "full"; readonly grant: string }
    | { readonly is: "strays"; readonly strays: Readonly<Record<string, number>> };

export function roleId(arn: string): string {
    return `r-${shortHash(arn)}`;
}

/** 26 letters and digits, as names of sessions and schedules may have them. */
export function shortHash(text: string): string {
    const bits = [...createHash("sha256").update(text).digest()].map((byte) => byte.toString(2).padStart(8, "0")).join("");
    const letter = (index: number) => "abcdefghijklmnopqrstuvwxyz234567"[parseInt(bits.slice(index * 5, index * 5 + 5), 2)];
    return Array.from({ length: 26 }, (_, index) => letter(index)).join("");
}

export function unknownRole(arn: string): Role {
    return { schema: 1, id: roleId(arn), arn, version: 0, before: 0, strays: {}, trail: EMPTY };
}

export function changedRole(role: Role, event: RoleEvent, now: number): Role | Refusal {
    const changed = change(role, event, now);
    if (isRefusal(changed)) return changed;
    const { shut, ...rest } = { ...role, ...changed };
    const next = { ...rest, ...(shut && { shut }), version: role.version + 1 };
    if (event.is === "strays") return next;
    const { is, by = "broker", ...details } = event as RoleEvent & { by?: string };
    const state = next.shut ? "shut" : "open";
    const told = {
        of: role.id,
        at: now,
        by,
        event: is,
        state,
        details: { role: role.arn, before: next.before, ...details },
    };
    return { ...next, trail: appended(role.trail, told) };
}

function change(role: Role, event: RoleEvent, now: number): { shut?: Role["shut"] } | Partial<Role> | Refusal {
    // What was made in this second too.
    const before = Math.max(role.before, (Math.floor(now / 1_000) + 1) * 1_000);
    switch (event.is) {
        case "shut":
            if (role.shut) return { refused: "already" };
            return { shut: { by: event.by, at: now, reason: event.reason }, before };
        case "open":
            return role.shut ? { shut: undefined } : { refused: "already" };
        case "full":
            return role.before >= before ? { refused: "already" } : { before };
        case "strays":
            return { strays: event.strays };
    }
}
