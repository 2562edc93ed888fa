import { crc32 } from "node:zlib";

/** As Go's encoder writes it, which escapes what HTML would take for its own. */
export function goJson(value: unknown, indent?: number): string {
    return JSON.stringify(value, undefined, indent).replace(
        /[<>&]/g,
        (character) => `\\u00${character.charCodeAt(0).toString(16)}`,
    );
}

/** The id of a Terraform data source that has none of its own. */
export function hashCode(text: string): string {
    return String(crc32(text));
}
