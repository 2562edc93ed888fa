import { HEAD, KNOWN } from "../policypack/core/baseline";
import { EXCEPTION, REVIEW } from "../policypack/core/exceptions";
import { judgesRegisters } from "../policypack/core/excuses";
import { schemaOf } from "../policypack/core/register";
import { rules } from "../policypack/rules";

const DRAFT = "http://json-schema.org/draft-07/schema#";

/** What editors complete in a register of exceptions, and what they mark. The pack says more: clocks, owners, twins. */
export function exceptionsSchema(): string {
    const entry = schemaOf(EXCEPTION);
    return written({
        $schema: DRAFT,
        title: "jit-guard exceptions",
        description: "Exceptions to the rules of jit-guard. Each is owned, approved by another, and ends.",
        type: "object",
        additionalProperties: false,
        properties: {
            exceptions: {
                type: "array",
                items: {
                    ...entry,
                    properties: {
                        ...(entry.properties as object),
                        rule: { description: EXCEPTION.rule!.description, ...named() },
                        review: { description: EXCEPTION.review!.description, ...schemaOf(REVIEW) },
                    },
                    anyOf: [{ required: ["resource"] }, { required: ["type"] }],
                    if: { properties: { breakGlass: { const: true } }, required: ["breakGlass"] },
                    then: { required: ["review"] },
                },
            },
        },
    });
}

/** The same of a baseline, which `jit-guard baseline write` writes. */
export function baselineSchema(): string {
    const head = schemaOf(HEAD);
    const known = schemaOf(KNOWN);
    return written({
        $schema: DRAFT,
        title: "jit-guard baseline",
        description: "What was found when jit-guard came, and is let through until it is fixed or the baseline ends.",
        ...head,
        required: [...(head.required as readonly string[]), "findings"],
        properties: {
            $schema: { type: "string" },
            ...(head.properties as object),
            findings: { type: "array", items: known },
        },
    });
}

function named() {
    return { type: "string", enum: rules.filter((rule) => !judgesRegisters(rule)).map(({ name }) => name) };
}

function written(schema: object): string {
    return `${JSON.stringify(schema, undefined, 4)}\n`;
}
