import { goJson, hashCode } from "./go-json";
import { isObject, objectsIn, type Properties } from "./wire";

/**
 * `aws.iam.getPolicyDocument`, as the provider renders it (internal/service/iam/policy_document_data_source.go and
 * policy_model.go of terraform-provider-aws): it needs no account.
 */
export function policyDocument(args: Properties): Properties {
    const version = typeof args.version === "string" ? args.version : "2012-10-17";
    const own = objectsIn(args.statements).map((statement) => render(statement, version));
    refuseDuplicates(own);
    const document = [
        ...texts(args.sourcePolicyDocuments).map(parse),
        { Version: version, Id: args.policyId, Statement: own },
        ...texts(args.overridePolicyDocuments).map(parse),
    ].reduce(merge, {});
    const json = goJson(document, 2);
    return { ...args, version, json, minifiedJson: goJson(document), id: hashCode(json) };
}

function render(of: Properties, version: string): Properties {
    const filled = (list: unknown) => oneOrSorted(texts(list).map((text) => withVariables(text, version)));
    return {
        Sid: of.sid || undefined,
        Effect: of.effect ?? "Allow",
        Action: oneOrSorted(texts(of.actions)),
        NotAction: oneOrSorted(texts(of.notActions)),
        Resource: filled(of.resources),
        NotResource: filled(of.notResources),
        Principal: principals(of.principals, filled),
        NotPrincipal: principals(of.notPrincipals, filled),
        Condition: conditions(of.conditions, version),
    };
}

// Terraform would take "${" for itself, so it is written otherwise there, and here.
function withVariables(text: string, version: string): string {
    return version === "2008-10-17" ? text : text.replaceAll("&{", "${");
}

function principals(list: unknown, filled: (list: unknown) => unknown): unknown {
    const all = objectsIn(list);
    if (all.length === 0) return undefined;
    const [first] = all;
    if (all.length === 1 && first?.type === "*" && String(texts(first.identifiers)) === "*") return "*";
    const byType = new Map<string, string[]>();
    for (const { type, identifiers } of all) {
        const added = [filled(identifiers) ?? []].flat().map(String);
        byType.set(String(type), [...(byType.get(String(type)) ?? []), ...added]);
    }
    return byName([...byType].map(([type, found]) => [type, oneOrMany(found)]));
}

function conditions(list: unknown, version: string): unknown {
    const byTest = new Map<string, Map<string, string[]>>();
    for (const { test, variable, values } of objectsIn(list)) {
        const variables = byTest.get(String(test)) ?? new Map<string, string[]>();
        byTest.set(String(test), variables);
        // Here the order is kept.
        const added = texts(values).map((text) => withVariables(text, version));
        variables.set(String(variable), [...(variables.get(String(variable)) ?? []), ...added]);
    }
    if (byTest.size === 0) return undefined;
    return byName(
        [...byTest].map(([test, variables]) => [
            test,
            byName([...variables].map(([variable, values]) => [variable, oneOrMany(values)])),
        ]),
    );
}

/** A statement with a Sid takes the place of an earlier one with the same. */
function merge(into: Properties, document: Properties): Properties {
    const statements = [...objectsIn(into.Statement)];
    for (const statement of objectsIn([document.Statement].flat())) {
        const index = statement.Sid ? statements.findIndex(({ Sid }) => Sid === statement.Sid) : -1;
        if (index < 0) statements.push(statement);
        else statements[index] = statement;
    }
    return {
        Version: [into.Version, document.Version]
            .filter((version) => typeof version === "string")
            .sort()
            .pop(),
        Id: document.Id || into.Id,
        Statement: statements.length > 0 ? statements : undefined,
    };
}

function refuseDuplicates(statements: readonly Properties[]): void {
    const sids = statements.map(({ Sid }) => Sid).filter((sid) => typeof sid === "string");
    const twice = sids.find((sid, index) => sids.indexOf(sid) < index);
    if (twice !== undefined) {
        throw new Error(
            `writing IAM Policy Document: duplicate Sid (${twice}). Remove the Sid or ensure the Sid is unique.`,
        );
    }
}

function parse(json: string): Properties {
    if (json === "") return {};
    try {
        const parsed: unknown = JSON.parse(json);
        if (isObject(parsed)) return parsed;
    } catch {
        // Said below.
    }
    throw new Error("writing IAM Policy Document: a source or override document is no JSON object");
}

function oneOrSorted(list: readonly string[]): unknown {
    return list.length === 0 ? undefined : oneOrMany([...new Set(list)].sort().reverse());
}

function oneOrMany(list: readonly string[]): unknown {
    return list.length === 1 ? list[0] : list;
}

function byName(pairs: readonly (readonly [string, unknown])[]): Properties {
    return Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function texts(list: unknown): readonly string[] {
    return Array.isArray(list) ? list.map(String) : [];
}
