import { TITLE, endOf, plainEndOf } from "./form";

/** A policy of IAM, as far as it is looked at; the rest of it is kept as it is. */
export interface Policy {
    readonly version?: number | null;
    readonly etag?: string | null;
    readonly bindings?: readonly Binding[];
}

export interface Binding {
    readonly role?: string | null;
    readonly members?: readonly string[] | null;
    readonly condition?: { readonly title?: string | null; readonly expression?: string | null } | null;
}

export type Kind =
    /** Its end is past. */
    | "expired"
    /** Its title is ours and its condition is not as we write it, or ends later than we write. */
    | "edited"
    /** The program does not know it, or its member is deleted. */
    | "orphaned";

export interface Finding {
    readonly kind: Kind;
    readonly role: string;
    readonly title: string;
    /** Who loses the role, or should. */
    readonly members: readonly string[];
    /** When it ended, or would. */
    readonly until?: string;
    /** Whether this sweep takes it away. */
    readonly removed: boolean;
}

export interface Asked {
    /** In milliseconds since 1970. */
    readonly now: number;
    /** The titles that the program gives; undefined where it does not say. */
    readonly known?: readonly string[] | undefined;
    /** The roles that may be taken away. */
    readonly removable: readonly string[];
}

/** What is wrong in a policy, and the policy without what may be taken away; without `policy` there is nothing to write. */
export function sweep<Of extends Policy>(policy: Of, asked: Asked): { findings: readonly Finding[]; policy?: Of } {
    const found = (policy.bindings ?? []).map((binding) => judged(binding, asked));
    const findings = found.flatMap(({ findings }) => findings);
    if (!findings.some(({ removed }) => removed)) return { findings };
    return { findings, policy: { ...policy, bindings: found.flatMap(({ left }) => left) } };
}

// TimeboxedMember takes an end of 30 d ahead at most; its clock may differ from this one's.
const LONGEST = 31 * 86_400_000;

function judged(binding: Binding, { now, known, removable }: Asked): { findings: Finding[]; left: Binding[] } {
    const { role, members, condition } = binding;
    const { title, expression } = condition ?? {};
    const isOurs = title?.startsWith(TITLE) ?? false;
    const until = isOurs ? endOf(expression ?? "") : plainEndOf(expression ?? "");
    const removed = isOurs && removable.includes(role ?? "");
    const finding = (kind: Kind, of: readonly string[]): Finding => ({
        kind,
        role: role ?? "",
        title: title ?? "",
        members: of,
        ...(until !== undefined && { until: new Date(until).toISOString() }),
        removed,
    });
    const whole = (kind: Kind) => ({ findings: [finding(kind, members ?? [])], left: removed ? [] : [binding] });

    if (until !== undefined && until <= now) return whole("expired");
    if (!isOurs) return { findings: [], left: [binding] };
    if (until === undefined || until > now + LONGEST) return whole("edited");
    if (known && !known.includes(title ?? "")) return whole("orphaned");
    const [gone, there] = [members?.filter(isDeleted) ?? [], members?.filter((member) => !isDeleted(member)) ?? []];
    if (gone.length === 0) return { findings: [], left: [binding] };
    const left = !removed ? [binding] : there.length > 0 ? [{ ...binding, members: there }] : [];
    return { findings: [finding("orphaned", gone)], left };
}

function isDeleted(member: string): boolean {
    return member.startsWith("deleted:");
}

/**
 * Why a policy may not be written in place of one that was read; undefined when it may. It must be as it was read, without
 * some of our bindings, or some of their members. This does not ask how it came about.
 */
export function unwritable(read: Policy, write: Policy): string | undefined {
    if (read.version !== 3 || write.version !== 3) return "its version is not 3, so conditions would be lost";
    if (!read.etag || write.etag !== read.etag) return "it has no etag, so a change of others would be lost";
    const { bindings: before = [], ...rest } = read;
    const { bindings: after = [], ...others } = write;
    if (JSON.stringify(rest) !== JSON.stringify(others)) return "something beside its bindings would change";
    let next = 0;
    for (const binding of before) {
        const kept = after[next];
        if (kept !== undefined && isSame(binding, kept)) next++;
        else if (!binding.condition?.title?.startsWith(TITLE)) return "a binding of others would change";
        else if (kept !== undefined && isLess(kept, binding)) next++;
    }
    return next === after.length ? undefined : "a binding would be added";
}

function isSame(one: object, other: object): boolean {
    return JSON.stringify(one) === JSON.stringify(other);
}

function isLess(less: Binding, than: Binding): boolean {
    const isThere = (member: string) => than.members?.includes(member) ?? false;
    return isSame({ ...less, members: [] }, { ...than, members: [] }) && (less.members ?? []).every(isThere);
}
