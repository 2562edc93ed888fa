import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { COMPONENTS } from "./bundle-components";

/** The pages of the components: what stands between markers is written from their code and from the examples. */

const ROOT = join(__dirname, "..");

/** The folders of components, such as "aws/timeboxed-role". */
export function componentFolders(): readonly string[] {
    return ["aws", "gcp"].flatMap((cloud) =>
        readdirSync(join(COMPONENTS, cloud), { withFileTypes: true })
            .filter((entry) => entry.isDirectory() && existsSync(join(COMPONENTS, cloud, entry.name, "index.ts")))
            .map(({ name }) => `${cloud}/${name}`),
    );
}

export function pageOf(folder: string): string {
    return join(COMPONENTS, folder, "README.md");
}

/** The page of a component, with its example, its arguments and its outputs as they are now. */
export function componentMd(folder: string): string {
    const example = readFileSync(join(ROOT, "examples", "components", folder.replace("/", "-"), "index.ts"), "utf8");
    const { args, outputs } = surfaceOf(folder);
    const parts: Record<string, string> = {
        example: `\`\`\`ts\n${example}\`\`\``,
        arguments: table(["Argument", "Takes", "Default", "What it is"], args),
        outputs: table(["Output", "Type", "What it is"], outputs),
    };
    const page = pageOf(folder);
    let written = existsSync(page) ? readFileSync(page, "utf8") : "";
    for (const [part, text] of Object.entries(parts)) written = marked(written, part, text);
    return written;
}

/** The page with that text between `<!-- part -->` and the next `<!-- end -->`. */
export function marked(page: string, part: string, text: string): string {
    const between = new RegExp(`(<!-- ${part} -->\n)[^]*?(<!-- end -->)`);
    if (!between.test(page)) throw new Error(`A page has no <!-- ${part} --> … <!-- end -->.`);
    return page.replace(between, (_, start: string, end: string) => `${start}\n${text}\n\n${end}`);
}

/** The components, by cloud and name, each with what it is and a link to its page. */
export function componentTable(): string {
    const rows = componentFolders().map((folder) => {
        const { name, about } = surfaceOf(folder);
        return [`[\`${folder.split("/")[0]}.${name}\`](components/${folder}/README.md)`, about];
    });
    return table(["Component", "What it is"], rows);
}

interface Surface {
    readonly name: string;
    readonly about: string;
    readonly args: readonly (readonly string[])[];
    readonly outputs: readonly (readonly string[])[];
}

/** What the interface `…Args` and the class of a component say of themselves. */
export function surfaceOf(folder: string): Surface {
    const nodes = sources(folder).flatMap((source) => [...source.statements]);
    const interfaces = new Map(nodes.filter(ts.isInterfaceDeclaration).map((node) => [node.name.text, node]));
    const component = sources(folder)[0]!
        .statements.filter(ts.isClassDeclaration)
        .find((node) => node.name);
    const name = component?.name?.text ?? "";
    const membersOf = (of: string): readonly ts.PropertySignature[] => {
        const node = interfaces.get(of);
        const parents = node?.heritageClauses?.flatMap(({ types }) => types.map((type) => type.expression.getText())) ?? [];
        return [...(node?.members.filter(ts.isPropertySignature) ?? []), ...parents.flatMap(membersOf)];
    };
    const args = membersOf(`${name}Args`).map((member) => {
        const { text, byDefault } = docOf(member);
        return [
            `\`${member.name.getText()}\``,
            code(member.type),
            byDefault ?? (member.questionToken ? "–" : "required"),
            text,
        ];
    });
    const outputs = (component?.members.filter(ts.isPropertyDeclaration) ?? [])
        .filter(
            ({ modifiers }) =>
                !modifiers?.some(
                    ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.StaticKeyword,
                ),
        )
        .map((member) => [`\`${member.name.getText()}\``, code(member.type), docOf(member).text]);
    return { name, about: component ? docOf(component).text : "", args, outputs };
}

/** The component's own file first, then those that it may take interfaces from. */
function sources(folder: string): readonly ts.SourceFile[] {
    const own = ["index.ts", "arguments.ts"].map((file) => join(folder, file));
    const shared = [".", folder.split("/")[0]!].flatMap((at) =>
        readdirSync(join(COMPONENTS, at))
            .filter((file) => file.endsWith(".ts"))
            .map((file) => join(at, file)),
    );
    return [...own, ...shared]
        .filter((file) => existsSync(join(COMPONENTS, file)))
        .map((file) =>
            ts.createSourceFile(file, readFileSync(join(COMPONENTS, file), "utf8"), ts.ScriptTarget.ES2022, true),
        );
}

function docOf(node: ts.Node): { text: string; byDefault?: string } {
    const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
    const flat = (comment: ts.JSDoc["comment"]) => (ts.getTextOfJSDocComment(comment) ?? "").replace(/\s+/g, " ").trim();
    const tag = doc?.tags?.find(({ tagName }) => tagName.text === "default");
    return { text: flat(doc?.comment), ...(tag && { byDefault: flat(tag.comment) }) };
}

function code(type: ts.TypeNode | undefined): string {
    return type ? `\`${type.getText().replace(/\s+/g, " ").replace(/; }/g, " }").replaceAll("|", "\\|")}\`` : "";
}

/** Aligned as Prettier does it. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    const widths = head.map((_, column) => Math.max(3, ...[head, ...rows].map((row) => row[column]!.length)));
    const line = (cells: readonly string[], fill = " ") =>
        `| ${cells.map((cell, column) => cell.padEnd(widths[column]!, fill)).join(" | ")} |`;
    return [
        line(head),
        line(
            head.map(() => ""),
            "-",
        ),
        ...rows.map((row) => line(row)),
    ].join("\n");
}
