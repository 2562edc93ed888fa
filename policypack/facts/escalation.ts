import { type Surroundings, prefixed, surroundings, targetOf, witnesses } from "./aws-targets";
import { ESCALATION_PATHS, type EscalationPath } from "./escalation-paths";
import type { Choices } from "./iam-condition";
import { type Allowance, type Entry, type Rights, allowance } from "./iam-effective";
import { NOBODY } from "./iam-pattern";

/** A path that is open to a principal, and the statement that allows each of its actions, in their order. */
export interface Escalation<Origin> {
    readonly path: EscalationPath;
    /** In milliseconds since 1970; infinite when it does not end. */
    readonly until: number;
    readonly by: readonly Entry<Origin>[];
}

/** What is known of a principal besides its policies. Things are named by URN, or by ARN with the parts of an account left open. */
export interface Actor {
    /** Itself, its groups and its attached policies, by the type that stands in an ARN: "role". */
    readonly own: Readonly<Record<string, readonly string[]>>;
    /** The privileged roles of the program that a service may take. */
    readonly passable: (service: string) => readonly string[];
}

const NOBODY_IN_PARTICULAR: Actor = { own: {}, passable: () => [] };

/** Which of the paths are open to a principal after `deadline`, in milliseconds since 1970; the shortest first. */
export function escalations<Origin>(
    rights: Rights<Origin>,
    deadline: number,
    actor: Actor = NOBODY_IN_PARTICULAR,
    paths: readonly EscalationPath[] = ESCALATION_PATHS,
): readonly Escalation<Origin>[] {
    const allowed = new Set(rights.identity.flatMap(({ allows, covers }) => (allows ? [...covers] : [])));
    const open = paths.filter(({ actions }) => actions.every((action) => allowed.has(action.toLowerCase())));
    if (open.length === 0) return [];
    const around = surroundings([...rights.identity, ...(rights.boundary ?? [])]);
    return open
        .map((path) => follow(rights, path, actor, around))
        .filter((found) => found.until > deadline)
        .sort((a, b) => a.path.actions.length - b.path.actions.length);
}

function follow<Origin>(
    rights: Rights<Origin>,
    path: EscalationPath,
    actor: Actor,
    around: Surroundings,
): Escalation<Origin> {
    const actions = path.actions.map((action) => action.toLowerCase());
    const choices = choicesOf(path, around);
    const found = new Map<string, Allowance<Origin>>();
    // One resource must do for all actions on its kind: the role that is created is the one that is given a policy.
    for (const target of new Set(actions.map(targetOf))) {
        const onIt = actions.filter((action) => targetOf(action) === target);
        const best = candidates(rights, path, target, onIt, actor, around)
            .map((resource) => onIt.map((action) => allowance(rights, { action, resource, choices })))
            .reduce((a, b) => (ending(b) > ending(a) ? b : a));
        onIt.forEach((action, index) => found.set(action, best[index]!));
    }
    const by = actions.map((action) => found.get(action)!);
    return { path, until: ending(by), by: by.flatMap((allowed) => allowed.by ?? []) };
}

function ending(allowances: readonly Allowance<unknown>[]): number {
    return allowances.reduce((end, { until }) => Math.min(end, until), Infinity);
}

// With these a principal raises itself, or what it holds, and needs no other to be within its reach.
const ON_ITSELF = /^iam:(put|attach)(role|user|group)policy$|^iam:(createpolicyversion|setdefaultpolicyversion)$/;

function candidates(
    { identity }: Rights<unknown>,
    path: EscalationPath,
    target: string,
    actions: readonly string[],
    { own, passable }: Actor,
    around: Surroundings,
): readonly string[] {
    const anyone = witnesses(target, around);
    const located = (names: readonly string[]) => names.flatMap((name) => witnesses(name, around));
    if (actions.includes("iam:passrole")) return [...anyone, ...located(passable(path.service ?? ""))];
    const type = /:iam:.*:(\w+)\//.exec(target)?.[1] ?? "";
    const itself = actions.every((action) => ON_ITSELF.test(action)) ? located(own[type] ?? []) : [];
    // Names of what the path creates are the actor's choice, so that a prefix hinders nobody.
    const creates = path.service !== undefined || path.actions.some((action) => /^iam:Create(Role|User)$/.test(action));
    return [...anyone, ...itself, ...(creates ? prefixed(target, identity, around) : [])];
}

function choicesOf({ service, actions }: EscalationPath, around: Surroundings): Choices {
    const managed = around.partitions.map((partition) => `arn:${partition}:iam::aws:policy/AdministratorAccess`);
    const customer = witnesses("arn:{partition}:iam::{account}:policy/{name}", around);
    const others = actions.map((action) => targetOf(action.toLowerCase())).filter((target) => !target.includes(":iam:"));
    return {
        "iam:policyarn": [...managed, ...customer],
        "iam:permissionsboundary": [undefined, ...managed, ...customer],
        "iam:awsservicename": [NOBODY],
        ...(service !== undefined && {
            "iam:passedtoservice": [service],
            "iam:associatedresourcearn": others.flatMap((target) => witnesses(target, around)),
        }),
    };
}
