import type { Resource } from "../core/rule";
import {
    type End,
    type Family,
    NO_END,
    type Way,
    attempt,
    ending,
    lasts,
    latest,
    madeAt,
    nameBy,
    since,
    some,
} from "./access-reading";
import { placeShown } from "./access-gcp-words";
import { until } from "./cel";
import { googleDuration, lasting, timestamp } from "./duration";
import { ENTITLEMENT, isApproved, requesters } from "./gcp-entitlements";
import { quote } from "./quote";
import { type Value, flag, isUnreadable, legible, list, text } from "./values";
import { named } from "./words";

/** What Google Cloud opens on request, by a secret, or to whoever another issuer vouches for. */

const SECRETS = ["gcp:secretmanager/secret:Secret", "gcp:secretmanager/regionalSecret:RegionalSecret"];
const PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
const POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";
const WORKFORCE = "gcp:iam/workforcePool:WorkforcePool";
// https://cloud.google.com/iam/docs/reference/rest/v1/locations.workforcePools
const WORKFORCE_DEFAULT = 3_600;

export const gcpEntitlements: Family = {
    types: [ENTITLEMENT],
    beside: [],
    read: () =>
        function* (resource) {
            const { inputs } = resource;
            const bindings = attempt(() => list(inputs.get("privilegedAccess").get("gcpIamAccess").get("roleBindings")));
            const approved = attempt(() => isApproved(inputs));
            const users = attempt(() => requesters(inputs));
            const who = isUnreadable(users) ? "" : some(users.map((user) => shown(user, "member", "somebody")));
            const roles = isUnreadable(bindings)
                ? ["roles"]
                : bindings.map((binding) => shownIn(binding, "role", "role", "a role"));
            yield {
                kind: "entitlement",
                what: `${some(roles) || "no role"} on ${placeShown(resource)}, on request${who && `, for ${who}`}`,
                ...since(madeAt(inputs, "createTime")),
                ...ending(
                    isUnreadable(bindings) ? Infinity : endOf(bindings),
                    "a condition",
                    approved === true ? "asked for and approved each time" : "asked for each time",
                ),
                ...lasts(() => googleDuration(inputs.get("maxRequestDuration"))),
            };
        },
};

/** When the last of the roles can be had no more. */
function endOf(bindings: readonly Value[]): End {
    if (bindings.length === 0) return Infinity;
    return latest(bindings.map((binding) => attempt(() => until(text(binding.get("conditionExpression")) || "true"))));
}

export const gcpSecrets: Family = {
    types: SECRETS,
    beside: [],
    read: (_, now) =>
        function* ({ name, inputs }) {
            const made = madeAt(inputs, "createTime");
            yield {
                kind: "secret",
                what: `secret ${named(name, "of the program")}`,
                ...since(made),
                ...expiring(inputs, made ?? now),
            };
        },
};

function expiring(inputs: Value, made: number): Pick<Way, "until" | "because" | "each"> {
    const expires = inputs.get("expireTime");
    const ttl = attempt(() => googleDuration(inputs.get("ttl")));
    const at = attempt(() => (expires.unknown && ttl !== undefined ? undefined : timestamp(expires)));
    const rotation = attempt(() => inputs.get("rotation").get("rotationPeriod"));
    const { each } = isUnreadable(rotation) ? {} : lasts(() => googleDuration(rotation));
    const isTold = attempt(() => list(inputs.get("topics")).length > 0) !== false;
    const rotated = each !== undefined && isTold ? { each } : {};
    const never =
        each === undefined
            ? "no rotation is written"
            : isTold
              ? `rotated every ${lasting(each)}`
              : "its rotation is announced to no topic";
    if (at !== undefined) return { ...ending(at, "its expiry", never), ...rotated };
    if (ttl === undefined || isUnreadable(ttl)) return { ...ending(ttl ?? Infinity, "", never), ...rotated };
    return { ...ending(made + ttl * 1_000, `${lasting(ttl)} after it is made`, never), ...rotated };
}

export const gcpFederation: Family = {
    types: [PROVIDER, WORKFORCE],
    beside: [POOL],
    read(resources) {
        const closed = new Set(resources.filter(isOff).map(({ urn }) => urn));
        return function* (resource) {
            const { type, name, inputs, sources } = resource;
            if (closed.has(resource.urn) || (sources.workloadIdentityPoolId ?? []).some((urn) => closed.has(urn))) return;
            const shownAs = named(name, "of the program");
            yield {
                kind: "role",
                what:
                    type === WORKFORCE
                        ? `workforce pool ${shownAs}, for people of another identity provider`
                        : `workload identity provider ${shownAs}, for ${workloads(resource)}`,
                ...ending(Infinity, "", NO_END),
                ...(type === WORKFORCE && lasts(() => googleDuration(inputs.get("sessionDuration")) ?? WORKFORCE_DEFAULT)),
            };
        };
    },
};

function isOff({ inputs }: Resource): boolean {
    return attempt(() => flag(inputs.get("disabled"))) === true;
}

function workloads(resource: Resource): string {
    const { inputs } = resource;
    const at = (...path: readonly string[]) => legible(() => path.reduce((value, key) => value.get(key), inputs));
    const account = at("aws", "accountId");
    if (account !== undefined) return `AWS account ${quote("account", account)}`;
    const issuer = at("oidc", "issuerUri");
    if (issuer !== undefined) return `workloads of ${quote("issuer", issuer)}`;
    const other = ["saml", "x509"].find((block) => attempt(() => !inputs.get(block).absent) === true);
    const of = nameBy(resource, inputs.get("workloadIdentityPoolId"));
    return `${other === "saml" ? "whoever a SAML provider vouches for" : other ? "holders of a certificate" : "workloads"}${of ? ` in the pool ${of}` : ""}`;
}

function shownIn(of: Value, key: string, kind: "role" | "member", otherwise: string): string {
    const value = attempt(() => of.get(key));
    return isUnreadable(value) ? otherwise : shown(value, kind, otherwise);
}

function shown(value: Value, kind: "role" | "member", otherwise: string): string {
    const read = legible(() => value);
    return read === undefined ? `${otherwise} not known yet` : quote(kind, read);
}
