import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { programOf } from "../core/urn";
import { makeUrn, nameOf, qualifiedType, typeOf } from "./urn";

interface Named {
    readonly type: string;
    readonly name: string;
    readonly parent?: string | undefined;
    readonly stack: string;
    readonly project: string;
}

/**
 * The URNs by which a resource went before. The engine asks the old state which alias of a parent was the true one;
 * there is no state here, so a child gets all that follow from any of them.
 */
export function aliasUrns(resource: Named, aliases: readonly Alias[], parentAliases: readonly string[]): readonly string[] {
    const own = aliases.map((alias) => urnOf(alias, resource));
    const inherited = parentAliases.flatMap((parent) => [
        underParent(resource, resource.type, resource.name, parent),
        ...own.map((urn) => underParent(resource, typeOf(urn), nameOf(urn), parent)),
    ]);
    return [...new Set([...own, ...inherited])];
}

function urnOf(alias: Alias, resource: Named): string {
    const spec = alias.getSpec();
    if (!spec) return alias.getUrn();
    const parent = spec.getNoparent() ? undefined : spec.getParenturn() || resource.parent;
    // What lies in a resource of another stack or project lies there itself.
    const { stack, project } = spec.getParenturn() ? programOf(spec.getParenturn()) : resource;
    return makeUrn({
        stack: spec.getStack() || stack,
        project: spec.getProject() || project,
        type: spec.getType() || resource.type,
        name: spec.getName() || resource.name,
        parent,
    });
}

function underParent(resource: Named, type: string, name: string, parentAlias: string): string {
    // A child that is named after its parent was named after the parent's old name.
    const parentName = nameOf(resource.parent ?? "");
    const old = name.startsWith(parentName) ? nameOf(parentAlias) + name.slice(parentName.length) : name;
    return makeUrn({ ...resource, type, name: old, parent: qualifiedType(parentAlias) ? parentAlias : undefined });
}
