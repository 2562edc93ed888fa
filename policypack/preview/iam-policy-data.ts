import { crc32 } from "node:zlib";
import { isObject, type Properties } from "./wire";

/** `gcp.organizations.getIAMPolicy`: members sorted, keys as the provider's encoder writes them. */
export function iamPolicyData(args: Properties): Properties {
    const bindings = objects(args.bindings)
        .map(({ condition, members, role }) => ({
            condition: isObject(condition) ? pick(condition, ["description", "expression", "title"]) : undefined,
            members: sorted(members),
            role,
        }))
        .sort((a, b) => compare(JSON.stringify([a.role, a.condition]), JSON.stringify([b.role, b.condition])));
    const audits = objects(args.auditConfigs).map(({ auditLogConfigs, service }) => ({
        auditLogConfigs: objects(auditLogConfigs).map(({ exemptedMembers, logType }) => ({
            exemptedMembers: sorted(exemptedMembers),
            logType,
        })),
        service,
    }));
    const policyData = JSON.stringify({
        auditConfigs: audits.length > 0 ? audits : undefined,
        bindings: bindings.length > 0 ? bindings : undefined,
    });
    return { ...args, policyData, id: String(crc32(policyData)) };
}

function sorted(list: unknown): unknown {
    return Array.isArray(list) && list.length > 0 ? [...new Set(list.map(String))].sort() : undefined;
}

function pick(object: Properties, keys: readonly string[]): Properties {
    return Object.fromEntries(keys.filter((key) => object[key]).map((key) => [key, object[key]]));
}

function objects(list: unknown): readonly Properties[] {
    return Array.isArray(list) ? list.filter(isObject) : [];
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
