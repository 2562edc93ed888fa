import type { Resource } from "../core/rule";
import { type Value, each, elements, ifKnown, text } from "./values";

export const DATABASE = "gcp:sql/databaseInstance:DatabaseInstance";

/** The engine of an instance of Cloud SQL, without its version. */
export function engineOf({ inputs }: Resource): string | undefined {
    return text(inputs.get("databaseVersion"))?.split("_")[0];
}

/** Those of the instances whose engine is certain to be one of these. */
export function ofEngine(resources: readonly Resource[], ...engines: readonly string[]): readonly Resource[] {
    return resources.filter((resource) => {
        const [engine] = each([resource], (of) => (of.type === DATABASE ? [engineOf(of)] : []));
        return typeof engine === "string" && engines.includes(engine);
    });
}

/** What a flag of the instance is set to; undefined where it is not set. */
export function databaseFlag({ inputs }: Resource, name: string): Value | undefined {
    const flags = elements(inputs.get("settings").get("databaseFlags"));
    const own = flags.find((flag) => ifKnown(() => text(flag.get("name"))) === name);
    // One whose name is not known yet may be the one that is asked for.
    return (own ?? flags.find((flag) => flag.unknown || flag.get("name").unknown))?.get("value");
}

/** Whether a flag of a database is on, as it may be written. */
export function isOn(value: Value | undefined): boolean {
    return ["on", "true", "1"].includes((value && text(value))?.toLowerCase() ?? "");
}
