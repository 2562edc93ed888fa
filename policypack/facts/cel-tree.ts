import type { ASTNode } from "@marcbachmann/cel-js";

/** A Common Expression Language expression, reduced to what the facts ask of it. */
export type Node =
    | { readonly kind: "and" | "or"; readonly left: Node; readonly right: Node }
    | { readonly kind: "not"; readonly operand: Node }
    | { readonly kind: "choice"; readonly when: Node; readonly then: Node; readonly otherwise: Node }
    | { readonly kind: "compare"; readonly operator: Comparison; readonly left: Node; readonly right: Node }
    | { readonly kind: "in"; readonly left: Node; readonly right: Node }
    | { readonly kind: "sum"; readonly sign: 1 | -1; readonly left: Node; readonly right: Node }
    | { readonly kind: "literal"; readonly value: unknown }
    | { readonly kind: "list"; readonly elements: readonly Node[] }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "member"; readonly of: Node; readonly name: string }
    | { readonly kind: "index"; readonly of: Node; readonly at: Node }
    | { readonly kind: "call"; readonly name: string; readonly on?: Node; readonly given: readonly Node[] }
    | { readonly kind: "other" };

export type Comparison = "<" | "<=" | ">" | ">=" | "==" | "!=";

// Deeper than any condition that Google takes, and far from the end of the stack.
const DEEPEST = 200;
const OTHER: Node = { kind: "other" };

/** The tree of an expression; undefined when it cannot be parsed. */
export function tree(expression: string): Node | undefined {
    // Loaded when the first condition is met: a pack without any starts faster.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { parse } = require("@marcbachmann/cel-js") as typeof import("@marcbachmann/cel-js");
    try {
        return node(parse(expression).ast, 0);
    } catch {
        // A syntax error, or a stack overflow in the parser, which nothing but hostile input causes.
        return undefined;
    }
}

/** "a.b.c" for a chain of names, undefined for anything else. */
export function pathOf(of: Node): string | undefined {
    if (of.kind === "name") return of.name;
    const inner = of.kind === "member" ? pathOf(of.of) : undefined;
    return inner !== undefined && of.kind === "member" ? `${inner}.${of.name}` : undefined;
}

/** How to tell what is so whenever an expression is true, from what is so of its comparisons. */
export interface Reading<T> {
    readonly both: (a: T, b: T) => T;
    readonly either: (a: T, b: T) => T;
    /** Of what is never true. */
    readonly never: T;
    /** Of what may be true of anything. */
    readonly always: T;
    /** Of a node that joins no others, when it is true, or, with `wanted` false, when it is false; undefined for `always`. */
    readonly leaf: (node: Node, wanted: boolean) => T | undefined;
}

/** What is so when `node` is true, or, with `wanted` false, when it is false. */
export function read<T>(node: Node, wanted: boolean, reading: Reading<T>): T {
    // Each once: a choice asks twice for what it depends on, and choices nest.
    const known = [new Map<Node, T>(), new Map<Node, T>()] as const;
    const of = (inner: Node, truth: boolean): T => {
        const kept = known[truth ? 1 : 0];
        const found = kept.has(inner) ? kept.get(inner)! : readOne(inner, truth, reading, of);
        kept.set(inner, found);
        return found;
    };
    return of(node, wanted);
}

function readOne<T>(node: Node, wanted: boolean, reading: Reading<T>, of: (inner: Node, truth: boolean) => T): T {
    const { both, either, never, always } = reading;
    switch (node.kind) {
        case "and":
        case "or": {
            const join = (node.kind === "and") === wanted ? both : either;
            return join(of(node.left, wanted), of(node.right, wanted));
        }
        case "not":
            return of(node.operand, !wanted);
        case "choice":
            return either(
                both(of(node.when, true), of(node.then, wanted)),
                both(of(node.when, false), of(node.otherwise, wanted)),
            );
        case "literal":
            return node.value === !wanted ? never : always;
        default:
            return reading.leaf(node, wanted) ?? always;
    }
}

function node(ast: ASTNode, depth: number): Node {
    if (depth > DEEPEST) return OTHER;
    const sub = (inner: ASTNode) => node(inner, depth + 1);
    switch (ast.op) {
        case "&&":
        case "||":
            return { kind: ast.op === "&&" ? "and" : "or", left: sub(ast.args[0]), right: sub(ast.args[1]) };
        case "!_":
            return { kind: "not", operand: sub(ast.args) };
        case "?:":
            return { kind: "choice", when: sub(ast.args[0]), then: sub(ast.args[1]), otherwise: sub(ast.args[2]) };
        case "<":
        case "<=":
        case ">":
        case ">=":
        case "==":
        case "!=":
            return { kind: "compare", operator: ast.op, left: sub(ast.args[0]), right: sub(ast.args[1]) };
        case "in":
            return { kind: "in", left: sub(ast.args[0]), right: sub(ast.args[1]) };
        case "+":
        case "-":
            return { kind: "sum", sign: ast.op === "+" ? 1 : -1, left: sub(ast.args[0]), right: sub(ast.args[1]) };
        case "value":
            return { kind: "literal", value: ast.args };
        case "list":
            return { kind: "list", elements: ast.args.map(sub) };
        case "id":
            return { kind: "name", name: ast.args };
        case ".":
            return { kind: "member", of: sub(ast.args[0]), name: ast.args[1] };
        case "[]":
            return { kind: "index", of: sub(ast.args[0]), at: sub(ast.args[1]) };
        case "call":
            return { kind: "call", name: ast.args[0], given: ast.args[1].map(sub) };
        case "rcall":
            return { kind: "call", name: ast.args[0], on: sub(ast.args[1]), given: ast.args[2].map(sub) };
        case "-_":
        case "*":
        case "/":
        case "%":
        case "map":
        case ".?":
        case "[?]":
            return OTHER;
    }
    // An operator that a later version of the parser may add.
    return OTHER;
}
