import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, extname, isAbsolute, join, resolve } from "node:path";
import { Failed } from "./failed";
import { isObject, type Properties } from "./wire";
import { readYaml } from "./yaml-file";

/** What Pulumi.yaml says of a program. */
export interface Project {
    readonly name: string;
    readonly file: string;
    readonly root: string;
    /** The working directory of the program, and what is run in it. */
    readonly directory: string;
    readonly entry: string;
    readonly typescript: boolean;
    readonly tsconfig?: string;
    readonly nodeArguments: readonly string[];
    readonly config: Readonly<Record<string, unknown>>;
    readonly stackFiles: string;
}

// The order in which the CLI looks.
const EXTENSIONS = [".json", ".yaml", ".yml"];

export function readProject(directory: string): Project {
    if (!existsSync(directory)) throw new Failed("project", `${directory} does not exist.`);
    // Node gives the places of a program's files without symbolic links.
    const file = findProject(realpathSync(resolve(directory)));
    const written = readYaml(file);
    if (!isObject(written)) throw new Failed("project", `${file} is not a Pulumi project: it holds no object.`);
    const root = dirname(file);
    const name = written.name;
    if (typeof name !== "string" || name === "") throw new Failed("project", `${file} has no \`name\`.`);
    const { runtime, options } = readRuntime(file, written.runtime);
    if (runtime !== "nodejs") {
        throw new Failed(
            "project",
            `${file} names the runtime \`${runtime}\`; only programs of the runtime \`nodejs\` can be previewed offline.`,
        );
    }
    const tsconfig = optional(file, options, "tsconfig");
    const files = typeof written.config === "string" ? written.config : written.stackConfigDir;
    return {
        name,
        file,
        root,
        ...readMain(file, root, written.main),
        typescript: options.typescript !== false,
        ...(tsconfig !== undefined && { tsconfig }),
        nodeArguments: words(optional(file, options, "nodeargs") ?? ""),
        config: isObject(written.config) ? written.config : {},
        stackFiles: typeof files === "string" ? join(root, files) : root,
    };
}

/** The settings file of a stack, whether it exists or not. */
export function stackFile(project: Project, stack: string): string {
    return join(project.stackFiles, `Pulumi.${stack}${extname(project.file)}`);
}

/** The stack that the user most likely means when none is named. */
export function onlyStack(project: Project): string {
    if (!existsSync(project.stackFiles)) return "dev";
    const names = readdirSync(project.stackFiles).flatMap((file) => {
        const [, name, extension] = /^Pulumi\.(.+)(\.[a-z]+)$/.exec(file) ?? [];
        return name && extension === extname(project.file) ? [name] : [];
    });
    return names.length === 1 ? names[0]! : "dev";
}

function findProject(directory: string): string {
    for (let folder = directory; ; folder = dirname(folder)) {
        const found = EXTENSIONS.map((extension) => join(folder, `Pulumi${extension}`)).find(isFile);
        if (found) return found;
        if (folder === dirname(folder)) {
            throw new Failed("project", `There is no Pulumi.yaml in ${directory} or above it.`);
        }
    }
}

function readRuntime(file: string, written: unknown): { runtime: string; options: Properties } {
    const runtime = isObject(written) ? written.name : written;
    if (typeof runtime !== "string" || runtime === "") throw new Failed("project", `${file} has no \`runtime\`.`);
    return { runtime, options: isObject(written) && isObject(written.options) ? written.options : {} };
}

function readMain(file: string, root: string, written: unknown): { directory: string; entry: string } {
    if (typeof written !== "string" || written === "") return { directory: root, entry: "." };
    const main = isAbsolute(written) ? written : join(root, written);
    if (!existsSync(main)) throw new Failed("project", `${file} names the \`main\` ${written}, which does not exist.`);
    return isFile(main) ? { directory: dirname(main), entry: basename(main) } : { directory: main, entry: "." };
}

function optional(file: string, options: Properties, key: string): string | undefined {
    const value = options[key];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") throw new Failed("project", `${file}: the runtime option \`${key}\` is not a text.`);
    return value;
}

function isFile(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** As a shell would split them. */
function words(line: string): readonly string[] {
    return [...line.matchAll(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g)].map(([word]) =>
        word.replace(/"([^"]*)"|'([^']*)'/g, (_, double?: string, single?: string) => double ?? single ?? ""),
    );
}
