import type { PolicyStatement } from "@pulumi/aws/iam/documents";
import { type Input, Output, all } from "@pulumi/pulumi";

/** What texts in a document stand for, such as "<account>", when it is made before anybody knows it. */
export type Known = Readonly<Record<string, Input<string>>>;

/** The statements with what is known for those texts; all else stays as it is, so that a preview knows the rest. */
export function filledIn(statements: readonly PolicyStatement[], known: Known): PolicyStatement[] {
    return filled(statements, known) as PolicyStatement[];
}

function filled(of: unknown, known: Known): unknown {
    if (typeof of === "string") return text(of, known);
    if (Output.isInstance(of) || typeof of !== "object" || of === null) return of;
    if (Array.isArray(of)) return of.map((each) => filled(each, known));
    return Object.fromEntries(Object.entries(of).map(([key, value]) => [key, filled(value, known)]));
}

function text(written: string, known: Known): Input<string> {
    const used = Object.keys(known).filter((name) => written.includes(name));
    if (used.length === 0) return written;
    return all(used.map((name) => known[name]!)).apply((values) =>
        used.reduce((text, name, index) => text.replaceAll(name, values[index]!), written),
    );
}
