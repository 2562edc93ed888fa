import type { Resource } from "../core/rule";
import { each, flag, legible, readable, text } from "./values";

/** What carries entries of a log to somewhere else. */
export const SINKS: readonly string[] = [
    "gcp:logging/projectSink:ProjectSink",
    "gcp:logging/folderSink:FolderSink",
    "gcp:logging/organizationSink:OrganizationSink",
];

/**
 * Whether one of the sinks carries the grants of an entitlement: its filter names the id and the call that makes one. Throws
 * Unknown when that depends on an id that is not known yet, or on a filter that is made from the entitlement.
 */
export function isWatched({ urn, inputs }: Resource, sinks: readonly Resource[]): boolean {
    const on = sinks.filter((sink) => !isOff(sink));
    if (on.length === 0) return false;
    const id = text(inputs.get("entitlementId"));
    if (id && on.some((sink) => names(legible(() => sink.inputs.get("filter")) ?? "", id))) return true;
    for (const { sources, inputs: of } of on) if (sources.filter?.includes(urn)) text(of.get("filter"));
    return false;
}

function isOff(sink: Resource): boolean {
    return readable(each([sink], ({ inputs }) => [flag(inputs.get("disabled"))])).includes(true);
}

function names(filter: string, id: string): boolean {
    const isNamed = filter.split(/[^A-Za-z0-9-]/).includes(id);
    return isNamed && /\bprivilegedaccessmanager\.googleapis\.com\b/.test(filter) && /\bCreateGrant\b/.test(filter);
}
