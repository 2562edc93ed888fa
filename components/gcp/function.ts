import { createHash } from "node:crypto";
import { ServiceIamMember } from "@pulumi/gcp/cloudrunv2/serviceIamMember";
import { Job } from "@pulumi/gcp/cloudscheduler/job";
import { Function as CloudFunction } from "@pulumi/gcp/cloudfunctionsv2/function";
import type { Topic } from "@pulumi/gcp/pubsub/topic";
import { Account } from "@pulumi/gcp/serviceaccount/account";
import { Bucket } from "@pulumi/gcp/storage/bucket";
import { BucketObject } from "@pulumi/gcp/storage/bucketObject";
import { type Input, type Output, type Resource, asset, getProject, getStack } from "@pulumi/pulumi";
import { bundle } from "../bundle";
import { like } from "../checks";

/** Where a component has its function run, and who builds it. */
export interface RunArgs {
    /** The region of the function, such as "europe-west1". */
    location: Input<string>;
    /**
     * The project of what the component makes.
     * @default that of the provider
     */
    project?: Input<string>;
    /**
     * The account that builds the function: "projects/example/serviceAccounts/build@example.iam.gserviceaccount.com".
     * @default the one that the project has for builds
     */
    buildAccount?: Input<string>;
    /**
     * More labels.
     * @default {}
     */
    labels?: Input<Record<string, Input<string>>>;
}

export const region = like(/^[a-z]+-[a-z]+\d+$/, "region", '"europe-west1"');

export interface FunctionArgs {
    /** The folder of the component, such as "gcp/rotating-secret". */
    readonly component: string;
    readonly description: string;
    /** What it runs as, and what calls it. */
    readonly account: Account;
    /** Each message on it starts the function once or more. */
    readonly topic: Topic;
    readonly environment: Record<string, Input<string>>;
    /** Files beside the component's own, by name. */
    readonly files?: asset.AssetMap;
    /** In seconds. */
    readonly timeout: number;
    readonly place: Place;
    readonly labels: Output<Record<string, string>>;
    /** The account that builds it; left out, it is the one that the project has for builds. */
    readonly buildAccount?: Input<string> | undefined;
}

export interface Place {
    readonly location: Input<string>;
    readonly project?: Input<string>;
}

/** A Cloud Run function that answers a topic, one message at a time. What it may do is granted to its account. */
export function cloudFunction(name: string, args: FunctionArgs, parent: Resource): ServiceIamMember {
    const { component, description, account, topic, environment, files = {}, timeout, place, labels, buildAccount } = args;
    const under = { parent };
    const bucket = new Bucket(
        name,
        {
            ...place,
            uniformBucketLevelAccess: true,
            publicAccessPrevention: "enforced",
            // It holds nothing that is not built again.
            forceDestroy: true,
            labels,
        },
        under,
    );
    const source = new BucketObject(
        name,
        {
            bucket: bucket.name,
            source: new asset.AssetArchive({
                ...files,
                "index.js": bundle(component),
                "package.json": new asset.StringAsset(JSON.stringify({ main: "index.js" })),
            }),
        },
        under,
    );
    const made = new CloudFunction(
        name,
        {
            ...place,
            name: identifier(name, 49),
            description,
            buildConfig: {
                runtime: "nodejs22",
                entryPoint: "handler",
                // The generation tells one content of the object from the next.
                source: { storageSource: { bucket: bucket.name, object: source.name, generation: source.generation } },
                ...(buildAccount && { serviceAccount: buildAccount }),
            },
            serviceConfig: {
                availableMemory: "256Mi",
                timeoutSeconds: timeout,
                maxInstanceCount: 1,
                maxInstanceRequestConcurrency: 1,
                ingressSettings: "ALLOW_INTERNAL_ONLY",
                allTrafficOnLatestRevision: true,
                serviceAccountEmail: account.email,
                environmentVariables: environment,
            },
            eventTrigger: {
                triggerRegion: place.location,
                eventType: "google.cloud.pubsub.topic.v1.messagePublished",
                pubsubTopic: topic.id,
                retryPolicy: "RETRY_POLICY_RETRY",
                serviceAccountEmail: account.email,
            },
            labels,
        },
        under,
    );
    // Pub/Sub calls in the name of this account. https://cloud.google.com/eventarc/docs/roles-permissions
    return new ServiceIamMember(
        name,
        { ...place, name: made.name, role: "roles/run.invoker", member: account.member },
        under,
    );
}

/** What a function runs as. */
export function account(name: string, description: string, { project }: Place, parent: Resource): Account {
    return new Account(
        name,
        { accountId: identifier(name, 30), displayName: name, description, ...(project && { project }) },
        { parent },
    );
}

/** A message on the topic at each turn of a schedule, in UTC. */
export function ticks(name: string, schedule: Input<string>, topic: Topic, place: Place, parent: Resource): Job {
    const { location: region, project } = place;
    return new Job(
        name,
        {
            region,
            ...(project && { project }),
            name: identifier(name, 63),
            schedule,
            timeZone: "Etc/UTC",
            pubsubTarget: { topicName: topic.id, attributes: { eventType: TICK } },
        },
        { parent },
    );
}

/** The type of the messages that a schedule sends, beside those of Secret Manager. */
export const TICK = "TICK";

/**
 * A name that Google takes for an account, a function or a job, and that no other stack of the project uses: lower-case
 * letters, digits and "-", at most `longest` of them.
 */
export function identifier(name: string, longest: number): string {
    const hash = createHash("sha256").update(`${getProject()}/${getStack()}/${name}`).digest("hex").slice(0, 6);
    const slug = name
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^[^a-z]+/, "")
        .slice(0, longest - hash.length - 1)
        .replace(/-+$/, "");
    return `${slug || "jit"}-${hash}`;
}
