import { type Node, type Reading, pathOf, read, tree } from "./cel-tree";

/** Claims by path, such as "assertion.sub"; EVERY for an expression that is never true. */
type Claims = ReadonlySet<string> | typeof EVERY;
const EVERY = Symbol("every claim");
const NONE: Claims = new Set<string>();
const MOST_LISTS = 2;

/** The expression that an attribute is mapped from, if that is known. */
type Mapping = (attribute: string) => string | undefined;

/**
 * The claims that are compared with fixed texts whenever the expression is true, so that no other value gets through.
 * Undefined when it is true of no token at all.
 */
export function fixedClaims(expression: string, mapping?: Mapping): readonly string[] | undefined {
    return claimsBy(expression, mapping, reading(claimOf, isAnchored));
}

/** As `fixedClaims`, of the claims that are compared as a whole, or up to the name of a repository or the like. */
export function exactClaims(expression: string, mapping?: Mapping): readonly string[] | undefined {
    return claimsBy(expression, mapping, reading(pathOfClaim, isAnchoredDeep));
}

/** The claim that an attribute mapping passes on whole. */
export function claimPassed(expression: string): string | undefined {
    const root = tree(expression);
    return root && pathOfClaim(root);
}

/** All claims that an expression reads, whatever for; undefined when it cannot be parsed. */
export function claimsRead(expression: string): readonly string[] | undefined {
    const root = tree(expression);
    return root && [...new Set(claimsIn(root))];
}

function claimsBy(expression: string, mapping: Mapping | undefined, by: Reading<Claims>): readonly string[] | undefined {
    const root = tree(expression);
    const claims = root ? read(mapping ? mapped(root, mapping) : root, true, by) : NONE;
    return claims === EVERY ? undefined : [...claims];
}

/** The node with what attributes are mapped from in place of them. */
function mapped(root: Node, mapping: Mapping): Node {
    return replaced(root, (node) => {
        const name = node.kind === "member" || node.kind === "index" ? (pathOfClaim(node) ?? "") : "";
        const expression = /^(attribute|google)\./.test(name) ? mapping(name) : undefined;
        return expression === undefined ? undefined : tree(expression);
    });
}

/** The claims fixed when a node is true, or, with `wanted` false, when it is false. */
function reading(
    claim: (node: Node) => string | undefined,
    anchored: (call: string, given: Node | undefined) => boolean,
    depth = 0,
): Reading<Claims> {
    const only = (node: Node): Claims => {
        const found = claim(node);
        return found === undefined ? NONE : new Set([found]);
    };
    const by: Reading<Claims> = {
        both,
        either,
        never: EVERY,
        always: NONE,
        leaf(node, wanted) {
            const chosen = choiceIn(node);
            if (chosen) return read(chosen, wanted, by);
            if (node.kind === "compare" && isText(node.left) && isText(node.right)) {
                const isEqual = node.left.value === node.right.value;
                const isTrue = node.operator === "==" ? isEqual : node.operator === "!=" ? !isEqual : wanted;
                return isTrue === wanted ? NONE : EVERY;
            }
            if (node.kind === "compare" && node.operator === (wanted ? "==" : "!=")) {
                return isText(node.right) ? only(node.left) : isText(node.left) ? only(node.right) : undefined;
            }
            if (node.kind === "in" && wanted) {
                if (isText(node.left)) return only(node.right);
                return node.right.kind === "list" && node.right.elements.every(isText) ? only(node.left) : undefined;
            }
            if (node.kind !== "call" || !wanted || !node.on) return undefined;
            if (anchored(node.name, node.given[0])) return only(node.on);
            // Lists within lists multiply.
            if (depth === MOST_LISTS) return undefined;
            const within = reading(claim, anchored, depth + 1);
            const each = unrolled(node, node.on)?.map((one) => read(one, wanted, within));
            return each?.reduce(node.name === "all" ? both : either);
        },
    };
    return by;
}

function both(a: Claims, b: Claims): Claims {
    return a === EVERY || b === EVERY ? EVERY : new Set([...a, ...b]);
}

function either(a: Claims, b: Claims): Claims {
    if (a === EVERY) return b;
    return b === EVERY ? a : new Set([...a].filter((claim) => b.has(claim)));
}

/** `(c ? a : b) == "x"` as `c ? a == "x" : b == "x"`. */
function choiceIn(node: Node): Node | undefined {
    if (node.kind !== "compare") return undefined;
    for (const side of ["left", "right"] as const) {
        const choice = node[side];
        if (choice.kind !== "choice") continue;
        const [then, otherwise] = [choice.then, choice.otherwise].map((of) => ({ ...node, [side]: of }));
        return { ...choice, then: then!, otherwise: otherwise! };
    }
    return undefined;
}

/** What `["a", "b"].exists(x, …)` says of each element, or `claim.exists(x, …)` of one of the claim's. */
function unrolled({ name, given }: Node & { kind: "call" }, on: Node): readonly Node[] | undefined {
    const [variable, body] = given;
    if (!["exists", "exists_one", "all"].includes(name) || variable?.kind !== "name" || !body) return undefined;
    const isVariable = (node: Node) => node.kind === "name" && node.name === variable.name;
    if (on.kind === "list") {
        return on.elements.length > 0
            ? on.elements.map((element) => replaced(body, (node) => (isVariable(node) ? element : undefined)))
            : undefined;
    }
    // Of an empty list all is true.
    return name === "all" ? undefined : [replaced(body, (node) => (isVariable(node) ? on : undefined))];
}

/** The node with whatever `by` gives another for replaced. */
function replaced(node: Node, by: (node: Node) => Node | undefined): Node {
    const found = by(node);
    if (found) return found;
    const of = (inner: Node) => replaced(inner, by);
    switch (node.kind) {
        case "and":
        case "or":
        case "compare":
        case "in":
        case "sum":
            return { ...node, left: of(node.left), right: of(node.right) };
        case "not":
            return { ...node, operand: of(node.operand) };
        case "choice":
            return { ...node, when: of(node.when), then: of(node.then), otherwise: of(node.otherwise) };
        case "member":
            return { ...node, of: of(node.of) };
        case "index":
            return { ...node, of: of(node.of), at: of(node.at) };
        case "list":
            return { ...node, elements: node.elements.map(of) };
        case "call":
            return { ...node, ...(node.on && { on: of(node.on) }), given: node.given.map(of) };
        case "name":
        case "literal":
        case "other":
            return node;
    }
}

/** The claim that a node reads: by name, by key, or a piece of it that its text is cut into. */
function claimOf(node: Node): string | undefined {
    // With map, the text of each element of a list.
    return claimThrough(node, ["extract", "split", "lowerAscii", "map"], true);
}

/** The claim that a node reads whole. */
function pathOfClaim(node: Node): string | undefined {
    return claimThrough(node, ["lowerAscii", "map"], false);
}

/** The claim that a node reads through these calls on it; `inPieces`: by a key that is not written, too. */
function claimThrough(node: Node, calls: readonly string[], inPieces: boolean): string | undefined {
    const through = (inner: Node) => claimThrough(inner, calls, inPieces);
    if (node.kind === "call") return node.on && calls.includes(node.name) ? through(node.on) : undefined;
    if (node.kind === "index") {
        const of = through(node.of);
        if (of === undefined || isText(node.at)) return of && isText(node.at) ? `${of}.${node.at.value}` : undefined;
        return inPieces ? of : undefined;
    }
    if (node.kind === "member") {
        const of = through(node.of);
        return of && `${of}.${node.name}`;
    }
    return pathOf(node);
}

function claimsIn(node: Node): readonly string[] {
    const claim = pathOfClaim(node);
    if (claim !== undefined) return [claim];
    switch (node.kind) {
        case "and":
        case "or":
        case "compare":
        case "in":
        case "sum":
            return [node.left, node.right].flatMap(claimsIn);
        case "not":
            return claimsIn(node.operand);
        case "choice":
            return [node.when, node.then, node.otherwise].flatMap(claimsIn);
        case "member":
            return claimsIn(node.of);
        case "index":
            return [node.of, node.at].flatMap(claimsIn);
        case "list":
            return node.elements.flatMap(claimsIn);
        case "call":
            return [...(node.on ? [node.on] : []), ...node.given].flatMap(claimsIn);
        // What is not understood may read any claim.
        case "other":
            return ["…"];
        default:
            return [];
    }
}

/**
 * Whether a prefix or pattern fixes the name of an owner. One that stops within the name, such as "my-org", lets in
 * "my-org-2"; one that stops before it, such as "repo:", lets in everyone.
 */
function isAnchored(call: string, given: Node | undefined): boolean {
    return prefixes(call, given).every((prefix) => {
        const rest = prefix.replace(KIND, "");
        return /^[^:/]+[:/]/.test(rest) && (rest !== prefix || !PART_OF_KIND.test(prefix));
    });
}

/** Whether it also fixes the name of a repository, project or the like of that owner. */
function isAnchoredDeep(call: string, given: Node | undefined): boolean {
    if (call === "matches" && given && isText(given) && LIST_OF_TEXTS.test(given.value)) return true;
    return prefixes(call, given).every((prefix) => WORKLOAD.test(prefix));
}

// What says which kind of name follows.
const KIND =
    /^(arn:[^:]*:[^:]*:[^:]*:|https:\/\/|pulumi:[^:]*:org:|sc:\/\/|system:serviceaccount:|(account|org|organization|owner|project_path|repo|repository|repository_owner|repository_owner_id|workspace):)/;
const PART_OF_KIND = /^(arn|https|pulumi|sc|system):/;
// As in "^acme/(shop|web)$".
const LIST_OF_TEXTS = /^\^(?:[\w/:@-]|\\[./:-]|\((?:\?:)?(?:[\w/:@|-]|\\[./:-])*\))*\$$/;
const WORKLOAD =
    /^(repo:[^/]+\/[^/:]+:|project_path:[^:]+:|organization:[^:]+:(project|pipeline):[^:]+:|system:serviceaccount:[^:]+:|arn:[^:]+:sts::\d{12}:assumed-role\/[^/]+\/)/;

/** What a text must begin with, one for each alternative; "" where that is not certain. */
function prefixes(call: string, given: Node | undefined): readonly string[] {
    if (!given || !isText(given)) return [""];
    if (call === "startsWith") return [given.value];
    return call === "matches" ? alternatives(given.value).map(literalStart) : [""];
}

/** The alternatives of a pattern, where they stand at its top or in a group right at its start. */
function alternatives(pattern: string): readonly string[] {
    const [, group] = /^\^\((?:\?:)?([^()[\]]*)\)(?![?*{])/.exec(pattern) ?? [];
    if (group !== undefined) return group.split("|").map((one) => `^${one}`);
    // One in a later group is behind a common beginning.
    return pattern.replace(/\((?:[^()[\]\\]|\\.)*\)/g, "(").split("|");
}

/** The text that a pattern demands at the very start, up to the first character that stands for others. */
function literalStart(pattern: string): string {
    const [, start = ""] = /^\^((?:(?:[\w:/@-]|\\[./:-])(?![?*{]))*)/.exec(pattern) ?? [];
    return start.replace(/\\/g, "");
}

function isText(node: Node): node is { kind: "literal"; value: string } {
    return node.kind === "literal" && typeof node.value === "string";
}
