import type { Resource } from "../core/rule";
import { nameBy, nameIn } from "./access-reading";
import { ON_CONTAINERS, ON_SERVICE_ACCOUNTS } from "./gcp-iam-types";
import { placesOf } from "./gcp-scopes";
import { quote } from "./quote";
import { type Value, legible } from "./values";
import { named } from "./words";

const KINDS = { projects: "project", folders: "folder", organizations: "organization" } as const;

/** Where a grant or an entitlement holds, in words. */
export function placeShown(resource: Resource): string {
    const { type, inputs } = resource;
    if (ON_SERVICE_ACCOUNTS.includes(type)) {
        return accountShown(resource, inputs.get("serviceAccountId")) ?? "a service account";
    }
    const [place] = placesOf(resource);
    const [, kind, id = ""] = /^(projects|folders|organizations)\/(.+)$/.exec(place ?? "") ?? [];
    if (kind !== undefined) return `${KINDS[kind as keyof typeof KINDS]} ${named(id, "of another name")}`;
    if (place !== undefined) return named(nameIn(place), "a place of the program");
    const [, module = "", stem = ""] = /^gcp:(\w+)\/(\w*?)(?:IAM|Iam|iAM|iam)(?:Member|Binding|Policy):/.exec(type) ?? [];
    if (ON_CONTAINERS.includes(type)) return `the ${module.replace(/s$/, "")}`;
    return module === "" ? "a place not known yet" : `one ${stem || "resource"} of ${module}`;
}

/** A service account, by its address or by the resource that makes it; undefined where neither is known. */
export function accountShown(resource: Resource, account: Value): string | undefined {
    // The address, or a resource name that ends in it.
    const [, email] = /(?:^|\/)([^/@]+@[^/]+)$/.exec(legible(() => account) ?? "") ?? [];
    if (email !== undefined) return quote("member", `serviceAccount:${email}`);
    const name = nameBy(resource, account);
    return name === undefined ? undefined : `service account ${name}`;
}
