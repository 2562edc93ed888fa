import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failed } from "./failed";
import { isObject, type Properties } from "./wire";
import { readYaml } from "./yaml-file";

/** Answers that the user has written down, for what only an account or another stack knows. */
export interface Fixtures {
    /** The file that further answers belong into. */
    readonly file: string;
    readonly invokes: readonly { readonly token: string; readonly args: Properties; readonly return: Properties }[];
    readonly stackReferences: ReadonlyMap<string, Properties>;
    readonly resources: readonly { readonly type: string; readonly id: string | undefined; readonly state: Properties }[];
}

export const FIXTURES_FILE = "jit-guard.fixtures.yaml";

export function readFixtures(written: string | undefined, root: string): Fixtures {
    const file = written === undefined ? join(root, FIXTURES_FILE) : resolve(written);
    if (written === undefined && !existsSync(file)) return { file, invokes: [], stackReferences: new Map(), resources: [] };
    const content = readYaml(file) ?? {};
    const top = object(file, "the file", content, ["invokes", "stackReferences", "resources"]);
    return {
        file,
        invokes: list(file, "invokes", top.invokes).map((entry, index) => {
            const at = `invokes[${index}]`;
            const of = object(file, at, entry, ["token", "args", "return"]);
            return {
                token: text(file, `${at}.token`, of.token),
                args: of.args === undefined ? {} : object(file, `${at}.args`, of.args),
                return: object(file, `${at}.return`, of.return),
            };
        }),
        stackReferences: new Map(
            Object.entries(
                top.stackReferences === undefined ? {} : object(file, "stackReferences", top.stackReferences),
            ).map(([name, outputs]) => [name, object(file, `stackReferences.${name}`, outputs)]),
        ),
        resources: list(file, "resources", top.resources).map((entry, index) => {
            const at = `resources[${index}]`;
            const of = object(file, at, entry, ["type", "id", "state"]);
            return {
                type: text(file, `${at}.type`, of.type),
                id: of.id === undefined ? undefined : text(file, `${at}.id`, of.id),
                state: object(file, `${at}.state`, of.state),
            };
        }),
    };
}

function object(file: string, at: string, thing: unknown, keys?: readonly string[]): Properties {
    if (!isObject(thing)) throw wrong(file, at, "is no object");
    const unknown = keys && Object.keys(thing).find((key) => !keys.includes(key));
    if (unknown !== undefined) throw wrong(file, at, `has a key \`${unknown}\`; its keys are ${keys?.join(", ")}`);
    return thing;
}

function list(file: string, at: string, thing: unknown): readonly unknown[] {
    if (thing === undefined || thing === null) return [];
    if (!Array.isArray(thing)) throw wrong(file, at, "is no list");
    return thing;
}

function text(file: string, at: string, thing: unknown): string {
    if (typeof thing !== "string" || thing === "") throw wrong(file, at, "is no text");
    return thing;
}

function wrong(file: string, at: string, what: string): Failed {
    return new Failed("project", `${file}: ${at} ${what}.`);
}
