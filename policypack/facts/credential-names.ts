/** What the name of a variable, a member or a parameter says of its value. */
export type Named = "password" | "chosen" | "secret" | "token" | "key";

// Words that say whose, which or in what form, and so may follow the word that tells.
const AFTER = new Set(
    (
        "prod production dev development test testing staging stage qa uat live sandbox local old new current previous " +
        "primary secondary default value val text txt plain plaintext cleartext string str raw base base64 b64 encoded env"
    ).split(" "),
);
const KEYS = new Set(
    (
        "api access secret private encryption signing auth master license licence deploy account shared hmac service " +
        "admin app application client storage rest server session crypto cipher aes jwt webhook fernet ingest ingestion"
    ).split(" "),
);
// A secret of these kinds is often made up by hand; the name of any other may be that of a secret in a store.
const CHOSEN = new Set(
    (
        "jwt session cookie client app application signing webhook hash csrf oauth oauth2 consumer auth nextauth hmac api " +
        "shared token refresh access encryption master key express flask django rails"
    ).split(" "),
);
const OTHER_TOKENS = new Set(
    "next page pagination continuation task request idempotency cancellation max min num total per eos bos pad stop special end".split(
        " ",
    ),
);
// "resetPassword", "usePassword": what to do with one.
const DEEDS = new Set(
    "reset forgot require requires required use uses enable enabled disable allow is has no skip show hide generate rotate change".split(
        " ",
    ),
);
const JOINED = /(?:^|[a-z])(?:passw(?:or)?d|passphrase)$/;
const JOINED_PASS = /^(?:db|database|smtp|mail|mysql|postgres|pg|redis|user|admin|root|ftp|proxy|mongo|rabbitmq)pass$/;
const JOINED_KEY = /^(?:[a-z0-9]*api|secret|private|access|auth|master|license|signing|encryption|app|account|shared)key$/;
const JOINED_SECRET = /^(?:client|jwt|session|cookie|app|api|oauth|shared|consumer|webhook)secret$/;

// What browsers are given: not secret, whatever it looks like.
const OPEN = new Set(["public", "publishable", "anon", "pub", "vite", "firebase"]);

/** The last word that tells decides: DB_PASSWORD is a password, DB_PASSWORD_FILE a file, SECRET_NAME a name. */
export function namedCredential(name: string): Named | undefined {
    const words = wordsOf(name);
    while (words.length > 1 && isAfter(words.at(-1) ?? "")) words.pop();
    const [last = "", before = ""] = [words.at(-1), words.at(-2)];
    if (isOpen(name) || DEEDS.has(words[0] ?? "")) return undefined;
    if (JOINED.test(last) || JOINED_PASS.test(last)) return "password";
    if (["pwd", "pass"].includes(last) && before !== "" && before !== "old") return "password";
    if (last === "secret") return CHOSEN.has(before) ? "chosen" : "secret";
    if (JOINED_SECRET.test(last)) return "chosen";
    if (last === "token" || /^(?:auth|access|api|bot|bearer|refresh)token$/.test(last)) {
        return OTHER_TOKENS.has(before) ? undefined : "token";
    }
    if (last === "auth") return "token";
    if (JOINED_KEY.test(last) || (last === "key" && KEYS.has(before))) return "key";
    return undefined;
}

/** Whether the name says that everybody may read the value, as that of a publishable key does. */
export function isOpen(name: string): boolean {
    const words = wordsOf(name);
    return words.some((word) => OPEN.has(word)) || (words[0] === "react" && words[1] === "app");
}

/** The words of "dbPassword", "DB_PASSWORD", "/db/password" and "db.password2". */
export function wordsOf(name: string): string[] {
    return name
        .slice(-200)
        .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
        .replace(/([a-z])(\d+)(?![a-z])/gi, "$1 $2")
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter((word) => word !== "");
}

function isAfter(word: string): boolean {
    return AFTER.has(word) || /^v?\d{1,6}$/.test(word);
}
