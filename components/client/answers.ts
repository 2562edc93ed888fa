import { NotReached } from "./errors";
import { type Credentials, type Grant, OUTCOMES, STATES } from "./grant";

/** Reads what a broker answers. Members that are not known here are left as they are: it may be newer. */

type Reader = (given: unknown) => boolean;

const ID = /^g-[a-z2-7]{26}$/;
const text: Reader = (given) => typeof given === "string";
const instant: Reader = (given) => Number.isSafeInteger(given) && (given as number) >= 0 && (given as number) < 8.64e15;
const flag: Reader = (given) => typeof given === "boolean";
const word: Reader = (given) => typeof given === "string" && /^[\x21-\x7e]{1,16384}$/.test(given);
const one =
    (of: readonly string[]): Reader =>
    (given) =>
        typeof given === "string" && of.includes(given);
const maybe =
    (reader: Reader): Reader =>
    (given) =>
        given === undefined || reader(given);
const all =
    (reader: Reader): Reader =>
    (given) =>
        Array.isArray(given) && given.every(reader);
const form =
    (members: Readonly<Record<string, Reader>>): Reader =>
    (given) =>
        given !== null &&
        typeof given === "object" &&
        Object.entries(members).every(([name, reader]) => reader((given as Record<string, unknown>)[name]));

const approvals = all(form({ by: text, at: instant }));
const grant = form({
    id: (given) => typeof given === "string" && ID.test(given),
    state: one(STATES),
    requester: text,
    isAgent: flag,
    entitlement: text,
    role: text,
    asked: form({ reason: text, duration: instant, task: maybe(text), ticket: maybe(text), resources: maybe(all(text)) }),
    scopes: all(form({ actions: all(text), resources: all(text) })),
    requestedAt: instant,
    deadline: instant,
    approvals,
    startedAt: maybe(instant),
    endsAt: maybe(instant),
    extension: maybe(form({ reason: text, endsAt: instant, deadline: instant, approvals, isApproved: flag })),
    credentialsUntil: instant,
    end: maybe(form({ by: text, why: text, at: instant, isEarly: flag })),
    closedAt: maybe(instant),
    goneBy: maybe(instant),
    review: maybe(
        form({ is: one(["due", "overdue", "done"]), due: instant, by: maybe(text), outcome: maybe(one(OUTCOMES)) }),
    ),
});
const credentials = form({ accessKeyId: word, secretAccessKey: word, sessionToken: word, expiration: instant });

/** The grant of that id, or, without one, any. */
export function grantIn(answer: unknown, id?: string): Grant {
    const { grant: given } = answer as { grant?: unknown };
    if (!grant(given) || (id !== undefined && (given as Grant).id !== id)) throw unreadable();
    return given as Grant;
}

export function grantsIn(answer: unknown): readonly Grant[] {
    const { grants: given } = answer as { grants?: unknown };
    if (!all(grant)(given)) throw unreadable();
    return given as readonly Grant[];
}

export function credentialsIn(answer: unknown): Credentials {
    const { credentials: given } = answer as { credentials?: unknown };
    if (!credentials(given)) throw unreadable();
    return given as Credentials;
}

export function roleIn(answer: unknown): string {
    const { role: given } = answer as { role?: unknown };
    if (!text(given)) throw unreadable();
    return given as string;
}

function unreadable(): NotReached {
    return new NotReached("The answer is none that this version reads. Check the address, or install the broker's version.");
}
