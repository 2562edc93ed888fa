import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes the data that the GCP facts ask, from a file that lists Google's predefined roles: which of the permissions that
 * matter each one carries, and the names of all others.
 *
 *     npm run gcp-data -- <gcp-predefined-roles.json>
 */

interface Source {
    readonly asOf: string;
    readonly permissions: readonly string[];
    readonly roles: Readonly<Record<string, readonly string[]>>;
    readonly known: readonly string[];
}

/** The text of the data file: permissions by their number, one role or service a line, so that a change can be read. */
export function gcpData({ asOf, permissions, roles, known }: Source): string {
    const ordered = [...permissions].sort();
    const carrying = Object.keys(roles)
        .sort()
        .map((role) => [bare(role), roles[role]!.map((name) => ordered.indexOf(name)).join(" ")] as const);
    const others = new Map<string, string[]>();
    for (const role of [...known].sort()) {
        const [service = "", ...name] = bare(role).split(".");
        others.set(service, [...(others.get(service) ?? []), name.join(".")]);
    }
    const named = [...others].map(([service, names]) => [service, names.join(" ")] as const);
    return `{"asOf":${JSON.stringify(asOf)},"permissions":${JSON.stringify(ordered)},\n"roles":${perLine(carrying)},\n"others":${perLine(named)}}\n`;
}

function bare(role: string): string {
    return role.replace(/^roles\//, "");
}

function perLine(entries: readonly (readonly [string, string])[]): string {
    return `{\n${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",\n")}\n}`;
}

if (require.main === module) {
    const source = JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Source;
    writeFileSync(join(__dirname, "..", "policypack", "data", "gcp-roles.json"), gcpData(source));
}
