import { crc32 } from "node:zlib";
import { isObject, type Properties } from "./wire";

/**
 * `aws.iam.getPolicyDocument`, as the provider renders it (internal/service/iam/policy_document_data_source.go and
 * policy_model.go): it needs no account.
 */
export function policyDocument(args: Properties): Properties {
    const version = typeof args.version === "string" ? args.version : "2012-10-17";
    const own = objects(args.statements).map((statement) => render(statement, version));
    const merged = [
        ...texts(args.sourcePolicyDocuments).map(parse),
        { Version: version, Id: args.policyId || undefined, Statement: own },
        ...texts(args.overridePolicyDocuments).map(parse),
    ].reduce(merge, {});
    const document = inOrder(merged, ["Version", "Id", "Statement"]);
    const json = escaped(JSON.stringify(document, undefined, 2));
    return { ...args, version, json, minifiedJson: escaped(JSON.stringify(document)), id: String(crc32(json)) };
}

function render(of: Properties, version: string): Properties {
    const variables = (list: unknown) =>
        oneOrSorted(texts(list).map((text) => (version === "2012-10-17" ? text.replace(/&\{/g, "${") : text)));
    return {
        Sid: of.sid || undefined,
        Effect: of.effect ?? "Allow",
        Action: oneOrSorted(texts(of.actions)),
        NotAction: oneOrSorted(texts(of.notActions)),
        Resource: variables(of.resources),
        NotResource: variables(of.notResources),
        Principal: principals(of.principals, variables),
        NotPrincipal: principals(of.notPrincipals, variables),
        Condition: conditions(of.conditions, version),
    };
}

function principals(list: unknown, render: (list: unknown) => unknown): unknown {
    const all = objects(list);
    if (all.length === 0) return undefined;
    const [first] = all;
    if (all.length === 1 && first?.type === "*" && String(texts(first.identifiers)) === "*") return "*";
    const byType = new Map<string, string[]>();
    for (const { type, identifiers } of all) {
        const rendered = render(identifiers);
        byType.set(String(type), [...(byType.get(String(type)) ?? []), ...[rendered ?? []].flat().map(String)]);
    }
    return byName([...byType].map(([type, found]) => [type, found.length === 1 ? found[0] : found]));
}

function conditions(list: unknown, version: string): unknown {
    const byTest = new Map<string, Map<string, string[]>>();
    for (const { test, variable, values } of objects(list)) {
        const variables = byTest.get(String(test)) ?? new Map<string, string[]>();
        byTest.set(String(test), variables);
        const added = texts(values).map((text) => (version === "2012-10-17" ? text.replace(/&\{/g, "${") : text));
        // Here the order means something to the provider, and is kept.
        variables.set(String(variable), [...(variables.get(String(variable)) ?? []), ...added]);
    }
    if (byTest.size === 0) return undefined;
    return byName(
        [...byTest].map(([test, variables]) => [
            test,
            byName([...variables].map(([variable, values]) => [variable, values.length === 1 ? values[0] : values])),
        ]),
    );
}

/** A statement with a Sid takes the place of an earlier one with the same. */
function merge(into: Properties, document: Properties): Properties {
    const statements = [...objects(into.Statement)];
    for (const statement of [document.Statement ?? []].flat() as Properties[]) {
        const index = statement.Sid ? statements.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
        if (index < 0) statements.push(statement);
        else statements[index] = statement;
    }
    return {
        Version: document.Version || into.Version,
        Id: document.Id || into.Id,
        Statement: statements.length > 0 ? statements : undefined,
    };
}

function parse(json: string): Properties {
    if (json === "") return {};
    try {
        const parsed: unknown = JSON.parse(json);
        if (isObject(parsed)) return parsed;
    } catch {
        // Said below.
    }
    throw new Error("A source or override document of aws:iam/getPolicyDocument:getPolicyDocument is no JSON object");
}

function oneOrSorted(list: readonly string[]): unknown {
    if (list.length < 2) return list[0];
    return [...new Set(list)].sort().reverse();
}

function byName(pairs: readonly (readonly [string, unknown])[]): Properties {
    return Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inOrder(object: Properties, keys: readonly string[]): Properties {
    return Object.fromEntries(keys.map((key) => [key, object[key]]));
}

function objects(list: unknown): readonly Properties[] {
    return Array.isArray(list) ? list.filter(isObject) : [];
}

function texts(list: unknown): readonly string[] {
    return Array.isArray(list) ? list.map(String) : [];
}

// Go's encoder escapes these, and a text comparison would see the difference.
function escaped(json: string): string {
    return json.replace(/[<>&]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
}
