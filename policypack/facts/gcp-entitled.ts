import type { Resource } from "../core/rule";
import { placesOf } from "./gcp-scopes";
import { each, isUnreadable, legible, list } from "./values";

/** What an entitlement of Privileged Access Manager grants on request, and where. */
interface Entitled {
    /** "projects/example", or URNs while that is not known. */
    readonly places: ReadonlySet<string>;
    /** Undefined while they are not known. */
    readonly roles?: ReadonlySet<string>;
}

/** Whether a resource that writes grants as the only ones there are, in a policy or of a role, takes away those of an entitlement. */
export function fights(on: Resource, entitlements: readonly Resource[]): boolean {
    const places = placesOf(on);
    const role = legible(() => on.inputs.get("role"));
    return entitlements.map(entitled).some((entitlement) => {
        if (!places.some((place) => entitlement.places.has(place))) return false;
        return on.type.endsWith("Policy") || (role !== undefined && (entitlement.roles?.has(role) ?? true));
    });
}

function entitled(resource: Resource): Entitled {
    const [bindings] = each([resource], ({ inputs }) => [
        list(inputs.get("privilegedAccess").get("gcpIamAccess").get("roleBindings")),
    ]);
    const isKnown = bindings && !isUnreadable(bindings);
    return {
        places: new Set(placesOf(resource)),
        ...(isKnown && { roles: new Set(bindings.flatMap((binding) => legible(() => binding.get("role")) ?? [])) }),
    };
}
