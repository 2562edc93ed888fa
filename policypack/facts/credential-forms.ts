/** What a text looks like that a name calls a credential: a value, the place of one, or nothing yet. */

import { namedCredential, wordsOf } from "./credential-names";

// The value stands elsewhere: an ARN, a dynamic reference, a template's or a shell's variable, a link with a scheme,
// an encrypted text (SOPS, KMS), a hash.
const REFERENCE =
    /^(?:arn:|alias\/|ENC\[|AQICAH|\$+[.[({]|\$[A-Za-z_]\w{0,63}$|%\w{1,64}%$|\$\w{1,10}\$|\{%|!(?:Ref|Sub|GetAtt|ImportValue|Join|vault|secret)\b|[a-z][a-z0-9+.-]{1,30}:\/\/|(?:aws-?)?(?:ssm|sm|secrets?-?manager|vault|op|env|file|kms|key-?vault|ref|secrets?|param(?:eter)?)(?:-\w{1,16})?:)/i;
const TEMPLATE = /\{\{|\$\{|\$\(|<%|`|process\.env|os\.environ/;

// Nothing yet, or a word that switches something.
const PLACEHOLDER =
    /change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this|with)|place[-_ ]?holder|example|dummy|sample|redacted|fixme|todo|(?:^|[^a-z])(?:your|insert|enter|put)[-_ ]|x{4}|\*{3}|\.{3}|…|^[<[].*[>\]]$|^(?:test|tbd|none|null|nil|undefined|unset|not[-_ ]?set|empty|n\/?a|na|false|true|yes|no|on|off|disabled?|enabled?|required|optional|auto|default|inherit|generated?|random|ssm|iam|vault|kms|env|file|string|text|bearer|basic|foo|bar|baz|localstack|[-+]?\d{0,5}(?:\.\d{1,9})?)$/i;

/** Whether the text stands for a value that is not in it. */
export function isReference(text: string): boolean {
    const trimmed = text.trim();
    return trimmed === "" || REFERENCE.test(trimmed) || TEMPLATE.test(trimmed);
}

export function isPlaceholder(text: string): boolean {
    return PLACEHOLDER.test(text.slice(0, 300)) || /^(.)\1*$/s.test(text.slice(0, 300));
}

/** A password as people choose them: anything that is no reference, no placeholder and no name of a secret. */
export function isChosen(text: string): boolean {
    if (text.length < 4 || text.length > 256 || /\s/.test(text)) return false;
    return !isReference(text) && !isPlaceholder(text) && !isPath(text) && !namesCredential(text);
}

/** A credential as machines make them: long, letters and digits, and not built of words. */
export function isRandom(text: string): boolean {
    if (text.length < 12 || text.length > 4096 || !/^[\w+/=.~:!@#$%^&*-]+$/.test(text)) return false;
    if (!/\d/.test(text) || !/[a-z]/i.test(text) || new Set(text).size < 7) return false;
    return !isReference(text) && !isPlaceholder(text) && !isWords(text) && !isAddress(text);
}

/** A secret access key of AWS has no other mark than its length and its mix; the name beside it must tell. */
export function isAwsSecret(text: string): boolean {
    return /^[A-Za-z0-9/+]{40}$/.test(text) && [/[a-z]/, /[A-Z]/, /\d/].every((kind) => kind.test(text)) && isRandom(text);
}

export function isUuid(text: string): boolean {
    return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** "prod/db/password", "/run/secrets/db", "C:\\keys": a place, where each step is a word. */
function isPath(text: string): boolean {
    if (/^(?:~?\/|\.{1,2}\/|[a-z]:\\)/i.test(text) && isWords(text)) return true;
    return text.includes("/") && isWords(text);
}

/** "my-db-password", "dockerhub:password": the name of a secret, or a stand-in for one. */
function namesCredential(text: string): boolean {
    return /[-_./: ]/.test(text) && isWords(text) && (namedCredential(text) !== undefined || wordsOf(text).some(isTelling));
}

function isTelling(word: string): boolean {
    return /^(?:password|secret|token|key|credentials?)s?$/.test(word);
}

// Names of buckets, queues and secrets are words, numbers and a short random end; of random texts words are no part.
const WORD = /^(?:[A-Z]{2,24}|[A-Z]?[a-z]{2,40}(?:\d{0,4}[A-Z][a-z]{2,40}){0,5})\d{0,4}$/;
const NUMBER = /^(?:v?\d{1,12}|[a-z])$/i;
const SHORT_END = /^[0-9a-f]{4,8}$|^[A-Za-z0-9]{6}$/;

function isWords(text: string): boolean {
    const parts = text.split(/[-_./:@]+/).filter((part) => part !== "");
    const words = parts.filter((part) => WORD.test(part));
    const others = parts.filter((part) => !WORD.test(part) && !NUMBER.test(part));
    const ends = others.length <= 1 && others.every((part) => part === parts.at(-1) && SHORT_END.test(part));
    return words.length > 0 && parts.length > 1 && ends;
}

function isAddress(text: string): boolean {
    return (
        /^0x[0-9a-f]{40}$/i.test(text) ||
        /^[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}$/.test(text) ||
        /^[\w-]{1,64}(?:\.[a-z][\w-]{0,63}){2,8}(?::\d{1,5})?$/.test(text)
    );
}
