import type { Resource } from "../core/rule";
import { accountShown } from "./access-gcp-words";
import { type End, type Family, NO_END, attempt, ending, lasts, madeAt, since } from "./access-reading";
import { validUntil } from "./certificate";
import { lasting, timestamp } from "./duration";
import { type Value, isUnreadable, legible, number, text } from "./values";
import { named } from "./words";

/** Keys of Google Cloud: open until they end by themselves, which few do. */

interface Key {
    readonly what: string;
    /** The input that names whom it signs in as. */
    readonly of?: string;
    /** The output that says when Google made it. */
    readonly made?: string;
    /** When it ends by itself, in milliseconds since 1970, and why. */
    readonly end?: (inputs: Value) => { readonly at: number | undefined; readonly because: string };
}

const EXPIRY = "its expiry";
// What Google writes for a key without an end: 9999-12-31T23:59:59Z.
const LAST_YEAR = Date.UTC(9999, 0);

const ACCOUNT_KEY = "gcp:serviceaccount/key:Key";
const API_KEY = "gcp:projects/apiKey:ApiKey";
const ROTATING = "time:index/rotating:Rotating";

const KEYS: Readonly<Record<string, Key>> = {
    [ACCOUNT_KEY]: { what: "key", of: "serviceAccountId", made: "validAfter", end: endOfAccountKey },
    [API_KEY]: { what: "API key", of: "serviceAccountEmail" },
    "gcp:storage/hmacKey:HmacKey": { what: "HMAC key", of: "serviceAccountEmail", made: "timeCreated" },
    "gcp:oslogin/sshPublicKey:SshPublicKey": {
        what: "SSH key of OS Login",
        end(inputs) {
            const end = number(inputs.get("expirationTimeUsec"));
            return { at: end ? end / 1_000 : undefined, because: EXPIRY };
        },
    },
};

export const gcpKeys: Family = {
    types: Object.keys(KEYS),
    beside: [ROTATING],
    read(resources) {
        const rotating = new Map(resources.filter(({ type }) => type === ROTATING).map((one) => [one.urn, one]));
        return function* (resource) {
            const { what, of, made, end } = KEYS[resource.type]!;
            const found = attempt(() => end?.(resource.inputs));
            const at: End = isUnreadable(found) ? found : (found?.at ?? Infinity);
            const { each } = replaced(resource, rotating);
            yield {
                kind: "key",
                what: `${what}${whose(resource, of)}`,
                ...since(made === undefined ? undefined : madeAt(resource.inputs, made)),
                ...ending(
                    at,
                    found && !isUnreadable(found) ? found.because : "",
                    isOff(resource)
                        ? "switched off, but one call switches it on"
                        : each !== undefined
                          ? `replaced every ${lasting(each)}, when the program is deployed`
                          : NO_END,
                ),
                ...(each !== undefined && { each }),
            };
        };
    },
};

function endOfAccountKey(inputs: Value) {
    const uploaded = text(inputs.get("publicKeyData"));
    if (uploaded) return { at: validUntil(Buffer.from(uploaded, "base64").toString("latin1")), because: "its certificate" };
    const before = inputs.get("validBefore");
    const at = before.unknown ? undefined : timestamp(before);
    return { at: at !== undefined && at < LAST_YEAR ? at : undefined, because: EXPIRY };
}

/** How often a key is made anew because a keeper of it turns. */
function replaced({ sources }: Resource, rotating: ReadonlyMap<string, Resource>) {
    const keeper = (sources.keepers ?? []).flatMap((urn) => rotating.get(urn) ?? [])[0];
    if (!keeper) return {};
    const count = (input: string) => number(keeper.inputs.get(input)) ?? 0;
    return lasts(() => count("rotationDays") * 86_400 + count("rotationHours") * 3_600 + count("rotationMinutes") * 60);
}

function whose(resource: Resource, of: Key["of"]): string {
    const value = of === undefined ? undefined : resource.inputs.get(of);
    const own = ` ${named(resource.name, "of the program")}`;
    if (!value || value.absent) return own;
    const account = accountShown(resource, value);
    if (account === undefined) return own;
    return resource.type === API_KEY ? `${own}, which acts as ${account}` : ` of ${account}`;
}

function isOff({ inputs }: Resource): boolean {
    return legible(() => inputs.get("state"))?.toLowerCase() === "inactive";
}
