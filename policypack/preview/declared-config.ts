import { Failed } from "./failed";
import { type Project, stackFile } from "./project";
import { isObject, type Properties } from "./wire";

/** What Pulumi.yaml declares of one key: https://www.pulumi.com/docs/iac/concepts/projects/project-file */
interface Declaration {
    readonly type?: string | undefined;
    readonly items?: unknown;
    readonly secret?: unknown;
    readonly default?: unknown;
    readonly value?: unknown;
}

/** By full key. */
export function declarations(project: Project): ReadonlyMap<string, Declaration> {
    return new Map(
        Object.entries(project.config).map(([key, written]): [string, Declaration] => {
            const full = keyOf(project, key);
            if (isObject(written))
                return [full, { ...written, type: typeof written.type === "string" ? written.type : undefined }];
            // A bare value is a default for the project's own keys, and the value itself for those of a provider.
            return [full, full.startsWith(`${project.name}:`) ? { default: written } : { value: written }];
        }),
    );
}

/** Fills in what Pulumi.yaml gives, and holds what is there against what it demands. */
export function complete(
    project: Project,
    stack: string,
    declared: ReadonlyMap<string, Declaration>,
    values: Map<string, { text: string; secret: boolean }>,
): void {
    for (const [key, declaration] of declared) {
        const value = declaration.default ?? declaration.value;
        if (!values.has(key) && value !== undefined && value !== null) {
            values.set(key, { text: textOf(value), secret: false });
        }
        const found = values.get(key);
        const name = key.startsWith(`${project.name}:`) ? key.slice(project.name.length + 1) : key;
        if (!found && key !== name) {
            throw new Failed(
                "project",
                `The stack \`${stack}\` has no value for the configuration key \`${name}\`, which ${project.file} demands: give it in ${stackFile(project, stack)} or as --config ${name}=….`,
            );
        }
        if (found && declaration.type !== undefined && !conforms(declaration.type, declaration.items, parsed(found.text))) {
            throw new Failed(
                "project",
                `The configuration key \`${name}\` of the stack \`${stack}\` is not of the type \`${declaration.type}\`, which ${project.file} demands.`,
            );
        }
    }
}

function conforms(type: unknown, items: unknown, value: unknown): boolean {
    switch (type) {
        case "string":
            return true;
        case "integer":
            return Number.isInteger(typeof value === "string" && /^[+-]?\d+$/.test(value) ? Number(value) : value);
        case "boolean":
            return value === true || value === false;
        case "object":
            return isObject(value);
        case "array":
            return (
                Array.isArray(value) &&
                value.every((item) => {
                    const inner: Properties = isObject(items) ? items : {};
                    return inner.type === "string" ? typeof item === "string" : conforms(inner.type, inner.items, item);
                })
            );
        default:
            return true;
    }
}

/** A key without a namespace is the project's own. */
export function keyOf(project: Project, key: string): string {
    const [, namespace, name] = /^([^:]+):(?:config:)?([^:]+)$/.exec(key) ?? [];
    if (namespace !== undefined && name !== undefined) return `${namespace}:${name}`;
    if (key.includes(":")) throw new Failed("project", `\`${key}\` is no configuration key: those are \`namespace:name\`.`);
    return `${project.name}:${key}`;
}

/** As the engine hands it over: text as it is, all else as JSON with its keys in order. */
export function textOf(value: unknown): string {
    return typeof value === "string" ? value : JSON.stringify(inOrder(value) ?? null);
}

function inOrder(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(inOrder);
    if (!isObject(value)) return value;
    return Object.fromEntries(
        Object.keys(value)
            .sort()
            .map((key) => [key, inOrder(value[key])]),
    );
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
