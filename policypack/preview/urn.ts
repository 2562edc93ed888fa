export { programOf } from "../core/urn";

const ROOT = "pulumi:pulumi:Stack";

/** As the engine makes them: the types of all parents but the root stack stand before the resource's own. */
export function makeUrn(of: {
    stack: string;
    project: string;
    parent?: string | undefined;
    type: string;
    name: string;
}): string {
    const above = of.parent ? qualifiedType(of.parent) : "";
    const type = above && above !== ROOT ? `${above}$${of.type}` : of.type;
    return `urn:pulumi:${of.stack}::${of.project}::${type}::${of.name}`;
}

export function qualifiedType(urn: string): string {
    return parts(urn)[2] ?? "";
}

export function typeOf(urn: string): string {
    return qualifiedType(urn).split("$").pop() ?? "";
}

/** A name may hold the separator itself. */
export function nameOf(urn: string): string {
    return parts(urn).slice(3).join("::");
}

/** The package that a type or function token belongs to. */
export function packageOf(token: string): string {
    return token.split(":", 1)[0] ?? "";
}

export function isProviderType(type: string): boolean {
    return type.startsWith("pulumi:providers:");
}

function parts(urn: string): readonly string[] {
    return urn.split("::");
}
