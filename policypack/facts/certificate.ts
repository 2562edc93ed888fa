const PEM = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END/g;

/** The last instant, in milliseconds since 1970, at which one of the certificates in a PEM text is valid; nothing when there is none. */
export function validUntil(pem: string): number | undefined {
    const ends = [...pem.matchAll(PEM)].flatMap(([, base64 = ""]) => endOf(Buffer.from(base64, "base64")) ?? []);
    return ends.length > 0 ? Math.max(...ends) : undefined;
}

// RFC 5280, 4.1: a certificate begins with what is signed, and that with version, number, algorithm, issuer and validity.
const SEQUENCE = 0x30;
const VERSION = 0xa0;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;

interface Element {
    readonly tag: number;
    readonly content: Buffer;
}

function endOf(der: Buffer): number | undefined {
    const signed = elements(elements(der)[0]?.content)[0];
    if (signed?.tag !== SEQUENCE) return undefined;
    const [, , , validity] = elements(signed.content).filter(({ tag }) => tag !== VERSION);
    const end = validity?.tag === SEQUENCE ? elements(validity.content)[1] : undefined;
    return end && instantOf(end);
}

/** The elements that stand one after the other, as far as they are whole. */
function elements(der: Buffer = Buffer.alloc(0)): readonly Element[] {
    const found: Element[] = [];
    for (let at = 0; at + 2 <= der.length;) {
        const short = der[at + 1]!;
        const bytes = short < 0x80 ? 0 : short & 0x7f;
        if (bytes > 4 || at + 2 + bytes > der.length) break;
        const length = bytes === 0 ? short & 0x7f : der.readUIntBE(at + 2, bytes);
        const start = at + 2 + bytes;
        if (start + length > der.length) break;
        found.push({ tag: der[at]!, content: der.subarray(start, start + length) });
        at = start + length;
    }
    return found;
}

function instantOf({ tag, content }: Element): number | undefined {
    const written = content.toString("latin1");
    const match = /^(\d{2}|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(written);
    if (!match || ![UTC_TIME, GENERALIZED_TIME].includes(tag)) return undefined;
    const [year = 0, month = 0, ...rest] = match.slice(1).map(Number);
    const century = tag === GENERALIZED_TIME ? 0 : year < 50 ? 2_000 : 1_900;
    return Date.UTC(century + year, month - 1, ...(rest as [number, number, number, number]));
}
