import { iso } from "../../checks";

/** What a function must be able to do on the one secret that it rotates; nobody may write other policies with it. */
export const PERMISSIONS: readonly string[] = [
    "secretmanager.secrets.get",
    // Aliases are part of the secret itself.
    "secretmanager.secrets.update",
    "secretmanager.versions.access",
    "secretmanager.versions.add",
    "secretmanager.versions.destroy",
    "secretmanager.versions.get",
    "secretmanager.versions.list",
];

/** When it looks for what is due: the first value, the end of the overlap, and what was cut off. */
export const HOURLY = "0 * * * *";
const HOUR = 3_600;

export interface Times {
    /** All in seconds. */
    readonly rotateEvery: number;
    readonly overlap: number;
    readonly destroyAfter: number;
}

/** How old a value gets, in seconds, before its notification must have been lost. */
export function longest({ rotateEvery }: Times): number {
    return rotateEvery + HOUR;
}

/** As Secret Manager takes it; `now` is in milliseconds since 1970. The first value does not wait for it. */
export function rotation({ rotateEvery }: Times, now: number): { rotationPeriod: string; nextRotationTime: string } {
    return { rotationPeriod: `${rotateEvery}s`, nextRotationTime: iso(now + rotateEvery * 1_000) };
}

export type Replication = { auto: object } | { userManaged: { replicas: { location: string }[] } };

/** Where the values are kept: where Google chooses, or in these places only. */
export function replication(locations: readonly string[]): Replication {
    if (locations.length === 0) return { auto: {} };
    return { userManaged: { replicas: locations.map((location) => ({ location })) } };
}
