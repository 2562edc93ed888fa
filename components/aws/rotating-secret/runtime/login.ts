import { randomBytes } from "node:crypto";
import { Lost } from "./decide";

/** A user of a database, as RDS writes it into a secret. Other members are kept. */
export interface Login {
    readonly engine: string;
    readonly host: string;
    readonly port: number;
    readonly username: string;
    readonly password: string;
    readonly dbname?: string;
}

/** What secrets of an engine hold. */
export interface Naming {
    /** The engine, as secrets name it. */
    readonly names: readonly string[];
    /** Bytes that the name of a user may have. */
    readonly longestName: number;
}

/** The two users that take turns: the rights of the second are those of the first. */
export interface Pair {
    readonly base: string;
    readonly clone: string;
}

/** What a rotation cannot do, in words that have no password in them; so an error of a driver is never its cause. */
export class RotationError extends Error {
    override readonly name = "RotationError";

    constructor(
        message: string,
        /** As the server or the network names it: "28P01", "ECONNREFUSED". */
        readonly code?: string,
    ) {
        super(message);
    }
}

export const CURRENT = "The current value of the secret";
export const PENDING = "The pending value of the secret";
const ADMINISTRATOR = "The administrator's secret";
const SUFFIX = "_clone";

/** The value that follows: the other user, with a new password. */
export function successor(naming: Naming, current: string | undefined): string {
    const { username } = login(naming, CURRENT, current);
    const { base, clone } = pair(naming, username);
    const next = { username: username === base ? clone : base, password: password() };
    return JSON.stringify({ ...members(CURRENT, current), ...next });
}

export function pair({ longestName }: Naming, username: string): Pair {
    const base = username.endsWith(SUFFIX) ? username.slice(0, -SUFFIX.length) : username;
    const clone = `${base}${SUFFIX}`;
    if (base === "") throw new RotationError(`The username in the secret is nothing but ${SUFFIX}.`);
    if (Buffer.byteLength(clone) > longestName) {
        throw new RotationError(
            `The username in the secret is too long: with ${SUFFIX}, as its other user is named, it has more than ` +
                `${longestName} bytes.`,
        );
    }
    return { base, clone };
}

const CLASSES = [/^[A-Za-z]/, /[a-z]/, /[A-Z]/, /\d/, /[-_]/];

/** 192 random bits as [A-Za-z0-9_-], of each class that servers ask for: it stands in URLs, shells and quotes as it is. */
export function password(): string {
    for (;;) {
        const made = randomBytes(24).toString("base64url");
        if (CLASSES.every((part) => part.test(made))) return made;
    }
}

const isText = (value: unknown) => typeof value === "string" && !value.includes("\0");

const RIGHT = {
    engine: isText,
    // A path would be a socket of the machine itself, and no certificate of RDS is for an address.
    host: (value: unknown) =>
        typeof value === "string" && /^(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(value),
    port: (value: unknown) => Number.isInteger(value) && (value as number) > 0 && (value as number) < 65_536,
    username: isText,
    password: isText,
    dbname: (value: unknown) => value === undefined || isText(value),
};

/** Reads a value, or names the members that are missing or wrong, never what they hold. */
export function login({ names }: Naming, what: string, text: string | undefined): Login {
    return checked(names, what, members(what, text));
}

function checked(names: readonly string[], what: string, { port, ...others }: Members): Login {
    const found: Members = { ...others, port: typeof port === "string" && /^\d+$/.test(port) ? Number(port) : port };
    const isAbsent = (member: string) => member !== "dbname" && (found[member] ?? "") === "";
    const asked = Object.entries(RIGHT);
    const missing = asked.filter(([member]) => isAbsent(member)).map(([member]) => member);
    if (missing.length > 0) throw new RotationError(`${what} has no ${missing.join(", no ")}.`);
    const wrong = asked.filter(([member, isRight]) => !isRight(found[member])).map(([member]) => member);
    if (wrong.length > 0) throw new RotationError(`${what} has what cannot be a ${wrong.join(", a ")}.`);
    if (!names.includes(found.engine as string)) {
        throw new RotationError(`${what} is for another engine than ${names.join(", ")}.`);
    }
    return found as unknown as Login;
}

type Members = Readonly<Record<string, unknown>>;

function members(what: string, text: string | undefined): Members {
    if (text === undefined) {
        throw new RotationError(
            `${what} is not there. Before the first rotation write one, with engine, host, port, username and password ` +
                "of a user that the server has.",
        );
    }
    try {
        const found: unknown = JSON.parse(text);
        if (typeof found === "object" && found !== null && !Array.isArray(found)) return found as Members;
    } catch {
        // What JSON.parse says shows the text.
    }
    throw new RotationError(`${what} is no JSON object.`);
}

/** To use a pending value made from another current one would take the password from those who use it now. */
export function refuseUnrelated(pending: Login, current: Login, { base, clone }: Pair): void {
    const turn = current.username === base ? clone : base;
    const differ = [
        ...(pending.username === turn ? [] : ["username"]),
        ...(["engine", "host", "port", "dbname"] as const).filter((each) => pending[each] !== current[each]),
    ];
    if (differ.length === 0) return;
    throw new Lost(
        `${PENDING} was not made from the current one: it has another ${differ.join(", another ")}. It is given up.`,
    );
}

/**
 * The administrator's sign-in to the server of the secret. Who may write the secret could name a host of their own in it,
 * to be sent the administrator's password; so both must be for one host and port.
 */
export function administrator(naming: Naming, text: string, current: Login, host: string | undefined): Login {
    const { engine, port, dbname } = current;
    const given = members(ADMINISTRATOR, text);
    const hosts = [given.host, host].filter((each) => (each ?? "") !== "");
    if (hosts.length === 0) {
        throw new RotationError(`${ADMINISTRATOR} has no host, as one that RDS manages, and the rotation was told none.`);
    }
    const admin = checked(naming.names, ADMINISTRATOR, { engine, port, ...given, host: current.host, dbname });
    const isSame = hosts.every((each) => typeof each === "string" && each.toLowerCase() === current.host.toLowerCase());
    if (!isSame || admin.port !== port) {
        throw new RotationError(
            `${CURRENT} is for another host or port than the administrator's secret, whose password is not sent there.`,
        );
    }
    const { base, clone } = pair(naming, current.username);
    if (admin.username === base || admin.username === clone) {
        throw new RotationError("The user of the secret is the administrator, who would get a second one like it.");
    }
    return admin;
}
