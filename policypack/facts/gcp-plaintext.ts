import type { Resource } from "../core/rule";
import { namedCredential } from "./credential-names";
import { credential, credentials } from "./credentials";
import { MACHINES, PROJECT_METADATA, PROJECT_METADATA_ITEM } from "./gcp-machines";
import { at } from "./places";
import { Malformed, UNKNOWN, type Unreadable, Unknown, Value, each, isRecord, text } from "./values";

const CONTAINERS = ["template"];
const MACHINE = ["metadata", "metadataStartupScript"];

/** Inputs that everybody can read who may describe the resource, and that programs put credentials in. */
export const PLACES: Readonly<Record<string, readonly string[]>> = {
    "gcp:cloudrunv2/service:Service": CONTAINERS,
    "gcp:cloudrunv2/job:Job": CONTAINERS,
    "gcp:cloudrunv2/workerPool:WorkerPool": CONTAINERS,
    "gcp:cloudrun/service:Service": CONTAINERS,
    "gcp:cloudfunctions/function:Function": ["environmentVariables", "buildEnvironmentVariables"],
    "gcp:cloudfunctionsv2/function:Function": ["serviceConfig.environmentVariables", "buildConfig.environmentVariables"],
    "gcp:appengine/standardAppVersion:StandardAppVersion": ["envVariables"],
    "gcp:appengine/flexibleAppVersion:FlexibleAppVersion": ["envVariables"],
    ...Object.fromEntries(MACHINES.map((type) => [type, MACHINE])),
    [PROJECT_METADATA]: ["metadata"],
    [PROJECT_METADATA_ITEM]: ["value"],
    "gcp:container/nodePool:NodePool": ["nodeConfig.metadata"],
    "gcp:dataproc/cluster:Cluster": [
        "clusterConfig.gceClusterConfig.metadata",
        "clusterConfig.softwareConfig.overrideProperties",
    ],
    "gcp:notebooks/instance:Instance": ["metadata", "postStartupScript"],
    "gcp:workbench/instance:Instance": ["gceSetup.metadata"],
    "gcp:composer/environment:Environment": [
        "config.softwareConfig.envVariables",
        "config.softwareConfig.airflowConfigOverrides",
    ],
    "gcp:cloudbuild/trigger:Trigger": ["substitutions", "build"],
    "gcp:workflows/workflow:Workflow": ["userEnvVars", "sourceContents"],
    "gcp:dataflow/job:Job": ["parameters"],
    "gcp:dataflow/flexTemplateJob:FlexTemplateJob": ["parameters"],
    "gcp:cloudscheduler/job:Job": ["httpTarget", "appEngineHttpTarget"],
};

// What stands below these names a secret of Secret Manager, or is encrypted.
const REFERENCES = new Set(
    "valueSource valueFrom envFroms volumes volumeMounts secrets secretEnvs availableSecrets".split(" "),
);
// Resources whose outputs are credentials.
const GENERATORS = [
    "random:index/randomPassword:RandomPassword",
    "gcp:serviceaccount/key:Key",
    "gcp:storage/hmacKey:HmacKey",
    "aws:iam/accessKey:AccessKey",
];

/** A credential in plain text: where, and what of it is known. */
export interface Plaintext {
    readonly path: string;
    /** "holds a password" */
    readonly what: string;
    /** From 1, in a script of several lines. */
    readonly line?: number;
}

/** What credentials stand in plain text in a resource, each once. */
export function* plaintexts(resource: Resource): Generator<Plaintext | Unreadable> {
    const { type, inputs } = resource;
    yield* each(PLACES[type] ?? [], function* (path) {
        const name = type === PROJECT_METADATA_ITEM ? (text(inputs.get("key")) ?? "") : "";
        yield* at(inputs, path, (found) => within(found, name, generatorOf(resource, path)));
    });
}

/** The type of the resource that made a credential which goes into this input. Sources are given in the offline preview. */
function generatorOf({ sources }: Resource, path: string): string | undefined {
    const types = (sources[path.split(".")[0]!] ?? []).map((urn) => urn.split("::")[2]?.split("$").at(-1));
    return GENERATORS.find((type) => types.includes(type));
}

interface Place {
    readonly value: Value;
    readonly name: string;
}

/** The texts of a value, however it nests: a list and not recursion, as the depth is the program's choice. */
function* within(root: Value, called: string, made: string | undefined): Generator<Plaintext | Unreadable> {
    if (["number", "boolean"].includes(typeof root.raw)) throw new Malformed(root.path, "a text, a list or an object");
    const left: Place[] = [{ value: root, name: called }];
    for (let next = left.pop(); next; next = left.pop()) {
        const { value, name } = next;
        if (value.absent) continue;
        if (value.secret) {
            if (!isHarmless(value)) yield { path: value.path, what: "holds a value that the program marks as secret" };
        } else if (wholly(value)) {
            if (namedCredential(name) === undefined && value !== root) continue;
            if (made === undefined) yield new Unknown(value.path);
            else yield { path: value.path, what: `is made from a \`${made}\`` };
        } else if (typeof value.raw === "string") yield* ofText(value, value.raw, name);
        else for (const place of placesIn(value, name).reverse()) left.push(place);
    }
}

/** The members of an object or a list. `{ name, value }` is one setting, as `{ [name]: value }` is. */
function placesIn(value: Value, name: string): Place[] {
    if (Array.isArray(value.raw)) {
        const list: readonly unknown[] = value.raw;
        return list.map((one, index) => {
            const before = list[index - 1];
            // `["--password", "…"]`: an argument is named by the flag before it.
            const flag = typeof before === "string" && /^--[\w-]{1,64}$/.test(before) ? before : name;
            return { value: new Value(one, `${value.path}[${index}]`), name: flag };
        });
    }
    if (!isRecord(value.raw)) return [];
    const own = value.raw.name;
    return Object.keys(value.raw)
        .filter((key) => !REFERENCES.has(key))
        .map((key) => ({ value: value.get(key), name: key === "value" && typeof own === "string" ? own : key }));
}

function* ofText({ path }: Value, written: string, name: string): Generator<Plaintext | Unreadable> {
    const known = written.replaceAll(UNKNOWN, "${unknown}");
    const isScript = known.includes("\n");
    let found = false;
    if (isScript) {
        for (const { kind, at: begin } of credentials(known)) {
            found = true;
            yield { path, what: `holds ${kind}`, line: known.slice(0, begin).split("\n").length };
        }
    } else {
        const kind = credential(known, name);
        found = kind !== undefined;
        if (kind !== undefined) yield { path, what: `holds ${kind}` };
    }
    if (!found && isScript && written !== known) yield new Unknown(path);
}

/** Not known, with no text around it that is. */
function wholly({ unknown, raw }: Value): boolean {
    return unknown && !(typeof raw === "string" && raw.length > UNKNOWN.length);
}

/** Marked, but nothing that can be used: empty, or the name of a secret, a number. */
function isHarmless({ raw }: Value): boolean {
    if (typeof raw === "string") return /^\s*$|^projects\/[\w:.-]{1,64}\/(secrets|locations)\/[\w/.-]{1,256}$/.test(raw);
    return typeof raw === "number" || typeof raw === "boolean";
}
