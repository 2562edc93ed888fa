import { nameOfManaged } from "./aws-managed-policies";
import { Value } from "./values";

/** The documents of the AWS managed policies, reduced to what the facts ask of them. Loaded when the first is asked for. */

interface Catalogue {
    readonly source: string;
    readonly policies: Readonly<Record<string, readonly object[]>>;
    /** The services of which a policy allows every action on every resource. */
    readonly whole: Readonly<Record<string, readonly string[]>>;
    readonly harmless: readonly string[];
}

let catalogue: (Catalogue & { readonly names: ReadonlyMap<string, string> }) | undefined;

function load() {
    if (catalogue) return catalogue;
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const data = require("../data/aws-managed-policies.json") as Catalogue;
    const names = [...Object.keys(data.policies), ...data.harmless].map((name) => [name.toLowerCase(), name] as const);
    return (catalogue = { ...data, names: new Map(names) });
}

/** The package and version that the documents are from. */
export function catalogueSource(): string {
    return load().source;
}

/** The name of the AWS managed policy of that ARN, in any partition and under any path; nothing for the ARN of another policy. */
export function managedName(arn: string): string | undefined {
    const written = nameOfManaged(arn);
    return written === undefined ? undefined : (load().names.get(written.toLowerCase()) ?? written);
}

/** What an AWS managed policy allows and denies of ACTIONS; nothing when the catalogue does not hold it. */
export function managedDocument(name: string): Value | undefined {
    const { policies, names } = load();
    if (!names.has(name.toLowerCase())) return undefined;
    return new Value({ Version: "2012-10-17", Statement: policies[name] ?? [] }, "");
}

/** The services of which an AWS managed policy allows every action on every resource. */
export function wholeServices(name: string): readonly string[] {
    return load().whole[name] ?? [];
}
