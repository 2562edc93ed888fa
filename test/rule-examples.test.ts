import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";
import { exampleToCode, isFile } from "../policypack/report/example";
import { rules } from "../policypack/rules";

/** The code that RULES.md and `jit-guard explain` show is code that compiles against the providers' SDKs. */
test("the examples of all rules compile as they are shown", () => {
    const shown = new Map(
        rules
            .filter(({ examples: { denied } }) => !isFile(denied))
            .flatMap(({ name, examples: { denied, allowed } }) => [
                [join(__dirname, `${name}.denied.ts`), exampleToCode(denied)] as const,
                [join(__dirname, `${name}.allowed.ts`), exampleToCode(allowed)] as const,
            ]),
    );
    const options: ts.CompilerOptions = {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.NodeNext,
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: ["node"],
    };
    const host = ts.createCompilerHost(options);
    host.readFile = (file) => shown.get(file) ?? ts.sys.readFile(file);
    host.fileExists = (file) => shown.has(file) || ts.sys.fileExists(file);
    host.getSourceFile = (file, version) => {
        const text = host.readFile(file);
        return text === undefined ? undefined : ts.createSourceFile(file, text, version);
    };
    const program = ts.createProgram([...shown.keys()], options, host);
    expect(ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), { ...host, getNewLine: () => "\n" })).toBe("");
});
