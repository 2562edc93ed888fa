/** What is decided of versions and keys: functions of what is there and of the time. */

export const CURRENT = "AWSCURRENT";
export const PENDING = "AWSPENDING";
export const PREVIOUS = "AWSPREVIOUS";

/** What DescribeSecret says of a secret. */
export interface Described {
    readonly RotationEnabled?: boolean | undefined;
    /** The labels of each version that has some. */
    readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** The version that has a label. */
export function labelled({ VersionIdsToStages = {} }: Described, label: string): string | undefined {
    return Object.keys(VersionIdsToStages).find((version) => VersionIdsToStages[version]!.includes(label));
}

/** Whether a rotation is over, or may go on; throws when it is none. */
export function standing(secret: Described, token: string): "open" | "over" {
    const labels = secret.VersionIdsToStages?.[token];
    if (!labels) throw new Error(`Version ${token} is none of the secret.`);
    // The first version of a secret is current from the start, although nothing has been done with it yet.
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
    if (labels.includes(CURRENT) && !labels.includes(PENDING)) return "over";
    if (!secret.RotationEnabled) throw new Error("Rotation of the secret is not enabled.");
    if (!labels.includes(PENDING)) throw new Error(`Version ${token} of the secret is not ${PENDING}.`);
    return "open";
}

/** The version that was current before this one, or is until it takes its place. */
export function before(secret: Described, token: string): string | undefined {
    const current = labelled(secret, CURRENT);
    return current === token ? labelled(secret, PREVIOUS) : current;
}

/** A pending value that can never be put to use. It is given up, so that the next rotation makes another. */
export class Lost extends Error {
    override readonly name = "Lost";
}

/** An access key of an IAM user. */
export interface Key {
    readonly id: string;
    readonly made: Date;
}

export interface UsedKey extends Key {
    /** Whether it was ever used. */
    readonly used: boolean;
}

/**
 * The key to delete before another is made, for a user has two at most. It is never that of the secret. One that a
 * rotation made and could not store was never used; where no key is that of the secret, only such a one may go.
 */
export function toMakeRoom(keys: readonly UsedKey[], current: string | undefined): string | undefined {
    if (keys.length < 2) return undefined;
    const others = keys.filter(({ id }) => id !== current);
    const isKnown = others.length < keys.length;
    const [newest] = others
        .filter(({ used }) => isKnown || !used)
        .sort((one, other) => other.made.getTime() - one.made.getTime());
    if (newest) return newest.id;
    throw new Error("The user has two keys in use, and neither is in the secret. Delete the one that may go.");
}

/** What the secret holds, as far as its keys are concerned. */
export interface Held {
    readonly current: string;
    /** When it became current. */
    readonly since: Date;
    readonly pending: string | undefined;
}

/** The keys that end now: those that the secret replaced, or never knew, longer ago than the overlap. */
export function ended(keys: readonly Key[], { current, since, pending }: Held, overlap: number, now: Date): string[] {
    const isOver = (from: Date) => from.getTime() + overlap * 1_000 <= now.getTime();
    return keys
        .filter(({ id, made }) => id !== current && id !== pending && isOver(made) && isOver(since))
        .map(({ id }) => id);
}

/** In seconds. */
export interface Lifetimes {
    readonly rotateEvery: number;
    readonly overlap: number;
}

const [HOUR, DAY] = [3_600, 86_400];

/**
 * When a key dies whoever still has it, in milliseconds since 1970. A rotation comes at some hour of its day, or within
 * the hour where it comes round in hours. https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_schedule.html
 */
export function endOf(made: Date, { rotateEvery, overlap }: Lifetimes): number {
    const window = rotateEvery % DAY === 0 ? DAY : HOUR;
    return made.getTime() + (rotateEvery + window + overlap) * 1_000;
}

/**
 * Whether a pending key has waited for so long that it would end before the next rotation: its end counts from when it was
 * made, and the next rotation from when it becomes current.
 */
export function isStale(made: Date, overlap: number, now: Date): boolean {
    return now.getTime() - made.getTime() > overlap * 1_000;
}

/** Denies a user everything from an instant on. */
export function endPolicy(end: number): string {
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "End",
                Effect: "Deny",
                Action: "*",
                Resource: "*",
                Condition: {
                    DateGreaterThanEquals: { "aws:CurrentTime": new Date(end).toISOString().replace(/\.\d+Z$/, "Z") },
                },
            },
        ],
    });
}
