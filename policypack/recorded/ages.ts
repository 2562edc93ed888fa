import { instant } from "../facts/duration";
import { isRecord } from "../facts/values";

/**
 * Outputs that say since when, or until when, what the cloud made can be used. They are laid beside the inputs, which a
 * state and a program have in common, because rules read inputs: of a program they are absent, of a state they are the
 * ages that the clock is held against. None of them means anything else as an input.
 */
const AGES = [
    // Since.
    "createDate",
    "creationDate",
    "createTime",
    "createdAt",
    "timeCreated",
    "uploadDate",
    "validAfter",
    "notBefore",
    // Until.
    "validBefore",
    "notAfter",
    "expiration",
    "expirationDate",
    "expirationTime",
    "expiresAt",
] as const;

export function isAge(input: string): boolean {
    return AGES.some((name) => name === input);
}

/** The inputs, and the ages among the outputs where the inputs have none. */
export function withAges(inputs: Record<string, unknown>, outputs: unknown): Record<string, unknown> {
    if (!isRecord(outputs)) return inputs;
    const ages = AGES.filter((name) => (inputs[name] ?? undefined) === undefined && isInstant(outputs[name]));
    return { ...inputs, ...Object.fromEntries(ages.map((name) => [name, outputs[name]])) };
}

// A provider writes an empty text where it knows of none.
function isInstant(raw: unknown): boolean {
    return typeof raw === "string" && instant(raw) !== undefined;
}
