/** Google's predefined roles, reduced to what the facts ask of them. Loaded when the first is asked for. */

interface Data {
    readonly asOf: string;
    readonly permissions: readonly string[];
    /** By role, the numbers of the permissions. */
    readonly roles: Readonly<Record<string, string>>;
    /** By service, the names of all roles that carry none of them. */
    readonly others: Readonly<Record<string, string>>;
}

let catalogue: { readonly asOf: string; readonly roles: ReadonlyMap<string, ReadonlySet<string>> } | undefined;

function load() {
    if (catalogue) return catalogue;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded when it is first needed
    const { asOf, permissions, roles, others } = require("../data/gcp-roles.json") as Data;
    const all = new Map<string, ReadonlySet<string>>();
    for (const [service, names] of Object.entries(others)) {
        for (const name of names.split(" ")) all.set(`roles/${service}${name && "."}${name}`, new Set());
    }
    for (const [role, numbers] of Object.entries(roles)) {
        all.set(`roles/${role}`, new Set(numbers.split(" ").flatMap((at) => permissions[Number(at)] ?? [])));
    }
    return (catalogue = { asOf, roles: all });
}

/** The day of which the catalogue is. */
export function catalogueDate(): string {
    return load().asOf;
}

/** Of the permissions that matter, those that a predefined role carries; nothing for a role that is not in the catalogue. */
export function permissionsOf(role: string): ReadonlySet<string> | undefined {
    return load().roles.get(role);
}

/** Every role of the catalogue. */
export function predefinedRoles(): readonly string[] {
    return [...load().roles.keys()];
}
