import type { Readable } from "node:stream";
import { judge } from "../../policypack/core/judge";
import type { Resource } from "../../policypack/core/rule";
import { parseOptions } from "../../policypack/core/settings";
import type { SeenResource } from "../../policypack/preview/outcome";
import { type Recorded, readRecorded } from "../../policypack/recorded/read";
import { rules } from "../../policypack/rules";
import { NOW, typesOf } from "../harness/describe-rule";

export interface Seen {
    readonly recorded: Recorded;
    readonly resources: readonly SeenResource[];
}

/** All that is in a file. */
export async function seenIn(source: string | Readable): Promise<Seen> {
    const resources: SeenResource[] = [];
    const recorded = await readRecorded(source, (resource) => resources.push(resource));
    return { recorded, resources };
}

/** What all rules say of these resources: "name of the resource: rule: message". */
export function judged(resources: readonly Resource[]): readonly string[] {
    const names = new Map(resources.map(({ urn, name }) => [urn, name]));
    return rules
        .flatMap((rule) => {
            const some = resources.filter(({ type }) => typesOf(rule).includes(type));
            return [...judge(rule, some, parseOptions(rule, {}, "test"), NOW)].map(
                ({ urn, kind, message }) => `${names.get(urn)}: ${rule.name}: ${kind === "undecided" ? "? " : ""}${message}`,
            );
        })
        .sort();
}
