import type { Resource } from "../core/rule";
import { administratorNamed } from "./aws-managed-policies";
import { type Held, type Principal, principalsOf } from "./aws-principals";
import { actsForItself, servicesRunningAs, trustedServices } from "./aws-role-services";
import { type Actor, type Escalation, escalations } from "./escalation";
import { broadGrants, mayBound } from "./iam-breadth";
import { type Entry, type Rights, entries } from "./iam-effective";
import { each, legible, readable } from "./values";

/** A principal that can raise its own rights, and the ways, the shortest first. */
export interface Escalating {
    readonly principal: Principal;
    readonly ways: readonly [Escalation<Held>, ...Escalation<Held>[]];
}

/**
 * The principals of a program that can raise their own rights after `deadline`, in milliseconds since 1970. Not those
 * whom a single wildcard or managed policy makes administrators: the rules that judge one resource say so.
 */
export function escalating(resources: readonly Resource[], deadline: number): readonly Escalating[] {
    const all = principalsOf(resources);
    const judged = all
        .filter((principal) => !isAdministrator(principal, deadline))
        .map((principal) => ({ principal, rights: rightsOf(principal), own: ownOf(principal) }));
    const open = ({ rights, own }: (typeof judged)[number], passable: Actor["passable"]) =>
        escalations(rights, deadline, { own, passable });
    const alone = new Map(judged.map((one) => [one.principal, open(one, () => [])]));
    const privileged = all.filter(
        (principal) => alone.get(principal)?.some(({ path }) => path.tier === "direct") ?? principal.kind === "role",
    );
    const roles = privileged.flatMap(({ kind, resource }) => (kind === "role" && resource ? [resource] : []));
    const running = servicesRunningAs(roles, resources);
    // What a role may be passed to is known only when the privileged roles are.
    const passing = roles.map((role) => ({ to: trustedServices(role).services, called: names("role", role) }));
    const passable = (service: string) => passing.filter(({ to }) => to.includes(service)).flatMap(({ called }) => called);
    return judged.flatMap((one) => {
        const ways = roles.length > 0 ? open(one, passable) : (alone.get(one.principal) ?? []);
        const [first, ...others] = mattering(ways, running);
        return first ? [{ principal: one.principal, ways: [first, ...others] }] : [];
    });
}

/**
 * The principals of a program that can, after `deadline`, do one of these things to a resource that no policy of theirs
 * names. Not administrators, as above; nor those who have every action of the service by a document that `isLeft` to the
 * rules which speak of that.
 */
export function reaching(
    resources: readonly Resource[],
    deadline: number,
    actions: readonly string[],
    isLeft: (held: Held) => boolean,
): readonly Escalating[] {
    const paths = actions.map((action) => ({ id: action, tier: "direct" as const, actions: [action] }));
    return principalsOf(resources)
        .filter((principal) => !isAdministrator(principal, deadline))
        .flatMap((principal) => {
            const [first, ...others] = escalations(rightsOf(principal), deadline, undefined, paths).filter(
                ({ path, by }) =>
                    !by.some(({ services, origin }) => services.has(path.id.split(":")[0] ?? "") && isLeft(origin)),
            );
            return first ? [{ principal, ways: [first, ...others] }] : [];
        });
}

// Who can take over what runs in so many services will find a privileged role in one of them.
const NEARLY_ALL = 4;

/** Ways that need something which the account may not have count when the program has it, or when there are many. */
function mattering(ways: readonly Escalation<Held>[], running: ReadonlySet<string>): readonly Escalation<Held>[] {
    const service = ({ path }: Escalation<Held>) => path.actions.at(-1)?.split(":")[0] ?? "";
    const elsewhere = ways.filter(({ path }) => path.tier === "environment");
    const services = new Set(elsewhere.map(service).filter((of) => of !== "iam"));
    return ways.filter((way) => way.path.tier !== "environment" || running.has(service(way)) || services.size >= NEARLY_ALL);
}

/** What a principal may do. A boundary that is not at hand limits nothing. */
function rightsOf(principal: Principal): Rights<Held> {
    const held = [principal, ...principal.groups].flatMap((one) => one.held);
    const serves = held.some(({ managed }) => managed !== undefined) && isOfService(principal);
    const bounding = principal.boundary === "elsewhere" ? undefined : principal.boundary;
    return {
        identity: held.filter(({ managed }) => managed === undefined || !serves).flatMap(entriesOf),
        boundary: bounding?.flatMap(entriesOf),
    };
}

function entriesOf(held: Held): readonly Entry<Held>[] {
    return entries(held.document, held, Object.values(held.on.sources).flat());
}

/** Whether only services that act for themselves may take the role: then the policies of AWS were written for them. */
function isOfService({ kind, resource }: Principal): boolean {
    if (kind !== "role" || !resource) return false;
    const { services, only } = trustedServices(resource);
    return only && services.every(actsForItself);
}

/** Whether a single policy of AWS, or a single wildcard, makes somebody an administrator for longer than until `deadline`. */
export function isAdministrator(principal: Principal, deadline: number): boolean {
    return [principal, ...principal.groups].some(({ held }) => held.some((one) => makesAdministrator(one, deadline)));
}

function makesAdministrator({ document, managed, on }: Held, deadline: number): boolean {
    if (managed !== undefined) return administratorNamed(managed) !== undefined;
    if (mayBound(on.type, document)) return false;
    return readable(each([document], (of) => broadGrants(of, deadline))).some(({ breadth }) => breadth !== "service");
}

function ownOf({ kind, resource, groups, held }: Principal): Actor["own"] {
    const policies = held.flatMap(({ on }) => (on.type === "aws:iam/policy:Policy" ? names("policy", on) : []));
    const itself = resource && kind !== "policy" && kind !== "permission set" ? { [kind]: names(kind, resource) } : {};
    return {
        // Whoever gets the policy may be a user.
        user: ["arn:{partition}:iam::{account}:user/${aws:username}"],
        group: groups.flatMap((group) => (group.resource ? names("group", group.resource) : [])),
        policy: policies,
        ...itself,
    };
}

/** What a resource of IAM is called: its URN, and its ARN as far as the name is known. */
function names(type: string, { urn, inputs }: Resource): readonly string[] {
    const name = legible(() => inputs.get("name"));
    const path = legible(() => inputs.get("path")) ?? "/";
    return [urn, ...(name === undefined ? [] : [`arn:{partition}:iam::{account}:${type}${path}${name}`])];
}
