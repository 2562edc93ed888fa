import data from "../data/aws-actions.json";
import type { Entry } from "./iam-effective";
import { NOBODY } from "./iam-pattern";

const TARGETS: Readonly<Record<string, string>> = data.targets;

/** The kind of resource that an action acts on, as an ARN with {partition}, {region}, {account} and {name} left open; "*": no certain one. */
export function targetOf(action: string): string {
    return TARGETS[action] ?? "*";
}

/** Where a principal acts: what its policies write in the parts of an ARN that come before the name. */
export interface Surroundings {
    readonly partitions: readonly string[];
    readonly regions: readonly string[];
    readonly accounts: readonly string[];
}

/**
 * As the statements write them. A single account that they name is taken for the own one; to regions a further one is
 * added, since what holds in one region only leaves the others open.
 */
export function surroundings(entries: readonly Entry<unknown>[]): Surroundings {
    const parts = entries.flatMap(({ resources }) => resources.patterns.filter((pattern) => pattern.startsWith("arn:")));
    const written = (index: number) => {
        const found = parts.map((pattern) => pattern.split(":")[index] ?? "").filter((part) => part && !/[*?]/.test(part));
        return [...new Set(found)].slice(0, 8);
    };
    const [partitions, accounts] = [written(1), written(4).filter((account) => account !== "aws")];
    return {
        partitions: partitions.length > 0 ? partitions : ["aws"],
        regions: [...written(3), NOBODY],
        accounts: accounts.length > 0 ? accounts : [NOBODY],
    };
}

/** ARNs of a kind of resource under a name that nobody gives, one for each place. */
export function witnesses(target: string, { partitions, regions, accounts }: Surroundings): readonly string[] {
    const in_ = target.includes("{region}") ? regions : [""];
    const of = target.includes("{account}") ? accounts : [""];
    const filled = partitions.flatMap((partition) =>
        in_.flatMap((region) => of.map((account) => fill(target, { partition, region, account, name: NOBODY }))),
    );
    return [...new Set(filled)];
}

/** ARNs of that kind whose names begin as the patterns of these statements do: names that who creates the resource may give. */
export function prefixed(target: string, entries: readonly Entry<unknown>[], around: Surroundings): readonly string[] {
    const parts = target.split(":");
    const [, , service = ""] = parts;
    const typed = parts.slice(5).join(":").split("{name}")[0] ?? "";
    const names = entries.flatMap(({ resources }) =>
        resources.patterns.flatMap((pattern) => {
            const [scheme, , of, , , ...rest] = pattern.split(":");
            const name = rest.join(":");
            const isName = scheme === "arn" && of === service && name.startsWith(typed) && /[*?]/.test(name);
            return isName ? [name.replace(/\*/g, NOBODY).replace(/\?/g, "\0")] : [];
        }),
    );
    const places = witnesses(`${parts.slice(0, 5).join(":")}:`, around);
    return [...new Set(names)].slice(0, 16).flatMap((name) => places.map((place) => place + name));
}

function fill(target: string, values: Readonly<Record<string, string>>): string {
    return target.replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? "");
}
