import { goJson, hashCode } from "./go-json";
import { isObject, objectsIn, type Properties } from "./wire";

/**
 * `gcp.organizations.getIAMPolicy`, as the provider renders it (data_source_google_iam_policy.go of
 * terraform-provider-google): bindings of one role and condition become one, all in order.
 */
export function iamPolicyData(args: Properties): Properties {
    const policyData = goJson({
        auditConfigs: some(objectsIn(args.auditConfigs).map(auditConfig)),
        bindings: some(bindings(args.bindings)),
    });
    return { ...args, policyData, id: hashCode(policyData) };
}

function bindings(list: unknown): readonly Properties[] {
    const byKey = new Map<string, { condition: Properties | undefined; members: string[]; role: unknown }>();
    for (const { condition, members, role } of objectsIn(list)) {
        const when = isObject(condition) ? conditionOf(condition) : undefined;
        const key = JSON.stringify([role, when?.expression, when?.title, when?.description]);
        const binding = byKey.get(key) ?? { condition: when, members: [], role };
        binding.members = sorted([...binding.members, ...listOf(members)]);
        byKey.set(key, binding);
    }
    return [...byKey]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { members, ...binding }]) => ({
            condition: binding.condition,
            members: some(members),
            role: binding.role,
        }));
}

function conditionOf({ description, expression, title }: Properties): Properties {
    return { description: description || undefined, expression: expression || undefined, title: title || undefined };
}

function auditConfig({ auditLogConfigs, service }: Properties): Properties {
    return {
        auditLogConfigs: some(
            objectsIn(auditLogConfigs).map(({ exemptedMembers, logType }) => ({
                exemptedMembers: some(sorted(listOf(exemptedMembers))),
                logType,
            })),
        ),
        service,
    };
}

function listOf(thing: unknown): readonly unknown[] {
    return Array.isArray(thing) ? thing : [];
}

function sorted(list: readonly unknown[]): string[] {
    return [...new Set(list.map(String))].sort();
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
    return list.length > 0 ? list : undefined;
}
