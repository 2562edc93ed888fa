import { isAwsSecret, isChosen, isPlaceholder, isRandom, isReference, isUuid } from "./credential-forms";
import { isOpen, namedCredential } from "./credential-names";

/** A credential within a text: of which kind, never which. */
export interface Credential {
    /** "a password" */
    readonly kind: string;
    /** Where it begins. */
    readonly at: number;
}

// Larger than any document that AWS takes for the inputs that are judged.
const LONGEST = 1 << 20;

/** The first credential in a text, which stands under that name. */
export function credential(text: string, name = ""): string | undefined {
    // What a browser is given is open, unless it is of a form that nobody means to publish.
    const [first] = credentials(text, isOpen(name));
    return first?.kind ?? byName(name, text);
}

/** The credentials that a text holds: a value, a script or a document. In order, one of a line. */
export function credentials(written: string, open = false): readonly Credential[] {
    const text = written.slice(0, LONGEST);
    const tell = [...known(text, open)];
    const found = [...tell, ...assigned(text)].sort((a, b) => a.at - b.at);
    const told = new Set(tell);
    const kept: Credential[] = [];
    let end = -1;
    for (const one of found) {
        if (one.at >= end) {
            kept.push(one);
            const next = text.indexOf("\n", one.at);
            end = next < 0 ? text.length : next;
            // A name and its value may each be a form; that of the value says more.
        } else if (told.has(one) && !told.has(kept.at(-1)!)) kept[kept.length - 1] = one;
    }
    return kept;
}

/** What a value is by its name and its look; a name alone, or a look alone, tells nothing. */
function byName(name: string, value: string): string | undefined {
    const text = value.trim();
    switch (namedCredential(name)) {
        case "password":
            return isChosen(text) ? "a password" : undefined;
        case "chosen":
            return (text.length >= 6 && isChosen(text)) || isRandom(text) ? "a secret" : undefined;
        case "secret":
            return isRandom(text) ? "a secret" : undefined;
        case "token":
            return isRandom(text) ? "a token" : undefined;
        case "key":
            if (/secret/i.test(name) && isAwsSecret(text)) return "an AWS secret access key";
            // Identifiers of KMS keys look so.
            return isRandom(text) && !(isUuid(text) && /encr|sign|master|crypt/i.test(name)) ? "a key" : undefined;
        case undefined:
            return undefined;
    }
}

/** Forms that tell by themselves. Each begins with a fixed text or behind a boundary, so that none is tried twice in a run. */
const FORMS: readonly { readonly kind: string; readonly hint: RegExp; readonly form: RegExp; readonly mayBeOpen?: true }[] =
    [
        {
            kind: "an AWS access key",
            hint: /AKIA|ASIA/,
            form: /(?<![A-Za-z0-9])(?:AKIA|ASIA)([A-Z2-7]{16})(?![A-Za-z0-9])/g,
        },
        {
            kind: "a JSON Web Token",
            hint: /eyJ/,
            form: /(?<![\w.-])(eyJ[\w-]{10,2000}\.eyJ[\w-]{10,8000}\.[\w-]{10,2000})/g,
            mayBeOpen: true,
        },
        { kind: "a Google API key", hint: /AIza/, form: /(?<![\w-])AIza([\w-]{35})(?![\w-])/g, mayBeOpen: true },
        { kind: "a Stripe key", hint: /[sr]k_live_/, form: /(?<![A-Za-z0-9])[sr]k_live_([A-Za-z0-9]{16,250})/g },
        {
            kind: "a URL with a password",
            hint: /:\/\//,
            form: /(?<=(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:@/"'<>]{0,128}:)([^\s@/"'<>[\]]{3,256})@(?!(?:localhost|127\.0\.0\.1|(?:[\w-]{1,64}\.){0,4}example\.\w{1,8})\b)[^\s@/]/gi,
        },
        {
            kind: "a token",
            hint: /authorization/i,
            form: /(?<![\w-])authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:bearer|basic|token)\s{1,3}([\w+/=.~-]{16,4096})/gi,
        },
    ];

function* known(text: string, open: boolean): Generator<Credential> {
    for (const { kind, hint, form, mayBeOpen } of FORMS) {
        if ((open && mayBeOpen) || !hint.test(text)) continue;
        for (const match of text.matchAll(form)) {
            const value = match[1] ?? "";
            const stands = isReference(value) || isPlaceholder(value) || /^(?:pass(?:word)?|pwd|secret)$/i.test(value);
            if (!stands) yield { kind, at: match.index };
        }
    }
    yield* listed(text);
}

const NAMES: Readonly<Record<string, string>> = {
    aws: "an AWS secret access key",
    privatekey: "a private key",
    npm: "an npm token",
    github: "a GitHub token",
    gitlab: "a GitLab token",
    "hashicorp-vault": "a Vault token",
    slack: "a Slack token",
    openai: "an OpenAI key",
    anthropic: "an Anthropic key",
    sendgrid: "a SendGrid key",
};
// Comments that switch rules off; a file's ending; and what the forms above find with fewer exceptions.
const LEFT_OUT = new Set(["filter-comments", "gcp", "basicauth", "database-connection-string"]);

interface Scanner {
    readonly meta: { readonly id: string };
    create(
        context: { createTranslator: () => () => object; report: (found: { range: readonly [number, number] }) => void },
        options: object,
    ): { file?: (source: { content: string; ext: string }) => unknown };
}
let scanners: readonly { readonly kind: string; readonly scan: (text: string) => void }[] | undefined;
let ranges: (readonly [number, number])[] = [];

/** The tokens of the services that Secretlint knows by their form. */
function* listed(text: string): Generator<Credential> {
    scanners ??= load();
    for (const { kind, scan } of scanners) {
        ranges = [];
        scan(text);
        for (const [from, to] of ranges) {
            const value = text.slice(from, to);
            if (!isReference(value) && !isPlaceholder(value)) yield { kind, at: from };
        }
    }
}

function load(): NonNullable<typeof scanners> {
    // Loaded when the first text is judged: a pack that meets none starts faster.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { rules } = require("@secretlint/secretlint-rule-preset-recommend") as { rules: readonly Scanner[] };
    const context = {
        // Their messages repeat what was found.
        createTranslator: () => () => ({}),
        report: ({ range }: { range: readonly [number, number] }) => void ranges.push(range),
    };
    return rules.flatMap((rule) => {
        const id = rule.meta.id.replace(/^.*secretlint-rule-/, "");
        const { file } = rule.create(context, {});
        if (LEFT_OUT.has(id) || !file) return [];
        return [{ kind: NAMES[id] ?? "a token", scan: (content: string) => void file({ content, ext: "" }) }];
    });
}

const ASSIGNED =
    /(?<![\w.-])(-{0,2}[A-Za-z_][\w.-]{0,63})(?:["']?\s{0,3}(?:=>|[=:])\s{0,3}|(?<=--[\w-]{1,64})\s{1,3})(?:"([^"\n\\]{1,256})|'([^'\n\\]{1,256})|([^\s"'`,;&|<>()[\]{}]{1,256}))/g;

// Every name that tells has one of these in it, and few lines do.
const TELLING = /pass|pwd|secret|token|key|auth/i;

/**
 * `NAME=value`, `name: value`, `--name value`. A script is no list of settings: a value that stands there counts only
 * when it mixes letters with digits or signs, as words in a program's place are types, variables and prose.
 */
function* assigned(text: string): Generator<Credential> {
    let begin = 0;
    for (const line of text.split("\n")) {
        for (const match of TELLING.test(line) ? line.matchAll(ASSIGNED) : []) {
            const [, name = "", double, single, bare = ""] = match;
            const value = double ?? single ?? bare;
            // A call or a member of a program: `getPassword1(`, `config.password1`.
            const isCode = bare !== "" && (/[([{]/.test(line.charAt(match.index + match[0].length)) || MEMBER.test(bare));
            const kind = isMixed(value) && !isCode ? byName(name, value) : undefined;
            if (kind !== undefined) yield { kind, at: begin + match.index };
        }
        begin += line.length + 1;
    }
}

const MEMBER = /^[a-z_]\w{0,64}(?:\.[a-z_]\w{0,64}){1,8}$/i;

function isMixed(value: string): boolean {
    const signs = value.replace(/[\w.-]/g, "");
    return /[a-z]/i.test(value) && (/\d/.test(value) || /[!@#$%^&*+?~]/.test(signs));
}
