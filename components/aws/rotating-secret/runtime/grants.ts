/** What `SHOW GRANTS` of MySQL and MariaDB says, and what makes the grants of one account those of another. */

/** One right on one object, one role, or the roles that are active from the start. */
interface Right {
    /** The same for the same right of another account. */
    readonly key: string;
    readonly privilege: string;
    /** "`shop`.*"; undefined for a role. */
    readonly on: string | undefined;
    readonly tail: string;
    readonly kind: "grant" | "restriction" | "default role";
}

/** The statements that take from an account what the wanted lines have not, and give it what it has not. */
export function toMirror(wanted: readonly string[], had: readonly string[], account: string): string[] {
    const [rights, surplus] = [wanted.flatMap(read), had.flatMap(read)];
    const without = (some: readonly Right[], others: readonly Right[]) =>
        some.filter(({ key }) => !others.some((other) => other.key === key));
    return [
        ...together(without(surplus, rights)).map((right) => taken(right, account)),
        ...together(without(rights, surplus)).map((right) => given(right, account)),
    ];
}

function given({ kind, privilege, on, tail }: Right, account: string): string {
    if (kind === "default role") return `SET DEFAULT ROLE ${privilege} FOR ${account}`;
    const what = on === undefined ? privilege : `${privilege} ON ${on}`;
    return kind === "grant" ? `GRANT ${what} TO ${account}${tail}` : `REVOKE ${what} FROM ${account}`;
}

function taken({ kind, privilege, on }: Right, account: string): string {
    if (kind === "default role") return `SET DEFAULT ROLE NONE FOR ${account}`;
    const what = on === undefined ? privilege : `${privilege} ON ${on}`;
    return kind === "grant" ? `REVOKE ${what} FROM ${account}` : `GRANT ${what} TO ${account}`;
}

// One statement for each object; MariaDB takes one role at a time.
function together(rights: readonly Right[]): Right[] {
    const groups = new Map<string, Right>();
    for (const right of rights) {
        const group = right.on === undefined ? right.key : JSON.stringify([right.kind, right.on, right.tail]);
        const before = groups.get(group);
        groups.set(group, before ? { ...before, privilege: `${before.privilege}, ${right.privilege}` } : right);
    }
    return [...groups.values()];
}

/** The rights of a line, in the form that both servers print. */
function read(line: string): Right[] {
    const words = split(line);
    const at = (word: string) => words.findIndex(({ text }) => text.toUpperCase() === word);
    const between = (start: number, end: number) => line.slice(words[start]!.start, words[end]!.end);
    if (/^SET DEFAULT ROLE /i.test(line)) {
        const privilege = between(3, at("FOR") - 1);
        return [{ key: `default ${privilege}`, privilege, on: undefined, tail: "", kind: "default role" }];
    }
    const kind = /^REVOKE /i.test(line) ? "restriction" : "grant";
    const [on, to] = [at("ON"), at(kind === "grant" ? "TO" : "FROM")];
    const rest = words.slice(to).map(({ text }) => text.toUpperCase());
    // What everybody has.
    if (rest[1] === "PUBLIC") return [];
    const has = (option: string) => rest.some((text, index) => text === option && rest[index + 1] === "OPTION");
    if (on < 0 || on > to) {
        const tail = has("ADMIN") ? " WITH ADMIN OPTION" : "";
        return parts(line.slice(words[1]!.start, words[to - 1]!.end)).map((privilege) => ({
            key: `role ${privilege}${tail}`,
            privilege,
            on: undefined,
            tail,
            kind,
        }));
    }
    const object = between(on + 1, to - 1);
    const privileges = parts(between(1, on - 1)).flatMap(columns);
    // The dynamic privileges of MySQL, which have an underscore, are each granted with the option or without.
    const isDynamic = privileges.every((privilege) => /^[A-Z]+_[A-Z_]+$/.test(privilege));
    const tail = has("GRANT") && (isDynamic || privileges[0] === "PROXY") ? " WITH GRANT OPTION" : "";
    const all = has("GRANT") && tail === "" ? [...privileges, "GRANT OPTION"] : privileges;
    return all
        .filter((privilege) => privilege !== "USAGE")
        .map((privilege) => ({ key: `${kind} ${privilege} ON ${object}${tail}`, privilege, on: object, tail, kind }));
}

// "SELECT (`a`, `b`)" as two rights.
function columns(privilege: string): string[] {
    const match = /^([A-Z ]+?) ?\((.*)\)$/s.exec(privilege);
    return match ? parts(match[2]!).map((column) => `${match[1]} (${column})`) : [privilege];
}

/** The parts between commas that are not within quotes or parentheses. */
function parts(text: string): string[] {
    const found: string[] = [""];
    let depth = 0;
    for (const piece of text.match(PIECES) ?? []) {
        if (piece === "(") depth++;
        if (piece === ")") depth--;
        if (piece === "," && depth === 0) found.push("");
        else found.push(`${found.pop()}${piece}`);
    }
    return found.map((part) => part.trim());
}

const QUOTED = /`(?:[^`]|``)*`|'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"/s.source;
const PIECES = new RegExp(`${QUOTED}|.`, "gs");
const WORDS = new RegExp(`(?:${QUOTED}|[^\\s\`'"])+`, "gs");

/** The words of a line, where quoted text is a part of the word that it stands in. */
function split(line: string): { text: string; start: number; end: number }[] {
    return [...line.matchAll(WORDS)].map(({ 0: text, index }) => ({ text, start: index, end: index + text.length }));
}
