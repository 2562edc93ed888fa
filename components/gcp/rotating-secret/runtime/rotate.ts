import { OURS, type State, type Step, type Version, due, key } from "./plan";
import type { Secrets } from "./secrets";
import type { Strategy } from "./strategy";

export interface Rotation {
    readonly secrets: Secrets;
    readonly strategy: Strategy;
    /** In milliseconds: how old a value gets before somebody has missed its rotation. */
    readonly longest: number;
    /** In milliseconds: how long the previous version stays enabled. */
    readonly overlap: number;
    readonly now: () => number;
    readonly log: (entry: Record<string, unknown>) => void;
}

/**
 * Does all that is due, as far as it can, and then fails if something could not be done, so that the message comes again.
 * With `askedAt`, in milliseconds since 1970, what is older than that is rotated.
 */
export async function rotate(askedAt: number | undefined, rotation: Rotation): Promise<void> {
    const { secrets, longest, overlap, now, log } = rotation;
    let state = await secrets.read();
    const tried = new Set<string>();
    const failed: string[] = [];
    for (;;) {
        const at = now();
        const newerThan = Math.max(askedAt ?? -Infinity, at - longest);
        const step = due(state, { newerThan, overlap, now: at }).find((each) => !tried.has(key(each)));
        if (!step) break;
        tried.add(key(step));
        try {
            state = await act(step, state, rotation);
            log({ severity: "INFO", message: DONE[step.act], step: key(step), current: state.secret.aliases.current });
        } catch (error) {
            failed.push(key(step));
            log({ severity: "ERROR", message: (error as Error).message, step: key(step) });
        }
    }
    if (failed.length > 0) throw new Error(`Not done: ${failed.join(", ")}.`);
}

const DONE: Readonly<Record<Step["act"], string>> = {
    add: "A new version is pending.",
    adopt: "A version that was added by hand is pending.",
    finish: "The pending version is current.",
    end: "A version has ended.",
};

/** What is so after a step. */
function act(step: Step, state: State, rotation: Rotation): Promise<State> {
    switch (step.act) {
        case "add":
            return add(step.current, state, rotation);
        case "adopt":
            return pending(step.version, state, rotation);
        case "finish":
            return finish(step.version, step.current, state, rotation);
        case "end":
            return end(step.version, step.current, state, rotation);
    }
}

// A crash before it is called `pending` leaves a version that nothing was ever told of; it ends like any other.
async function add(current: Version | undefined, state: State, rotation: Rotation): Promise<State> {
    const { secrets, strategy } = rotation;
    const before = current && (await secrets.value(current));
    const value = await quiet("create", () => strategy.create(before), before);
    const version = await secrets.add(value);
    return pending(version, { ...state, versions: [...state.versions, version] }, rotation);
}

async function pending(version: Version, state: State, { secrets }: Rotation): Promise<State> {
    const secret = await secrets.name(state.secret, { ...living(state), pending: version.number }, state.secret.since);
    return { ...state, secret };
}

async function finish(
    version: Version,
    current: Version | undefined,
    state: State,
    { secrets, strategy, now }: Rotation,
): Promise<State> {
    const value = await secrets.value(version);
    const before = current && (await secrets.value(current));
    await quiet("set", () => strategy.set(value, before), value, before);
    await quiet("test", () => strategy.test(value), value, before);
    return { ...state, secret: await secrets.name(state.secret, promoted(state, version, current), now()) };
}

function promoted(state: State, version: Version, current: Version | undefined): Record<string, number> {
    const { pending: _, ...others } = living(state);
    return { ...others, ...(current && { previous: current.number }), current: version.number };
}

/** The aliases, without those of ours whose version has ended: no alias of a destroyed version is taken. */
function living({ secret, versions }: State): Record<string, number> {
    const isLiving = ([alias, number]: [string, number]) =>
        !OURS.includes(alias) || versions.some((version) => version.number === number);
    return Object.fromEntries(Object.entries(secret.aliases).filter(isLiving));
}

async function end(
    version: Version,
    current: Version | undefined,
    state: State,
    { secrets, strategy }: Rotation,
): Promise<State> {
    const retire = strategy.retire?.bind(strategy);
    if (current && retire) {
        const [now, before] = [await secrets.value(current), await secrets.value(version)];
        await quiet("retire", () => retire(now, before), now, before);
    }
    await secrets.destroy(version);
    return { ...state, versions: state.versions.filter((each) => each !== version) };
}

/** What the strategy says of a failure, without the values that it was given. */
async function quiet<Out>(act: string, doing: () => Promise<Out>, ...values: (string | undefined)[]): Promise<Out> {
    try {
        return await doing();
    } catch (error) {
        const said = error instanceof Error ? error.message : "";
        const without = values.reduce<string>((text, value) => (value ? text.replaceAll(value, "***") : text), said);
        // A cause would be printed too, and may hold them.
        // eslint-disable-next-line preserve-caught-error
        throw new Error(`The strategy did not ${act}: ${without}`);
    }
}
