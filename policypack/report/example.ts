import { stringify } from "yaml";
import type { Example } from "../core/rule";

/** The width that the code keeps to where it can. */
const WIDTH = 100;

/** What a program exports. */
const STACK = "pulumi:pulumi:Stack";

type Resource = Example[number];

/** An example of a rule as the Pulumi program that declares it, or as the file that it is. */
export function exampleToCode(example: Example): string {
    if (isFile(example)) return fileOf(example);
    const exports = example
        .filter(({ type }) => type === STACK)
        .flatMap(({ inputs }) => Object.entries(inputs.outputs ?? {}));
    const declared = named(example.filter(({ type }) => type !== STACK));
    const referenced = new Set(example.flatMap(({ sources = {} }) => Object.values(sources).flat()));
    const packages = [...new Set(declared.map(({ of }) => packageOf(of.type)))].sort();
    const imports = packages.map((name) => `import * as ${identifier(name)} from "@pulumi/${name}";`);
    const statements = declared.map(({ of, name }) => {
        const binding = referenced.has(of.name ?? "") ? `const ${identifier(name)} = ` : "";
        const [head, tail] = [`${binding}new ${classOf(of.type)}(${JSON.stringify(name)}, `, ");"];
        return `${head}${literal(withReferences(of), head.length + tail.length, 0)}${tail}`;
    });
    const exported = exports.map(([name, value]) => `export const ${name} = ${literal(value, name.length + 16, 0)};`);
    return `${[imports.join("\n"), ...statements, exported.join("\n")].filter((part) => part !== "").join("\n\n")}\n`;
}

/** A register of exceptions or a baseline is no resource of a program. */
export function isFile(example: Example): boolean {
    return example.every(({ type }) => type.startsWith("jit-guard:"));
}

function fileOf(example: Example): string {
    // The rest is known beside what is written.
    const written = example.map(({ inputs: { rules: _, unmatched: __, fewer: ___, ...fields } }) => fields);
    return written.map((fields) => stringify(fields, { lineWidth: 0 })).join("---\n");
}

function named(example: Example): readonly { of: Resource; name: string }[] {
    const taken = new Set(example.flatMap(({ name }) => name ?? []));
    return example.map((of) => {
        if (of.name !== undefined) return { of, name: of.name };
        const base = kebab(of.type.startsWith("pulumi:providers:") ? "provider" : (of.type.split(":").at(-1) ?? ""));
        let name = base;
        for (let count = 2; taken.has(name); count++) name = `${base}-${count}`;
        taken.add(name);
        return { of, name };
    });
}

/** "aws:iam/accessKey:AccessKey" is aws.iam.AccessKey; "pulumi:providers:aws" is aws.Provider. */
function classOf(type: string): string {
    const [, module = "", name = ""] = type.split(":");
    if (type.startsWith("pulumi:providers:")) return `${identifier(name)}.Provider`;
    const modules = module.split("/");
    // The bridged providers end a module with the class once more.
    if (modules.at(-1)?.toLowerCase() === name.toLowerCase()) modules.pop();
    // Kubernetes names a group by its whole domain; its SDK by the first word.
    const path = modules.map((part) => identifier(part.split(".")[0] ?? "")).filter((part) => part !== "index");
    // A token may begin its name in lower case; a class does not.
    return [identifier(packageOf(type)), ...path, name.charAt(0).toUpperCase() + name.slice(1)].join(".");
}

function packageOf(type: string): string {
    const [first = "", , last = ""] = type.split(":");
    return type.startsWith("pulumi:providers:") ? last : first;
}

class Code {
    constructor(readonly code: string) {}
}

/** An input that another resource gives is written as that resource's output. */
function withReferences({ inputs, sources = {} }: Resource): Readonly<Record<string, unknown>> {
    const entries = Object.entries(inputs).map(([key, value]) => {
        const [source, ...others] = sources[key] ?? [];
        const simple = typeof value !== "object" && source !== undefined && others.length === 0;
        return [key, simple ? new Code(`${identifier(source)}.${/arn$/i.test(key) ? "arn" : "id"}`) : value];
    });
    return Object.fromEntries(entries) as Record<string, unknown>;
}

/** `around` is how much stands beside the value on its first line. */
function literal(value: unknown, around: number, depth: number): string {
    if (value instanceof Code) return value.code;
    if (typeof value === "string") {
        const document = jsonDocument(value);
        if (document === undefined) return JSON.stringify(value);
        return `JSON.stringify(${literal(document, around + "JSON.stringify()".length, depth)})`;
    }
    if (typeof value !== "object" || value === null) return String(value);
    const [open, close, entries] = Array.isArray(value)
        ? (["[", "]", value.map((element): [string, unknown] => ["", element])] as const)
        : (["{", "}", Object.entries(value).map(([key, of]): [string, unknown] => [`${property(key)}: `, of])] as const);
    if (entries.length === 0) return open + close;

    const space = open === "{" ? " " : "";
    const short = entries.map(([key, of]) => key + literal(of, 0, depth)).join(", ");
    const oneLine = `${open}${space}${short}${space}${close}`;
    if (!oneLine.includes("\n") && oneLine.length + around + depth * 4 <= WIDTH) return oneLine;

    const indent = "    ".repeat(depth + 1);
    const lines = entries.map(([key, of]) => `${indent}${key}${literal(of, key.length + 1, depth + 1)},`);
    return `${open}\n${lines.join("\n")}\n${"    ".repeat(depth)}${close}`;
}

function jsonDocument(text: string): object | undefined {
    if (!text.startsWith("{")) return undefined;
    try {
        return JSON.parse(text) as object;
    } catch {
        return undefined;
    }
}

function property(key: string): string {
    return /^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key);
}

function identifier(name: string): string {
    const camel = name.replace(/[^A-Za-z0-9_$]+(.)?/g, (_, next?: string) => next?.toUpperCase() ?? "");
    return /^[0-9]/.test(camel) ? `_${camel}` : camel;
}

function kebab(name: string): string {
    return name.replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "-").toLowerCase();
}
