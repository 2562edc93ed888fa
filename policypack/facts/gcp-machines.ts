import type { Resource } from "../core/rule";
import { type Value, flag, text } from "./values";

export const INSTANCE = "gcp:compute/instance:Instance";
export const PROJECT_METADATA = "gcp:compute/projectMetadata:ProjectMetadata";
export const PROJECT_METADATA_ITEM = "gcp:compute/projectMetadataItem:ProjectMetadataItem";

/** Machines, and templates of machines, with metadata of their own. */
export const MACHINES = [
    INSTANCE,
    "gcp:compute/instanceTemplate:InstanceTemplate",
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
    "gcp:compute/instanceFromTemplate:InstanceFromTemplate",
    "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage",
] as const;

/** What a resource writes under that key of the metadata; absent where it writes nothing. */
export function metadata({ type, inputs }: Resource, key: string): Value {
    if (type !== PROJECT_METADATA_ITEM) return inputs.get("metadata").get(key);
    return text(inputs.get("key")) === key ? inputs.get("value") : inputs.get("metadata");
}

/** A switch of the metadata: https://docs.cloud.google.com/compute/docs/metadata/overview#boolean */
export function metadataFlag(value: Value): boolean | undefined {
    const known = value.known();
    if (typeof known !== "string") return flag(value);
    return known.trim() === "" ? undefined : /^(true|y|yes|1)$/i.test(known.trim());
}
