import { type Node, type Reading, pathOf, read, tree } from "./cel-tree";

/** Claims by path, such as "assertion.sub"; EVERY for an expression that is never true. */
type Claims = ReadonlySet<string> | typeof EVERY;
const EVERY = Symbol("every claim");
const NONE: Claims = new Set<string>();

/**
 * The claims that are compared with fixed texts whenever the expression is true, so that no other value gets through.
 * Undefined when it is true of no token at all.
 */
export function fixedClaims(expression: string): readonly string[] | undefined {
    const root = tree(expression);
    const claims = root ? read(root, true, FIXED) : NONE;
    return claims === EVERY ? undefined : [...claims];
}

/** The claim that an attribute mapping passes on, whole or in part. */
export function claimRead(expression: string): string | undefined {
    const root = tree(expression);
    return root && claimOf(root);
}

/** The claims fixed when a node is true, or, with `wanted` false, when it is false. */
const FIXED: Reading<Claims> = {
    both,
    either,
    never: EVERY,
    always: NONE,
    leaf(node, wanted) {
        if (node.kind === "compare" && node.operator === (wanted ? "==" : "!=")) {
            return isText(node.right) ? only(node.left) : isText(node.left) ? only(node.right) : undefined;
        }
        if (node.kind === "in" && wanted) {
            if (isText(node.left)) return only(node.right);
            return node.right.kind === "list" && node.right.elements.every(isText) ? only(node.left) : undefined;
        }
        if (node.kind === "call" && wanted && node.on && isAnchored(node.name, node.given[0])) return only(node.on);
        return undefined;
    },
};

function both(a: Claims, b: Claims): Claims {
    return a === EVERY || b === EVERY ? EVERY : new Set([...a, ...b]);
}

function either(a: Claims, b: Claims): Claims {
    if (a === EVERY) return b;
    return b === EVERY ? a : new Set([...a].filter((claim) => b.has(claim)));
}

function only(node: Node): Claims {
    const claim = claimOf(node);
    return claim === undefined ? NONE : new Set([claim]);
}

/** The claim that a node reads: by name, by key, or a piece of it that its text is cut into. */
function claimOf(node: Node): string | undefined {
    if (node.kind === "index") {
        const of = claimOf(node.of);
        return of === undefined || !isText(node.at) ? of : `${of}.${node.at.value}`;
    }
    if (node.kind === "member") {
        const of = claimOf(node.of);
        return of && `${of}.${node.name}`;
    }
    if (node.kind === "call")
        return node.on && ["extract", "split", "lowerAscii"].includes(node.name) ? claimOf(node.on) : undefined;
    return pathOf(node);
}

/**
 * Whether a prefix or pattern fixes the name of an owner. One that stops within the name, such as "my-org", lets in
 * "my-org-2"; one that stops before it, such as "repo:", lets in everyone.
 */
function isAnchored(call: string, given: Node | undefined): boolean {
    if (!given || !isText(given)) return false;
    if (call === "startsWith") return /.\/|[^:]:[^:]+:/.test(given.value);
    return call === "matches" && !given.value.includes("|") && /^\^[\w:.-]*(\w\/|\w:[\w-]+:)/.test(given.value);
}

function isText(node: Node): node is { kind: "literal"; value: string } {
    return node.kind === "literal" && typeof node.value === "string";
}
