import { approve, request } from "../../../../components/aws/broker/runtime/act";
import { flaw } from "../../../../components/aws/broker/runtime/audit";
import { type Grant, type Refusal, isRefusal } from "../../../../components/aws/broker/runtime/grant";
import type { Caller } from "../../../../components/aws/broker/runtime/identity";
import { APPROVER, OTHER, REQUESTER, ROLE } from "./grants";
import type { Gate, Memory } from "./memory";

/** Who acts in the tests, and what they mostly do. */

export const person = (identity: string): Caller => ({ identity, isAgent: false });
export const [jo, max, kim, sec] = [REQUESTER, APPROVER, OTHER, "person:sec@example.com"].map(person) as [
    Caller,
    Caller,
    Caller,
    Caller,
];
export const WANTED = { entitlement: "dba-prod", token: "token-1", reason: "INC-1: fix db", duration: 3_600 };

export function sure<Of extends object>(of: Of): Exclude<Of, Refusal> {
    if (isRefusal(of)) throw new Error(JSON.stringify(of));
    return of as Exclude<Of, Refusal>;
}

export async function active(m: Memory, wanted: Partial<typeof WANTED> = {}, caller = jo): Promise<Grant> {
    const { id, state } = sure(await request(caller, { ...WANTED, ...wanted }, m.world));
    if (state === "active") return m.grant(id);
    return sure(await approve(max.identity === caller.identity ? kim : max, { id }, m.world));
}

export const policyNames = (m: Memory, role = ROLE) => [...m.policies.get(role)!.keys()];

export function objectsOf(m: Memory, id: string): string[] {
    const keys = [...m.objects.keys()].filter((key) => key.startsWith(`grant/${id}/`)).sort();
    return keys.map((key) => m.objects.get(key)!);
}

/** What is wrong with the trail of each grant. */
export async function flaws(m: Memory): Promise<(string | undefined)[]> {
    return Promise.all([...m.grants.keys()].map((id) => flaw(objectsOf(m, id), m.grant(id).trail, m.world.mac)));
}

/** Puts Denies of other grants into the role, so many. */
export function fill(m: Memory, count: number): void {
    for (let index = 0; index < count; index++) {
        const name = `${"abcdefgh"[index >> 3]}${"abcdefgh"[index & 7]}`.padStart(26, "a");
        m.policies.get(ROLE)!.set(`jit-revoke-g-${name}`, '{"Statement":[]}');
    }
}

/** Fails calls of that name, so often. */
export function failing(m: Memory, call: string, times = Infinity): Gate {
    let left = times;
    return {
        ...m.gate,
        before: (name) => (name === call && left-- > 0 ? Promise.reject(new Error(`${call} failed`)) : Promise.resolve()),
    };
}
export const well = (m: Memory): Gate => ({ ...m.gate, before: () => Promise.resolve() });
