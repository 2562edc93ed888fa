import { type Node, type Reading, pathOf, read, tree } from "./cel-tree";

/** Roles; ANY where nothing limits them. */
type Roles = ReadonlySet<string> | typeof ANY;
const ANY = Symbol("any role");

/**
 * The roles that a holder may grant and revoke while a condition is true, by the attribute modifiedGrantsByRole; undefined
 * when nothing limits them. https://cloud.google.com/iam/docs/setting-limits-on-granting-roles
 */
export function grantableRoles(expression: string): ReadonlySet<string> | undefined {
    const root = tree(expression);
    const roles = root ? read(root, true, GRANTABLE) : ANY;
    return roles === ANY ? undefined : roles;
}

const GRANTABLE: Reading<Roles> = {
    both: (a, b) => (a === ANY ? b : b === ANY ? a : new Set([...a].filter((role) => b.has(role)))),
    either: (a, b) => (a === ANY || b === ANY ? ANY : new Set([...a, ...b])),
    never: new Set(),
    always: ANY,
    leaf(node, wanted) {
        if (!wanted || node.kind !== "call" || node.name !== "hasOnly" || !isModifiedGrants(node.on)) return undefined;
        const [listed] = node.given;
        if (listed?.kind !== "list" || !listed.elements.every(isText)) return undefined;
        return new Set(listed.elements.map(({ value }) => value));
    },
};

/** `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", [])`. */
function isModifiedGrants(node: Node | undefined): boolean {
    if (node?.kind !== "call" || node.name !== "getAttribute" || !node.on || pathOf(node.on) !== "api") return false;
    const [name] = node.given;
    return name?.kind === "literal" && name.value === "iam.googleapis.com/modifiedGrantsByRole";
}

function isText(node: Node): node is { kind: "literal"; value: string } {
    return node.kind === "literal" && typeof node.value === "string";
}
