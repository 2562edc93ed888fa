import type { Finding, Resource } from "../core/rule";
import { GCP_ESCALATION_PATHS, type GcpEscalationPath } from "./gcp-escalation-paths";
import { type Holder, type Holding, holdersIn, permissionsHeld, placesIn } from "./gcp-holders";
import { isPublic, isServiceAgent } from "./gcp-members";
import { SET_POLICY, isAdminRole, isImpersonatingRole } from "./gcp-roles";
import { handsOutOnlyHarmless, standingUntil } from "./gcp-standing";
import { quote } from "./quote";
import { each, isUnreadable } from "./values";
import { listed, named, otherWays } from "./words";

/** A path that is open to a holder, and what gives each of its permissions, in their order. */
interface Way {
    readonly path: GcpEscalationPath;
    readonly by: readonly Holding[];
}

interface Escalator {
    readonly holder: Holder;
    /** The shortest first. */
    readonly ways: readonly [Way, ...Way[]];
}

/** The paths that a set of permissions opens; the shortest first. */
export function pathsOpenTo(permissions: ReadonlySet<string>): readonly GcpEscalationPath[] {
    return GCP_ESCALATION_PATHS.filter(({ permissions: needed }) => needed.every((one) => permissions.has(one))).sort(
        (a, b) => a.permissions.length - b.permissions.length,
    );
}

/** A finding for each member of a program that its roles together make an administrator for longer than `limit` seconds. */
export function* escalating(resources: readonly Resource[], limit: number, now: number): Generator<Finding> {
    for (const { holder, ways } of escalators(resources, limit, now)) yield reported(holder, ways[0], ways.length - 1);
}

/** The members of a program that their roles together make administrators for longer than `limit` seconds, and the ways. */
export function escalators(resources: readonly Resource[], limit: number, now: number): readonly Escalator[] {
    const closure = placesIn(resources);
    return holdersIn(resources).flatMap((holder) => {
        if (isPublic(holder.name) || isServiceAgent(holder.name) || holder.name.startsWith("deleted:")) return [];
        const held = holder.holds.filter((holding) => counts(holding) && stands(holding, limit, now));
        const [first, ...others] = waysOf(held, closure);
        return first ? [{ holder, ways: [first, ...others] as const }] : [];
    });
}

// What gives nearly all by itself is said of the grant, by the rules that judge one resource.
function counts({ role = "", scopes }: Holding): boolean {
    return scopes.length > 0 && !isAdminRole(role) && !isImpersonatingRole(role);
}

function stands({ grant }: Holding, limit: number, now: number): boolean {
    const [until] = each([grant], (of) => [standingUntil(of, limit, now)]);
    return until !== undefined && !isUnreadable(until);
}

function waysOf(held: readonly Holding[], closure: (holding: Holding) => readonly string[]): readonly Way[] {
    const found = new Map<string, Way>();
    const carrying = held
        .map((holding) => ({ holding, permissions: usable(holding) }))
        .filter(({ permissions }) => permissions.size > 0);
    const places = new Map(carrying.map(({ holding }) => [holding.scopes.join(), holding]));
    for (const here of places.values()) {
        const by = new Map<string, Holding>();
        for (const { holding, permissions } of carrying) {
            if (!holdsAt(holding, closure(here))) continue;
            for (const permission of permissions) by.set(permission, by.get(permission) ?? holding);
        }
        for (const path of pathsOpenTo(new Set(by.keys())).map(mattering)) {
            if (!path?.permissions.every((permission) => by.has(permission)) || found.has(path.id)) continue;
            found.set(path.id, { path, by: path.permissions.flatMap((permission) => by.get(permission) ?? []) });
        }
    }
    return [...found.values()].sort((a, b) => a.path.permissions.length - b.path.permissions.length);
}

/** What a holding carries, but the policies that its condition lets nobody set to any use. */
function usable(holding: Holding): ReadonlySet<string> {
    const permissions = permissionsHeld(holding);
    const isLimited = [...permissions].some((each) => SET_POLICY.has(each)) && handsOutOnlyHarmless(holding.grant);
    return isLimited ? new Set([...permissions].filter((each) => !SET_POLICY.has(each))) : permissions;
}

/** What is granted on the organization holds everywhere. */
function holdsAt({ on, scopes }: Holding, places: readonly string[]): boolean {
    return on.type.startsWith("gcp:organizations/") || scopes.some((place) => places.includes(place));
}

const ACT_AS = "iam.serviceAccounts.actAs";

/**
 * A path as it must be open to prove something; nothing for one that only some projects have. Code that starts under an
 * account of Google's choice is ordinary work, but not with the right to choose the account.
 */
function mattering(path: GcpEscalationPath): GcpEscalationPath | undefined {
    const { tier, permissions } = path;
    if (tier === "environment") return undefined;
    return tier === "direct" || permissions.includes(ACT_AS) ? path : { ...path, permissions: [...permissions, ACT_AS] };
}

function reported({ name, made }: Holder, { path, by }: Way, others: number): Finding {
    const who = made ? `The service account ${named(made.name, "of the program")}` : quote("member", name);
    const parts = [...new Set(by)].map((holding) => {
        const given = path.permissions.filter((_, index) => by[index] === holding).map((permission) => `\`${permission}\``);
        return `${listed(given)} by ${roleShown(holding)}`;
    });
    const [first] = by;
    return {
        message: `${who} can raise its own rights: it has ${listed(parts)} (${[`path ${path.id}`, otherWays(others)].filter(Boolean).join(", ")}).`,
        part: made ? path.id : who,
        ...(first && { path: first.grant.role.path, resource: first.on }),
    };
}

function roleShown({ role, custom }: Holding): string {
    return custom ? `the custom role ${named(custom.name, "of the program")}` : quote("role", role ?? "");
}
