import type { Resource } from "../core/rule";
import { eachMember, roleOf } from "./gcp-iam";
import { GRANTING } from "./gcp-iam-types";
import { isPublic } from "./gcp-members";
import { isCustomRole } from "./gcp-roles";
import { isMade } from "./gcp-scopes";
import { quote } from "./quote";
import { type Unreadable, type Value, each, elements, list, text } from "./values";

/** What a resource gives to everyone. */
export interface Opening {
    /** As it may be said in a message. */
    readonly what: string;
    readonly to: string;
    readonly at: Value;
    /** Whether it is what many open on purpose: a page to read, a service to call. */
    readonly isUsual: boolean;
}

// What a website, a public service, a public dataset, a public image or a public registry needs, and no more.
const USUAL: ReadonlySet<string> = new Set([
    "READER",
    "roles/analyticshub.subscriber",
    "roles/analyticshub.viewer",
    "roles/apigateway.viewer",
    "roles/artifactregistry.reader",
    "roles/bigquery.dataViewer",
    "roles/bigquery.filteredDataViewer",
    "roles/bigquery.metadataViewer",
    "roles/cloudfunctions.invoker",
    "roles/compute.imageUser",
    "roles/containeranalysis.notes.viewer",
    "roles/datacatalog.viewer",
    "roles/iap.httpsResourceAccessor",
    "roles/run.invoker",
    "roles/run.servicesInvoker",
    "roles/servicemanagement.serviceConsumer",
    "roles/storage.legacyBucketReader",
    "roles/storage.legacyObjectReader",
    "roles/storage.objectViewer",
]);

// Nobody opens one of these on purpose, whatever the role.
const NEVER = /^gcp:(billing|folder|iam|kms|organizations|projects|runtimeconfig|secretmanager|serviceaccount)\//;

// The older lists of Cloud Storage and BigQuery.
const ACLS = [
    "gcp:storage/bucketACL:BucketACL",
    "gcp:storage/defaultObjectACL:DefaultObjectACL",
    "gcp:storage/objectACL:ObjectACL",
];
const ENTITIES = [
    "gcp:storage/bucketAccessControl:BucketAccessControl",
    "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
    "gcp:storage/objectAccessControl:ObjectAccessControl",
];
const DATASET = "gcp:bigquery/dataset:Dataset";
const GROUPS = ["specialGroup", "iamMember"];
const DATASET_ACCESS = "gcp:bigquery/datasetAccess:DatasetAccess";

/** Every type on which something can be given to everyone. */
export const OPENABLE = [...GRANTING, ...ACLS, ...ENTITIES, DATASET, DATASET_ACCESS] as unknown as readonly [
    string,
    ...string[],
];

/** What of a resource is open to everyone. */
export function openings(resource: Resource): Generator<Opening | Unreadable> {
    const { type, inputs } = resource;
    if (ACLS.includes(type)) return inList(resource);
    if (ENTITIES.includes(type)) return each([inputs], (place) => inEntry(resource, place, ["entity"]));
    if (type === DATASET_ACCESS) return each([inputs], (place) => inEntry(resource, place, GROUPS));
    if (type === DATASET) return inDataset(resource);
    return eachMember(resource, function* ({ name, at }, grant) {
        if (!isPublic(name)) return;
        // A custom role of the program is undefined here.
        const role = roleOf(resource, grant);
        const isUsual = !NEVER.test(type) && (role === undefined || isCustomRole(role) || USUAL.has(role));
        yield { what: role === undefined ? "a custom role" : quote("role", role), to: quote("member", name), at, isUsual };
    });
}

function* inDataset(resource: Resource): Generator<Opening | Unreadable> {
    const accesses = resource.inputs.get("accesses");
    // Absent, BigQuery lets in its project only.
    if (!isMade(resource, accesses)) yield* each(list(accesses), (place) => inEntry(resource, place, GROUPS));
}

/** An entry of a list that names a role, and in one of some inputs who has it. */
function* inEntry(resource: Resource, place: Value, inputs: readonly string[]): Generator<Opening> {
    for (const input of inputs) {
        const at = place.get(input);
        const name = isMade(resource, at) ? undefined : text(at);
        if (name === undefined || !isPublic(name)) continue;
        const role = text(place.get("role")) ?? "READER";
        yield { what: shown(role), to: quote("member", name), at, isUsual: USUAL.has(role) };
    }
}

/** The entries of a list of Cloud Storage, such as "READER:allUsers", or the name that it has for a whole list. */
function* inList(resource: Resource): Generator<Opening | Unreadable> {
    const { inputs } = resource;
    const read = (at: Value) => (isMade(resource, at) ? "" : (text(at) ?? ""));
    yield* each(elements(inputs.get("roleEntities")), function* (at) {
        const [role = "", name = ""] = read(at).split(":");
        if (isPublic(name)) yield { what: shown(role), to: quote("member", name), at, isUsual: USUAL.has(role) };
    });
    yield* each(["predefinedAcl", "defaultAcl"], function* (input) {
        const at = inputs.get(input);
        const [, to, what] = LISTS.find(([name]) => name === read(at).toLowerCase()) ?? [];
        if (to && what) yield { what: `\`${what}\``, to: `\`${to}\``, at, isUsual: USUAL.has(what) };
    });
}

// https://cloud.google.com/storage/docs/access-control/lists#predefined-acl
const LISTS = [
    ["publicread", "allUsers", "READER"],
    ["publicreadwrite", "allUsers", "WRITER"],
    ["authenticatedread", "allAuthenticatedUsers", "READER"],
] as const;

function shown(role: string): string {
    return /^(READER|WRITER|OWNER)$/.test(role) ? `\`${role}\`` : quote("role", role);
}
