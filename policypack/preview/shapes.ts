import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { packageOf } from "./urn";
import { isObject } from "./wire";

/** What a function or a resource gives, by name, as far as its package's declarations tell. */
export type Shape = ReadonlyMap<string, { readonly kind: "text" | "texts" | "list" | "other"; readonly optional: boolean }>;

/** Reads the type declarations that the program has installed: there is no schema offline, and they hold the names. */
export class Shapes {
    private readonly known = new Map<string, Shape | undefined>();
    private readonly folders = new Map<string, string | undefined>();

    constructor(private readonly directory: string) {}

    ofFunction(token: string): Shape | undefined {
        const name = token.split(":").pop() ?? "";
        return this.read(token, `export interface ${name[0]?.toUpperCase()}${name.slice(1)}Result {`);
    }

    ofResource(type: string): Shape | undefined {
        return this.read(type, `export declare class ${type.split(":").pop() ?? ""} extends `);
    }

    private read(token: string, header: string): Shape | undefined {
        if (!this.known.has(token)) {
            const file = this.fileOf(token);
            this.known.set(token, file === undefined ? undefined : members(readFileSync(file, "utf8"), header));
        }
        return this.known.get(token);
    }

    private fileOf(token: string): string | undefined {
        const folder = this.folderOf(packageOf(token));
        const [, module = "", member = ""] = token.split(":");
        const inside = module.replace(/^index(\/|$)/, "");
        const lower = member.charAt(0).toLowerCase() + member.slice(1);
        return [inside, join(inside, member), join(inside, lower)]
            .map((path) => folder && path && declaration(join(folder, `${path}.d.ts`)))
            .find((file) => file !== undefined && file !== "");
    }

    private folderOf(name: string): string | undefined {
        if (!this.folders.has(name)) this.folders.set(name, this.findFolder(name));
        return this.folders.get(name);
    }

    private findFolder(name: string): string | undefined {
        const { resolve } = createRequire(join(this.directory, "_"));
        const candidates = [`@pulumi/${name}`, ...dependencies(this.directory)];
        for (const candidate of candidates) {
            try {
                const manifest = resolve(`${candidate}/package.json`);
                const { main, pulumi } = JSON.parse(readFileSync(manifest, "utf8")) as {
                    main?: string;
                    pulumi?: { name?: string };
                };
                if (candidate !== `@pulumi/${name}` && pulumi?.name !== name) continue;
                return join(dirname(manifest), main ? dirname(main) : ".");
            } catch {
                // Not installed, or it does not let itself be looked into.
            }
        }
        return undefined;
    }
}

/** Where a name begins with several capitals, the letter case of the file differs from the token's. */
function declaration(path: string): string | undefined {
    if (existsSync(path)) return path;
    const folder = dirname(path);
    const name = basename(path).toLowerCase();
    const found = existsSync(folder) ? readdirSync(folder).find((file) => file.toLowerCase() === name) : undefined;
    return found && join(folder, found);
}

function dependencies(directory: string): readonly string[] {
    for (let folder = directory; ; folder = dirname(folder)) {
        try {
            const manifest: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
            return isObject(manifest) && isObject(manifest.dependencies) ? Object.keys(manifest.dependencies) : [];
        } catch {
            if (folder === dirname(folder)) return [];
        }
    }
}

const KINDS: Readonly<Record<string, "text" | "texts">> = { string: "text", "string[]": "texts" };

// Generated, so that one form is enough to know: four spaces, `readonly`, the name, the type.
function members(declarations: string, header: string): Shape | undefined {
    const start = declarations.indexOf(header);
    if (start < 0) return undefined;
    const end = declarations.indexOf("\n}", start);
    const body = declarations.slice(start, end < 0 ? undefined : end);
    return new Map(
        [...body.matchAll(/^ {4}readonly (\w+)(\?)?: (?:pulumi\.Output<)?(.*?)>?;?$/gm)].map(
            ([, name = "", mark, type = ""]) => {
                const bare = type.replace(/ \| undefined/g, "");
                const kind = KINDS[bare] ?? (bare.endsWith("[]") ? "list" : "other");
                return [name, { kind, optional: mark !== undefined }];
            },
        ),
    );
}
