import type { Resource } from "../core/rule";
import { Unknown, Value, each, json, legible, members, readable, text } from "./values";

/** What a resource says of itself: by tags of AWS, by labels of Google Cloud, and where neither can be, in its description. */

/** What can be owned and reviewed, as people call it, by type. */
const NOUNS: Readonly<Record<string, string>> = {
    "aws:ec2/keyPair:KeyPair": "key pair",
    "aws:iam/instanceProfile:InstanceProfile": "instance profile",
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": "identity provider",
    "aws:iam/policy:Policy": "policy",
    "aws:iam/role:Role": "role",
    "aws:iam/samlProvider:SamlProvider": "identity provider",
    "aws:iam/user:User": "IAM user",
    "aws:kms/key:Key": "key",
    "aws:rolesanywhere/profile:Profile": "profile",
    "aws:rolesanywhere/trustAnchor:TrustAnchor": "trust anchor",
    "aws:secretsmanager/secret:Secret": "secret",
    "aws:ssm/parameter:Parameter": "parameter",
    "aws:ssoadmin/permissionSet:PermissionSet": "permission set",
    "gcp:kms/cryptoKey:CryptoKey": "key",
    "gcp:secretmanager/regionalSecret:RegionalSecret": "secret",
    "gcp:secretmanager/secret:Secret": "secret",
    "gcp:serviceaccount/account:Account": "service account",
};

export const LABELLED = Object.keys(NOUNS) as [string, ...string[]];
/** What a provider writes on all that it makes, as the steps to it. */
const DEFAULTS: Readonly<Record<string, readonly [string, ...string[]]>> = {
    "pulumi:providers:aws": ["defaultTags", "tags"],
    "pulumi:providers:gcp": ["defaultLabels"],
};
export const PROVIDERS = Object.keys(DEFAULTS);

/** Names as they are in use, for the defaults of options. */
export const OWNER = ["owner", "owned-by", "owner-email", "owner-team", "service-owner", "team", "contact", "maintainer"];
export const REVIEW = ["review", "review-cadence", "review-every", "review-interval"];
export const REVIEWED = ["reviewed", "reviewed-at", "reviewed-on", "last-review", "last-reviewed"];
export const DUE = ["review-by", "review-due", "next-review"];

export function nounOf({ type }: Resource): string {
    return NOUNS[type] ?? "resource";
}

/** The input in which a resource says who owns it. */
export function placeOfSigns({ type }: Resource): string {
    if (type === "gcp:serviceaccount/account:Account") return "description";
    return type.startsWith("gcp:") ? "labels" : "tags";
}

/**
 * What a resource says under one of these names, in any letter case and spelling; nothing when it says nothing. Throws
 * when it cannot be read.
 */
export function sign(resource: Resource, names: readonly string[]): Value | undefined {
    return among(signsIn(resource.inputs.get(placeOfSigns(resource))), names);
}

/**
 * As `sign`; and what a provider of the program writes on all that it makes. Which provider a resource has is not said,
 * so what one says counts for all of its cloud.
 */
export function signs(resources: readonly Resource[]): (of: Resource, names: readonly string[]) => Value | undefined {
    const providers = resources.filter(({ type }) => type in DEFAULTS);
    return (of, names) => {
        const own = sign(of, names);
        // No provider writes descriptions.
        if (own || placeOfSigns(of) === "description") return own;
        const cloud = providers.filter(({ type }) => type.split(":")[2] === of.type.split(":")[0]);
        const found = [
            ...each(cloud, (provider) => defaultsOf(provider).flatMap((place) => among(signsIn(place), names) ?? [])),
        ];
        // What is malformed the provider refuses.
        const written = found.find((one) => one instanceof Value);
        for (const one of found) if (!written && one instanceof Unknown) throw one;
        return written;
    };
}

const NOBODY =
    /^(n\/?a|none?|null|nobody|no[ _-]?owner|unknown|unassigned|tbd|tba|to[ _-]?do|change[ _-]?me|x+|\?+|[-_.]*)$/i;

/** Whether a value names somebody. One that is not known yet will. */
export function namesSomebody(value: Value): boolean {
    return value.unknown || !NOBODY.test((text(value) ?? "").trim());
}

type Signs = readonly (readonly [name: string, value: Value])[];

function signsIn(place: Value): Signs {
    if (place.path !== "description") return members(place);
    // As `Owner: payments@example.com. Review: 90d.`
    return [...(text(place) ?? "").matchAll(/([\w-]+)\s*[:=]\s*([^\s;,]+)/g)].map(
        ([, name = "", value = ""]) => [name, new Value(value.replace(/\.$/, ""), place.path, place.secret)] as const,
    );
}

function among(signs: Signs, names: readonly string[]): Value | undefined {
    const wanted = new Set(names.map(bare));
    const found = signs.filter(([name, value]) => wanted.has(bare(name)) && !value.absent).map(([, value]) => value);
    return found.find((value) => value.unknown || legible(() => value) !== undefined) ?? found[0];
}

/** "acme:ServiceOwner", "service_owner" and "Service Owner" are one name. */
function bare(name: string): string {
    return name
        .slice(Math.max(name.lastIndexOf(":"), name.lastIndexOf("/")) + 1)
        .replace(/[\s._-]/g, "")
        .toLowerCase();
}

/** The tags or labels of a provider; none where its inputs are none at all, of which its own rules speak. */
function defaultsOf({ type, inputs }: Resource): readonly Value[] {
    const [first, ...steps] = DEFAULTS[type] ?? [""];
    const places = readable(each([inputs], (of) => [of.get(first)]));
    return places.map((place) => steps.reduce((value, step) => asObject(value).get(step), place)).map(asObject);
}

/** The engine hands over what is not a text as JSON text. */
function asObject(value: Value): Value {
    return value.absent ? value : json(value);
}
