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
    { files: /^core\/register-file$/, may: [/^facts\//, /^node:fs$/, /^yaml$/] },
    { files: /^core\//, may: [/^core\/(?!adapter)/, /^facts\//, /^valibot$/, /^node:path$/] },
    // They judge what stands in a register.
    { files: /^any\/review\/(require-valid-exception|no-stale-baseline)$/, may: [/^core\//] },
    { files: /^(aws|gcp|any)\//, may: [/^core\/(options|rule)$/, /^facts\//] },
    { files: /^rules$/, may: [/^(aws|gcp|any)\//] },
    { files: /^index$/, may: [/^rules$/, /^core\//, /^@pulumi\/policy$/] },
    { files: /^start$/, may: [/^index$/] },
    {
        files: /^report\//,
        may: [
            /^report\//,
            /^core\/(controls|options|excused)$/,
            /^yaml$/,
            /^facts\/duration$/,
            /^d3-scale$/,
            /^junit-report-builder$/,
            /^valibot$/,
            /^node:(crypto|util)$/,
        ],
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
        files: /^recorded\//,
        may: [/^recorded\//, /^preview\/(failed|outcome|urn)$/, /^facts\//, /^@streamparser\/json$/, /^node:/],
    },
    {
        files: /^cli\//,
        may: [
            /^cli\//,
            /^preview\//,
            /^recorded\//,
            /^report\//,
            /^core\/(?!adapter)/,
            /^facts\/(duration|values)$/,
            /^rules$/,
            /^commander$/,
            /^ical-generator$/,
            /^tinyglobby$/,
            /^valibot$/,
            /^yaml$/,
            /^node:/,
        ],
    },
];

/** The same for the components. What runs in the cloud knows nothing of what declares it; neither knows the pack. */
const COMPONENT_LAYERS: typeof LAYERS = [
    {
        files: /^(aws|gcp)\/[a-z-]+\/runtime\//,
        may: [
            /^@aws-sdk\//,
            /^@cedar-policy\/cedar-wasm\/nodejs$/,
            /^@googleapis\//,
            /^node:/,
            /^pg$/,
            /^mysql2/,
            /^\.\//,
            // The broker makes anew what its caller has signed.
            /^client\/identity-request$/,
        ],
    },
    { files: /^(aws|gcp)\/[a-z-]+\/documents$/, may: [/^checks$/, /^arguments$/, /^(aws|gcp)\/[a-z]+$/, /^node:/] },
    { files: /^aws\//, may: [/^[a-z]+$/, /^aws\//, /^@pulumi\/(pulumi|aws\/.+)$/, /^node:/] },
    { files: /^gcp\//, may: [/^[a-z]+$/, /^gcp\//, /^@pulumi\/(pulumi|gcp\/.+)$/, /^node:/] },
    {
        files: /^client\//,
        may: [/^client\//, /^@smithy\/signature-v4$/, /^@aws-sdk\/credential-provider-node$/, /^node:crypto$/],
    },
    {
        files: /^cli\//,
        may: [
            /^cli\//,
            /^client\//,
            // What proves the audit is what seals it.
            /^aws\/broker\/runtime\/(audit|store|trail)$/,
            /^commander$/,
            /^@aws-sdk\//,
            /^node:/,
        ],
    },
    { files: /^(index|load)$/, may: [/^aws$/, /^gcp$/] },
    { files: /^[a-z]+$/, may: [/^[a-z]+$/, /^@pulumi\/pulumi$/, /^node:/] },
];

const ROOT = join(__dirname, "..");
const PACK = join(ROOT, "policypack");

describe.each([
    ["policypack", LAYERS],
    ["components", COMPONENT_LAYERS],
])("imports of %s keep to their layer", (half, layers) => {
    const root = join(ROOT, half);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" })
        .filter((file) => file.endsWith(".ts") && !/^(dist|node_modules)\//.test(file))
        .sort();

    test.each(files)("%s", (file) => {
        const name = file.replace(/\.ts$/, "");
        const layer = layers.find(({ files: of }) => of.test(name));
        expect(layer, `${file} is in no layer`).toBeDefined();
        const own = `${dirname(file)}/`;
        // What runs in the cloud may import its own folder only, and that of no other component.
        const inside = (each: string) =>
            own.endsWith("/runtime/") && each.startsWith(own) ? each.replace(own, "./") : each;
        const imported = importsOf(file, root).map(inside);
        expect(imported.filter((each) => !layer!.may.some((allowed) => allowed.test(each)))).toEqual([]);
    });
});

test("an import of a value from another layer would be seen", () => {
    expect(
        importsOf(
            "cli.ts",
            PACK,
            'import { a } from "./core/rule";\nimport type { B } from "./b"; require("fs"); void import("x");',
        ),
    ).toEqual(["core/rule", "fs", "x"]);
});

/** What a file imports at run time: a path under its half of the project, or a package. */
function importsOf(file: string, root: string, text = readFileSync(join(root, file), "utf8")): readonly string[] {
    const imported: string[] = [];
    const add = (specifier: ts.Node | undefined) => {
        if (specifier && ts.isStringLiteral(specifier)) imported.push(resolved(file, specifier.text, root));
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

function resolved(from: string, specifier: string, root: string): string {
    if (!specifier.startsWith(".")) return specifier;
    return relative(root, join(root, dirname(from), specifier)).replace(/\.(js|ts)$/, "");
}
