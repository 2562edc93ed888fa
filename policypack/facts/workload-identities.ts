import type { Resource } from "../core/rule";
import { type Words, ownEnvironment } from "./environments";
import { isDefaultAccount } from "./gcp-service-accounts";
import { sign } from "./ownership";
import { at } from "./places";
import { type Unreadable, Value, each, inputOf, legible, readable, text } from "./values";
import { listed } from "./words";

/** What runs as which identity. */

/** One thing that runs, and the identity that it runs as. */
export interface Workload {
    readonly resource: Resource;
    /** What it is, in the plural: "functions". */
    readonly kind: string;
    /** Where the identity is named. */
    readonly path: string;
    /** The URN of the identity, or what the program calls it. */
    readonly identity: string;
}

/** By type: what runs, and where it names its identity. A kind is what one application would use one of. */
const WORKLOADS: Readonly<Record<string, readonly [kind: string, ...places: string[]]>> = {
    "aws:apprunner/service:Service": ["services of App Runner", "instanceConfiguration.instanceRoleArn"],
    "aws:batch/jobDefinition:JobDefinition": ["tasks", "containerProperties{}.jobRoleArn"],
    "aws:codebuild/project:Project": ["builds", "serviceRole"],
    "aws:ec2/instance:Instance": ["machines", "iamInstanceProfile"],
    "aws:ec2/launchConfiguration:LaunchConfiguration": ["machines", "iamInstanceProfile"],
    "aws:ec2/launchTemplate:LaunchTemplate": ["machines", "iamInstanceProfile.arn", "iamInstanceProfile.name"],
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["machines", "iamInstanceProfile"],
    "aws:ecs/taskDefinition:TaskDefinition": ["tasks", "taskRoleArn"],
    "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["pods", "roleArn"],
    "aws:glue/job:Job": ["jobs of Glue", "roleArn"],
    "aws:lambda/function:Function": ["functions", "role"],
    "aws:sagemaker/notebookInstance:NotebookInstance": ["notebooks", "roleArn"],
    "aws:sfn/stateMachine:StateMachine": ["state machines", "roleArn"],
    "gcp:cloudbuild/trigger:Trigger": ["builds", "serviceAccount"],
    "gcp:cloudfunctions/function:Function": ["functions", "serviceAccountEmail"],
    "gcp:cloudfunctionsv2/function:Function": ["functions", "serviceConfig.serviceAccountEmail"],
    "gcp:cloudrun/service:Service": ["services of Cloud Run", "template.spec.serviceAccountName"],
    "gcp:cloudrunv2/job:Job": ["services of Cloud Run", "template.template.serviceAccount"],
    "gcp:cloudrunv2/service:Service": ["services of Cloud Run", "template.serviceAccount"],
    "gcp:cloudrunv2/workerPool:WorkerPool": ["services of Cloud Run", "template.serviceAccount"],
    "gcp:compute/instance:Instance": ["machines", "serviceAccount.email"],
    "gcp:compute/instanceTemplate:InstanceTemplate": ["machines", "serviceAccount.email"],
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate": ["machines", "serviceAccount.email"],
    "gcp:container/cluster:Cluster": ["machines", "nodeConfig.serviceAccount"],
    "gcp:container/nodePool:NodePool": ["machines", "nodeConfig.serviceAccount"],
    "gcp:dataflow/job:Job": ["jobs of Dataflow", "serviceAccountEmail"],
    "gcp:workflows/workflow:Workflow": ["workflows", "serviceAccount"],
};
const PROFILE = "aws:iam/instanceProfile:InstanceProfile";

export const RUNNING = Object.keys(WORKLOADS) as [string, ...string[]];
export const RUN_AS = [PROFILE, "aws:iam/role:Role", "gcp:serviceaccount/account:Account"];

/** The workloads of a program that have an identity of their own, each with what cannot be read of it. */
export function* workloads(of: Resource, program: ReadonlyMap<string, Resource>): Generator<Workload | Unreadable> {
    const [kind = "", ...places] = WORKLOADS[of.type] ?? [];
    for (const place of places) {
        yield* at(of.inputs, place, function* (named) {
            const identity = identityOf(of, named, program);
            if (identity !== undefined) yield { resource: of, kind, path: named.path, identity };
        });
    }
}

/** What an input names: the identity of the program that it was made from, or else what it says. */
function identityOf(by: Resource, named: Value, program: ReadonlyMap<string, Resource>): string | undefined {
    if (named.absent) return undefined;
    const made = (by.sources[inputOf(named)] ?? []).filter((urn) => RUN_AS.includes(program.get(urn)?.type ?? ""));
    // What else stands in a block may be made from other accounts.
    if (made.length === 1 && (named.unknown || !named.path.includes("."))) return behind(made[0]!, program);
    const written = text(named);
    if (!written || (by.type.startsWith("gcp:") && isDefaultAccount(new Value(nameIn(written), named.path))))
        return undefined;
    return by.type.startsWith("gcp:") ? nameIn(written) : written;
}

/** An instance profile is but a wrapping of a role. */
function behind(urn: string, program: ReadonlyMap<string, Resource>): string {
    const profile = program.get(urn);
    if (profile?.type !== PROFILE) return urn;
    const [role] = profile.sources.role ?? [];
    return role ?? legible(() => profile.inputs.get("role")) ?? urn;
}

/** "projects/example/serviceAccounts/a@example.iam.gserviceaccount.com" and the address alone are one. */
function nameIn(account: string): string {
    return account.slice(account.lastIndexOf("/") + 1);
}

/** By identity, those that run as it. */
export function byIdentity(found: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> {
    const groups = new Map<string, Workload[]>();
    for (const one of found) groups.set(one.identity, [...(groups.get(one.identity) ?? []), one]);
    return groups;
}

/** What tells workloads apart. */
interface Apart {
    /** How many of one kind may be one application. */
    readonly limit: number;
    /** Names of tags that say which application something is of. */
    readonly applications: readonly string[];
    readonly words: Words;
}

/** How an identity is shared by those that run as it, as it may be said in a message; nothing when they are one application. */
export function reuse(of: readonly Workload[], { limit, applications, words }: Apart): string | undefined {
    const environments = new Set(of.flatMap(({ resource }) => ownEnvironment(resource, words) ?? []));
    if (environments.size > 1) return `in ${environments.size} environments`;
    // Two tags may both speak of an application and mean different things by it.
    const tagged = applications.map((name) => new Set(of.flatMap(({ resource }) => tagOf(resource, name) ?? [])).size);
    const most = Math.max(...tagged, 0);
    if (most > 1) return `by ${most} applications`;
    const kinds = [...new Set(of.map(({ kind }) => kind))].sort();
    if (kinds.length > 1) return `by ${listed(kinds)}`;
    const count = distinct(of);
    return count > limit ? `by ${count} different ${kinds.join()}; the limit is ${limit}` : undefined;
}

function tagOf(resource: Resource, name: string): string | undefined {
    const [found] = readable(each([resource], (of) => [sign(of, [name])]));
    return found && legible(() => found);
}

/** Names that differ by a number or a zone only are one workload: "web-1" and "web-b". */
function distinct(of: readonly Workload[]): number {
    const names = of.map(({ resource: { name } }) => name.replace(/\d+/g, "").replace(/-[a-z]?$/, ""));
    return new Set(names).size;
}
