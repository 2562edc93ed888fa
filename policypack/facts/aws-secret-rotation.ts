import type { Resource } from "../core/rule";
import { legible } from "./values";

export const SECRET = "aws:secretsmanager/secret:Secret";
export const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
export const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";

/** Whether a secret has a rotation among these resources. */
export function rotated(resources: readonly Resource[]): (secret: Resource) => boolean {
    const of = rotationOf(resources);
    return (secret) => of(secret) !== undefined;
}

/**
 * The rotation of a secret among these resources: one made from it or from a version of it, or written with its name or
 * ARN. A secretId that is not known yet and was made from no secret of the program is that of a secret looked up elsewhere.
 */
export function rotationOf(resources: readonly Resource[]): (secret: Resource) => Resource | undefined {
    const made = new Map(
        resources.filter(({ type }) => type === VERSION).map(({ urn, sources }) => [urn, sources.secretId ?? []]),
    );
    const origins = new Map<string, Resource>();
    const written = new Map<string, Resource>();
    for (const rotation of resources.filter(({ type }) => type === ROTATION)) {
        for (const urn of rotation.sources.secretId ?? [])
            for (const origin of [urn, ...(made.get(urn) ?? [])]) origins.set(origin, rotation);
        const name = legible(() => rotation.inputs.get("secretId"));
        if (name !== undefined) for (const alike of [name, ...namesIn(name)]) written.set(alike, rotation);
    }
    const named = (name: string | undefined) => (name === undefined ? undefined : written.get(name));
    return ({ urn, inputs }) =>
        origins.get(urn) ?? named(legible(() => inputs.get("name"))) ?? named(legible(() => inputs.get("arn")));
}

/** The names that a secret of that ARN may have. AWS adds a hyphen and six characters to the name. */
function namesIn(arn: string): readonly string[] {
    const [, named] = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.*)$/.exec(arn) ?? [];
    return named === undefined ? [] : [named, named.replace(/-[^-]{6}$/, "")];
}
