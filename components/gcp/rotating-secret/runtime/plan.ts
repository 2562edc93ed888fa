/** The aliases that a rotation moves. Who reads the secret reads `current`. */
export const OURS: readonly string[] = ["current", "pending", "previous"];

/** Of a secret, as Secret Manager gives it. */
export interface Secret {
    readonly etag: string;
    readonly annotations: Readonly<Record<string, string>>;
    /** The number of a version, by its alias. */
    readonly aliases: Readonly<Record<string, number>>;
    /** When `current` last moved; undefined when nobody wrote that down. */
    readonly since: number | undefined;
}

/** A version that is enabled. Instants are in milliseconds since 1970. */
export interface Version {
    readonly number: number;
    readonly created: number;
}

export interface State {
    readonly secret: Secret;
    /** Those that are enabled. */
    readonly versions: readonly Version[];
}

export type Step =
    /** A new value: add a version, and call it `pending`. */
    | { readonly act: "add"; readonly current: Version | undefined }
    /** A version that somebody added by hand: call it `pending`. */
    | { readonly act: "adopt"; readonly version: Version }
    /** Put the pending value to use, and call it `current`. */
    | { readonly act: "finish"; readonly version: Version; readonly current: Version | undefined }
    /** End a version; the other side is told when it was in use. */
    | { readonly act: "end"; readonly version: Version; readonly current: Version | undefined };

export interface Asked {
    /** What is older than this is to be rotated. */
    readonly newerThan: number;
    /** How long the previous version stays enabled, in milliseconds. */
    readonly overlap: number;
    readonly now: number;
}

/** All that is due now, what comes first, first. Nothing but the state decides, so that any step may be the last before a crash. */
export function due({ secret, versions }: State, { newerThan, overlap, now }: Asked): readonly Step[] {
    const called = (alias: string) => versions.find(({ number }) => number === secret.aliases[alias]);
    const [current, pending] = [called("current"), called("pending")];
    // Whoever goes back to the previous version calls it `current` too.
    const previous = [called("previous")].find((version) => version !== current && version !== pending);
    const others = versions.filter((version) => ![current, pending, previous].includes(version));
    const newest = others.reduce<Version | undefined>((a, b) => (a && a.number > b.number ? a : b), undefined);

    const isOld = !current || current.created < newerThan;
    const isOver = now >= (secret.since ?? current?.created ?? now) + overlap;
    const steps: Step[] = [];
    // The other side accepts two values at a time, not three.
    if (previous && current && (isOver || (isOld && !pending))) {
        steps.push({ act: "end", version: previous, current });
    }
    if (pending && pending !== current) steps.push({ act: "finish", version: pending, current });
    else if (!current && newest) steps.push({ act: "adopt", version: newest });
    else if (isOld) steps.push({ act: "add", current });
    for (const version of others) {
        // One that was just added may be about to be called `pending`.
        const isAdopted = !current && !pending && version === newest;
        if (!isAdopted && now >= version.created + overlap) steps.push({ act: "end", version, current: undefined });
    }
    return steps;
}

export function key(step: Step): string {
    return step.act === "add" ? step.act : `${step.act} ${step.version.number}`;
}
