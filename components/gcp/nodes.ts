import { type Check, Refused } from "../arguments";

/** A project, a folder or an organization. */
export interface Node {
    readonly kind: "projects" | "folders" | "organizations";
    readonly id: string;
}

const KINDS = { projects: "projects", folders: "folders", organizations: "organizations" } as const;

/** Of "projects/example"; undefined when it names no node. */
export function nodeOf(written: string): Node | undefined {
    const [, kind, id] = /^(projects|folders|organizations)\/([a-z0-9][a-z0-9:.-]*)$/.exec(written) ?? [];
    if (!kind || !id) return undefined;
    // A number is all that a folder and an organization have.
    if (kind !== "projects" && !/^\d+$/.test(id)) return undefined;
    return { kind: KINDS[kind as keyof typeof KINDS], id };
}

/** "projects/example" again. */
export function nameOf({ kind, id }: Node): string {
    return `${kind}/${id}`;
}

/** One node that must be there. */
export const node: Check<Node> = (given, at) => {
    if ((given ?? "") === "") throw new Refused(at, "is missing.", `${at}: "projects/example"`);
    const found = typeof given === "string" ? nodeOf(given) : undefined;
    if (!found) {
        throw new Refused(
            at,
            "is no project, folder or organization.",
            '"projects/example", "folders/123456789012" or "organizations/123456789012"',
        );
    }
    return found;
};
