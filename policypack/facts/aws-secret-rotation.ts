import type { Resource } from "../core/rule";
import { legible } from "./values";

export const SECRET = "aws:secretsmanager/secret:Secret";
export const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
export const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";

/**
 * Whether a secret has a rotation among these resources: one made from it or from a version of it, or written with its
 * name or ARN. A secretId that is not known yet and was made from no secret of the program is that of a secret looked
 * up elsewhere.
 */
export function rotated(resources: readonly Resource[]): (secret: Resource) => boolean {
    const made = new Map(
        resources.filter(({ type }) => type === VERSION).map(({ urn, sources }) => [urn, sources.secretId ?? []]),
    );
    const origins = new Set<string>();
    const written = new Set<string>();
    for (const rotation of resources.filter(({ type }) => type === ROTATION)) {
        for (const urn of rotation.sources.secretId ?? [])
            for (const origin of [urn, ...(made.get(urn) ?? [])]) origins.add(origin);
        const name = legible(() => rotation.inputs.get("secretId"));
        if (name !== undefined) for (const alike of [name, ...namesIn(name)]) written.add(alike);
    }
    const isWritten = (name: string | undefined) => name !== undefined && written.has(name);
    return (secret) =>
        origins.has(secret.urn) || ["name", "arn"].some((key) => isWritten(legible(() => secret.inputs.get(key))));
}

/** The names that a secret of that ARN may have. AWS adds a hyphen and six characters to the name. */
function namesIn(arn: string): readonly string[] {
    const [, named] = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.*)$/.exec(arn) ?? [];
    return named === undefined ? [] : [named, named.replace(/-[^-]{6}$/, "")];
}
