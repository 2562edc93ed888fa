import {
    CURRENT,
    type Login,
    type Naming,
    PENDING,
    type Pair,
    RotationError,
    administrator,
    login,
    pair,
    refuseUnrelated,
    successor,
} from "./login";
import type { Strategy } from "./strategy";

export interface DatabaseSettings {
    /** The text of the administrator's secret. It is read anew each time, for it is rotated too. */
    readonly readAdmin: () => Promise<string>;
    /** The host of the server, where the administrator's secret does not name it: one that RDS manages does not. */
    readonly host?: string | undefined;
    /** Certificates to trust, as PEM, in place of those that Node trusts: its own and those of NODE_EXTRA_CA_CERTS. */
    readonly ca?: string | undefined;
}

export interface Session {
    query(statement: string, values?: readonly unknown[]): Promise<readonly Row[]>;
    end(): Promise<void>;
}

export type Row = Readonly<Record<string, unknown>>;

/** Opens a session over TLS, with the server that the certificate names, or throws. */
export type SignIn = (login: Login, ca: string | undefined) => Promise<Session>;

export interface Change extends Pair {
    readonly pending: Login;
    readonly current: Login;
    /** A session as one of the two. */
    readonly signIn: (login: Login) => Promise<Session>;
}

export interface Engine extends Naming {
    readonly signIn: SignIn;
    /** Makes the server accept the pending user, with the rights of the base. */
    accept(admin: Session, change: Change): Promise<void>;
}

/** Milliseconds that a sign-in may take. */
export const SIGN_IN = 10_000;
/** Milliseconds that a statement may take. */
export const STATEMENT = 15_000;
/** Seconds to wait for a lock: others queue behind who waits. */
export const LOCK = 3;

/**
 * Rotation by two users that take turns, so that the current one is not touched: who has read its password goes on. The
 * password before it works until the next rotation, which gives its readers the time to see the new one. So a password
 * lives for two intervals, and there is nothing to retire.
 */
export function alternating(engine: Engine, settings: DatabaseSettings, signIn: SignIn = engine.signIn): Strategy {
    const { readAdmin, host, ca } = settings;
    const opened = (who: string, as: Login) => wordedSession(who, signIn(as, ca));
    return {
        create: (current) => worded("Making a value", () => successor(engine, current)),

        async set(pendingText, currentText) {
            const current = login(engine, CURRENT, currentText);
            const pending = login(engine, PENDING, pendingText);
            const users = pair(engine, current.username);
            refuseUnrelated(pending, current, users);
            // Who may write the secret could name any user in it: it must know the password to have it rotated.
            await using(opened("the current user", current), (session) => session.query("SELECT 1"));
            const text = await worded("Reading the administrator's secret", readAdmin);
            const admin = administrator(engine, text, current, host);
            await using(opened("the administrator", admin), (session) =>
                engine.accept(session, { ...users, pending, current, signIn: (as) => opened("a user of the secret", as) }),
            );
        },

        async test(pending) {
            const as = login(engine, PENDING, pending);
            await using(opened("the pending user", as), (session) => session.query("SELECT 1"));
        },
    };
}

/** Does something in a session, and ends it. */
export async function using<Out>(opening: Promise<Session>, act: (session: Session) => Promise<Out>): Promise<Out> {
    const session = await opening;
    try {
        return await act(session);
    } finally {
        // What was to be done is done, or has failed for a reason of its own.
        await limited(1_000, session.end()).catch(() => undefined);
    }
}

async function wordedSession(who: string, opening: Promise<Session>): Promise<Session> {
    const session = await worded(`Signing in as ${who}`, () =>
        limited(SIGN_IN, opening).catch((error: unknown) => {
            // Should it come after all.
            opening.then((late) => late.end()).catch(() => undefined);
            throw error;
        }),
    );
    return {
        query: (statement, values) => worded(`A statement as ${who}`, () => session.query(statement, values)),
        end: () => session.end(),
    };
}

/** An error of a driver may hold the statement, and the statement a password: only its message and code are kept. */
async function worded<Out>(what: string, act: () => Out | Promise<Out>): Promise<Out> {
    try {
        return await act();
    } catch (error) {
        if (error instanceof RotationError) throw error;
        const { message, code } = error as { message?: string; code?: string };
        throw new RotationError(`${what} failed: ${[message, code && `(${code})`].filter(Boolean).join(" ")}.`, code);
    }
}

async function limited<Out>(limit: number, act: Promise<Out>): Promise<Out> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${limit / 1_000} s`)), limit);
    });
    try {
        return await Promise.race([act, late]);
    } finally {
        clearTimeout(timer);
    }
}
