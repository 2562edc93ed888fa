import type { Resource } from "../core/rule";
import { longestInterval } from "./aws-schedule";
import { type Value, flag, ifKnown, number, text } from "./values";

export const SECRET = "aws:secretsmanager/secret:Secret";
export const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";
export const ROTATION = "aws:secretsmanager/secretRotation:SecretRotation";

/** The longest time between rotations, in seconds; undefined when there is no schedule, or it is switched off. */
export function rotationInterval(rotation: Value): number | undefined {
    if (flag(rotation.get("rotationEnabled")) === false) return undefined;
    const rules = rotation.get("rotationRules");
    const days = number(rules.get("automaticallyAfterDays"));
    return days ? days * 86_400 : longestInterval(rules.get("scheduleExpression"));
}

/** Whether a rotation is that of the secret: made from it or from a version of it, or written with its name or ARN. */
export function rotates(rotation: Resource, secret: Resource, resources: readonly Resource[]): boolean {
    const from = rotation.sources.secretId ?? [];
    const versions = resources.filter(({ type, urn }) => type === VERSION && from.includes(urn));
    const origins = [from, ...versions.map(({ sources }) => sources.secretId ?? [])].flat();
    if (origins.includes(secret.urn)) return true;
    const written = ifKnown(() => text(rotation.inputs.get("secretId")));
    const [name, arn] = ["name", "arn"].map((key) => ifKnown(() => text(secret.inputs.get(key))));
    return written !== undefined && (written === name || written === arn || (!!name && isArnOf(written, name)));
}

// AWS adds a hyphen and six characters to the name.
function isArnOf(arn: string, name: string): boolean {
    const [, named] = /^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:(.*)$/.exec(arn) ?? [];
    return named === name || named?.replace(/-[^-]{6}$/, "") === name;
}
