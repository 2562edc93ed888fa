import type { Node } from "../nodes";

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
