import type { Resource } from "../core/rule";
import { ifKnown, text } from "./values";

/** What carries entries of a log to somewhere else. */
export const SINKS: readonly string[] = [
    "gcp:logging/projectSink:ProjectSink",
    "gcp:logging/folderSink:FolderSink",
    "gcp:logging/organizationSink:OrganizationSink",
];

/**
 * Whether one of the sinks carries the grants of an entitlement: its filter names the id and the call that makes one. Throws
 * Unknown when that depends on what is not known yet.
 */
export function isWatched({ inputs }: Resource, sinks: readonly Resource[]): boolean {
    const on = sinks.filter((sink) => ifKnown(() => sink.inputs.get("disabled").known()) !== true);
    if (on.length === 0) return false;
    const id = text(inputs.get("entitlementId")) ?? "";
    const filters = on.map((sink) => ({ sink, filter: ifKnown(() => text(sink.inputs.get("filter"))) }));
    if (id !== "" && filters.some(({ filter }) => filter !== undefined && names(filter, id))) return true;
    // Throws where it is the filter that is not known.
    for (const { sink } of filters) text(sink.inputs.get("filter"));
    return false;
}

function names(filter: string, id: string): boolean {
    const isNamed = filter.split(/[^A-Za-z0-9-]/).includes(id);
    return isNamed && /\bprivilegedaccessmanager\.googleapis\.com\b/.test(filter) && /\bCreateGrant\b/.test(filter);
}
