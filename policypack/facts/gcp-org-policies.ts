import type { Resource } from "../core/rule";
import { type Unreadable, type Value, each, elements, flag, text } from "./values";

const POLICY = "gcp:orgpolicy/policy:Policy";

/** What sets a constraint on a project, a folder or an organization. */
export const ORGANIZATION_POLICIES = [
    POLICY,
    "gcp:projects/organizationPolicy:OrganizationPolicy",
    "gcp:folder/organizationPolicy:OrganizationPolicy",
    "gcp:organizations/policy:Policy",
] as const;

/** One thing that a policy says of its constraint. */
export type Said = {
    /** Where it is said. */
    readonly path: string;
} & (
    | { readonly says: "off" | "default" | "allows all" | "denies all" | "on" }
    /** Values of a list that are allowed. */
    | { readonly says: "allows"; readonly value: string }
);

/** The constraint that a policy is about, without its prefix: "iam.disableServiceAccountKeyCreation". */
export function constraintOf({ type, inputs }: Resource): string {
    const written = text(inputs.get(type === POLICY ? "name" : "constraint")) ?? "";
    return written.replace(/^.*\/policies\//, "").replace(/^constraints\//, "");
}

/** All that a policy says; what it says under a condition holds for tagged resources only, and is left out. */
export function* said({ type, inputs }: Resource): Generator<Said | Unreadable> {
    yield* each(type === POLICY ? [rules, reset] : [boolean, list, restore], (read) => read(inputs));
}

function* reset(inputs: Value): Generator<Said> {
    const written = inputs.get("spec").get("reset");
    if (flag(written)) yield { says: "default", path: written.path };
}

function* rules(inputs: Value): Generator<Said | Unreadable> {
    yield* each(elements(inputs.get("spec").get("rules")), function* (rule) {
        if (!rule.get("condition").absent) return;
        const enforce = flagOf(rule.get("enforce"));
        if (enforce !== undefined) yield { says: enforce ? "on" : "off", path: rule.get("enforce").path };
        yield* listed(rule.get("allowAll"), rule.get("denyAll"), rule.get("values").get("allowedValues"));
    });
}

function* boolean(inputs: Value): Generator<Said> {
    const enforced = inputs.get("booleanPolicy").get("enforced");
    const isOn = flagOf(enforced);
    if (isOn !== undefined) yield { says: isOn ? "on" : "off", path: enforced.path };
}

function* list(inputs: Value): Generator<Said | Unreadable> {
    const policy = inputs.get("listPolicy");
    yield* listed(policy.get("allow").get("all"), policy.get("deny").get("all"), policy.get("allow").get("values"));
}

function* restore(inputs: Value): Generator<Said> {
    const written = inputs.get("restorePolicy").get("default");
    if (flag(written)) yield { says: "default", path: written.path };
}

function* listed(allowAll: Value, denyAll: Value, values: Value): Generator<Said | Unreadable> {
    if (flagOf(allowAll)) yield { says: "allows all", path: allowAll.path };
    if (flagOf(denyAll)) yield { says: "denies all", path: denyAll.path };
    yield* each(elements(values), function* (one) {
        const value = text(one);
        if (value) yield { says: "allows", value, path: one.path };
    });
}

/** The provider takes "TRUE" and "FALSE". */
function flagOf(value: Value): boolean | undefined {
    const known = value.known();
    if (known === "TRUE") return true;
    return known === "FALSE" ? false : flag(value);
}
