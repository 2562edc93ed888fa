import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";

/** Who may import whom at run time. The first row that fits a file holds; types may come from anywhere. */
const LAYERS: readonly { files: RegExp; may: readonly RegExp[] }[] = [
    {
        files: /^facts\//,
        may: [
            /^facts\//,
            /^data\//,
            /^tinyduration$/,
            /^@marcbachmann\/cel-js$/,
            /^@secretlint\/secretlint-rule-preset-recommend$/,
        ],
    },
    { files: /^core\/adapter$/, may: [/^core\//, /^facts\//, /^@pulumi\/policy$/] },
    { files: /^core\//, may: [/^core\/(?!adapter)/, /^facts\//, /^valibot$/] },
    { files: /^(aws|gcp|any)\//, may: [/^core\/(options|rule)$/, /^facts\//] },
    { files: /^rules$/, may: [/^(aws|gcp|any)\//] },
    { files: /^index$/, may: [/^rules$/, /^core\//, /^@pulumi\/policy$/] },
    { files: /^start$/, may: [/^index$/] },
    {
        files: /^report\//,
        may: [/^report\//, /^core\/(controls|options)$/, /^facts\/duration$/, /^junit-report-builder$/, /^node:util$/],
    },
    {
        files: /^preview\//,
        may: [
            /^preview\//,
            /^core\/(?!adapter)/,
            /^facts\//,
            /^rules$/,
            /^@pulumi\/pulumi\/proto\//,
            /^@grpc\/grpc-js$/,
            /^google-protobuf/,
            /^yaml$/,
            /^node:/,
        ],
    },
    {
        files: /^cli\//,
        may: [
            /^cli\//,
            /^preview\//,
            /^report\//,
            /^core\/(?!adapter)/,
            /^rules$/,
            /^commander$/,
            /^valibot$/,
            /^yaml$/,
            /^node:/,
        ],
    },
];

const PACK = join(__dirname, "..", "policypack");
const files = readdirSync(PACK, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/^(dist|node_modules)\//.test(file))
    .sort();

describe("imports keep to their layer", () => {
    test.each(files)("%s", (file) => {
        const name = file.replace(/\.ts$/, "");
        const layer = LAYERS.find(({ files: of }) => of.test(name));
        expect(layer, `${file} is in no layer`).toBeDefined();
        const wrong = importsOf(file).filter((imported) => !layer!.may.some((allowed) => allowed.test(imported)));
        expect(wrong).toEqual([]);
    });
});

test("an import of a value from another layer would be seen", () => {
    expect(
        importsOf(
            "cli.ts",
            'import { a } from "./core/rule";\nimport type { B } from "./b"; require("fs"); void import("x");',
        ),
    ).toEqual(["core/rule", "fs", "x"]);
});

/** What a file imports at run time: a path under policypack/, or a package. */
function importsOf(file: string, text = readFileSync(join(PACK, file), "utf8")): readonly string[] {
    const imported: string[] = [];
    const add = (specifier: ts.Node | undefined) => {
        if (specifier && ts.isStringLiteral(specifier)) imported.push(resolved(file, specifier.text));
    };
    const visit = (node: ts.Node): void => {
        if (ts.isImportDeclaration(node) && !onlyTypes(node.importClause)) add(node.moduleSpecifier);
        if (ts.isExportDeclaration(node) && !node.isTypeOnly) add(node.moduleSpecifier);
        if (
            ts.isCallExpression(node) &&
            (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === "require")
        ) {
            add(node.arguments[0]);
        }
        ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true));
    return imported;
}

function onlyTypes(clause: ts.ImportClause | undefined): boolean {
    if (!clause) return false;
    const { namedBindings, name } = clause;
    const allTypes =
        namedBindings && ts.isNamedImports(namedBindings) && namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly);
    return clause.isTypeOnly || (!name && !!allTypes);
}

function resolved(from: string, specifier: string): string {
    if (!specifier.startsWith(".")) return specifier;
    return relative(PACK, join(PACK, dirname(from), specifier)).replace(/\.(js|ts)$/, "");
}
