import { type Check, Refused } from "./arguments";
import { like, required } from "./checks";

/** Readers of what is told of a workload, whichever cloud it comes to. */

export type Given = Readonly<Record<string, unknown>>;

/** A text of a form that stands for itself alone. */
export function exact(form: RegExp, what: string, example: string, rule: string): Check<string> {
    const [present, formed] = [required(example, rule), like(form, what, example, rule)];
    return (given, at) => {
        const found = present(given, at);
        if (!/[*?]/.test(found)) return formed(found, at);
        throw new Refused(at, "has a wildcard: nobody could say whom it lets in.", `${at}: ${example}`, rule);
    };
}

/** What workloads are called by who runs them. */
export function names(text: (form: RegExp, what: string, example: string) => Check<string>) {
    return {
        repository: text(/^[\w.-]+\/[\w.-]+$/, "repository with its owner", '"acme/shop"'),
        environment: text(/^\S(.*\S)?$/, "environment", '"production"'),
        branch: text(/^(?!refs\/)[^\s:\\~^[]+$/, 'branch without "refs/heads/"', '"main"'),
        tag: text(/^(?!refs\/)[^\s:\\~^[]+$/, 'tag without "refs/tags/"', '"v1.2.0"'),
        project: text(/^[\w.-]+(\/[\w.-]+)+$/, "project with its group", '"acme/shop"'),
        host: text(/^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/, "host", '"gitlab.example.com"'),
        /** Of HCP Terraform. */
        name: (what: string, example: string) => text(/^[^\s:]+( [^\s:]+)*$/, what, example),
        phase: text(/^(plan|apply)$/, "phase", '"apply"'),
        namespace: text(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "namespace", '"orders"'),
        serviceAccount: text(/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/, "service account", '"reader"'),
        guid: (what: string) =>
            text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, what, '"0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d"'),
        subject: text(/^\S(.{0,253}\S)?$/, "subject", '"job:orders"'),
        issuer: text(
            /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?(\/[\w.~-]+)*\/?$/,
            "https address of an issuer, without query",
            '"https://issuer.example.com"',
        ),
    };
}

export function object(given: unknown, at: string, rule: string): Given {
    if (typeof given === "object" && given !== null && !Array.isArray(given)) return given as Given;
    throw new Refused(at, "is no object.", `${at}: { … }`, rule);
}

/** Those of the members that are there. */
export function members<Name extends string>(given: Given, at: string, checks: Readonly<Record<Name, Check<string>>>) {
    const there = Object.entries<Check<string>>(checks).filter(([key]) => given[key] !== undefined);
    return Object.fromEntries(there.map(([key, check]) => [key, check(given[key], `${at}.${key}`)])) as {
        [Key in Name]?: string;
    };
}

/** The one of the names that is there. `example` is one as TypeScript. */
export function oneOf<Name extends string>(
    given: Given,
    names: readonly Name[],
    at: string,
    example: string,
    rule: string,
): Name {
    const [found, ...more] = names.filter((each) => given[each] !== undefined);
    if (found !== undefined && more.length === 0) return found;
    const wrong = found === undefined ? `has none of ${names.join(", ")}.` : `has ${[found, ...more].join(" and ")}.`;
    throw new Refused(at, wrong, `${at}: { ${example} }`, rule);
}

/** A list with something in it. `example` is an element as TypeScript. */
export function listed(given: unknown, check: Check<string>, at: string, example: string, rule: string): string[] {
    const refuse = (wrong: string) => new Refused(at, wrong, `${at}: [${example}]`, rule);
    if (given === undefined) throw refuse("is missing.");
    if (!Array.isArray(given)) throw refuse("is not a list.");
    if (given.length === 0) throw refuse("has 0 of at least 1.");
    return given.map((each, index) => check(each, `${at}[${index}]`));
}
