import type { Resource } from "../core/rule";
import { MACHINES, PROJECT_METADATA, PROJECT_METADATA_ITEM } from "./gcp-machines";
import { at } from "./places";
import { type Dialect, type Plaintext, generatorOf, plaintextsIn } from "./plaintext";
import { type Unreadable, each, text } from "./values";

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

const GCP: Dialect = {
    references: new Set(
        "valueSource valueFrom envFroms volumes volumeMounts secrets secretEnvs availableSecrets".split(" "),
    ),
    harmless: /^projects\/[\w:.-]{1,64}\/(secrets|locations)\/[\w/.-]{1,256}$/,
};

/** What credentials stand in plain text in a resource, each once. */
export function* plaintexts(resource: Resource): Generator<Plaintext | Unreadable> {
    const { type, inputs } = resource;
    yield* each(PLACES[type] ?? [], function* (path) {
        const name = type === PROJECT_METADATA_ITEM ? (text(inputs.get("key")) ?? "") : "";
        const made = generatorOf(resource, path.split(".")[0]!);
        yield* at(inputs, path, (found) => plaintextsIn(found, GCP, { name, made }));
    });
}
