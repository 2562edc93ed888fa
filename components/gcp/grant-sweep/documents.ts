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

/** What the sweep must be able to do on a node: read its policy, and write it only where it may take grants away. */
export function permissions({ kind }: Node, removable: readonly string[]): string[] {
    const on = (what: string) => `resourcemanager.${kind}.${what}`;
    return [on("getIamPolicy"), ...(removable.length > 0 ? [on("setIamPolicy")] : [])];
}

/**
 * What it may change with that: grants of these roles, and no others. Reading changes none.
 * https://cloud.google.com/iam/docs/setting-limits-on-granting-roles
 */
export function limit(removable: readonly string[]): { title: string; expression: string } | undefined {
    if (removable.length === 0) return undefined;
    const roles = removable.map((role) => JSON.stringify(role)).join(", ");
    return {
        title: "Takes away named roles",
        expression: `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly([${roles}])`,
    };
}

/** As Cloud Scheduler takes it, of seconds that divide a day. */
export function cron(every: number): string {
    if (every < 3_600) return `*/${every / 60} * * * *`;
    return every === 86_400 ? "0 0 * * *" : `0 */${every / 3_600} * * *`;
}
