import type { Resource } from "../core/rule";
import { isDefaultAccount as isDefaultMember } from "./gcp-members";
import { at } from "./places";
import { type Unreadable, type Value, each, elements, flag, ifKnown, isUnreadable, text } from "./values";

export const CLUSTER = "gcp:container/cluster:Cluster";
export const NODE_POOL = "gcp:container/nodePool:NodePool";

/** Where something runs as the default service account. */
export interface AsDefault {
    readonly path: string;
    /** What runs so: "The machine". */
    readonly what: string;
    /** With every scope that there is, so that its roles alone limit it. */
    readonly isFull: boolean;
}

/** Whether it is an account that Google makes in each project, or none, for which that stands in. */
export function isDefaultAccount(account: Value): boolean {
    // Not known yet is that of an account which the program makes.
    if (account.unknown) return false;
    const email = text(account) ?? "";
    return email === "" || email === "default" || isDefaultMember(`serviceAccount:${email}`);
}

/** Machines and nodes of a resource that run as the default service account. */
export function* asDefault({ type, inputs }: Resource): Generator<AsDefault | Unreadable> {
    if (type === NODE_POOL) yield* ofNodes(inputs.get("nodeConfig"), "The node pool");
    else if (type === CLUSTER) yield* ofCluster(inputs);
    else yield* ofMachine(inputs.get("serviceAccount"));
}

/**
 * A machine without the block has no account: https://github.com/hashicorp/terraform-provider-google/issues/14423. One with
 * the block and no address has the default one.
 */
function* ofMachine(account: Value): Generator<AsDefault> {
    if (account.absent) return;
    const email = account.get("email");
    if (isDefaultAccount(email)) yield { path: email.path, what: "The machine", isFull: isFull(account.get("scopes")) };
}

function* ofNodes(nodes: Value, what: string): Generator<AsDefault> {
    const account = nodes.get("serviceAccount");
    // https://docs.cloud.google.com/kubernetes-engine/docs/reference/rest/v1/NodeConfig: without scopes, all that are needed.
    if (isDefaultAccount(account)) yield { path: account.path, what, isFull: isFull(nodes.get("oauthScopes")) };
}

function* ofCluster(inputs: Value): Generator<AsDefault | Unreadable> {
    // Pods of Autopilot never reach the account of the node.
    if (flag(inputs.get("enableAutopilot"))) return;
    yield* each([ofPools, ofAutoscaling], (read) => read(inputs));
}

function* ofPools(inputs: Value): Generator<AsDefault | Unreadable> {
    const pools = elements(inputs.get("nodePools"));
    if (pools.length > 0) yield* each(pools, (pool) => ofNodes(pool.get("nodeConfig"), "The node pool"));
    else if (flag(inputs.get("removeDefaultNodePool")) !== true)
        yield* ofNodes(inputs.get("nodeConfig"), "The default node pool");
}

function* ofAutoscaling(inputs: Value): Generator<AsDefault | Unreadable> {
    yield* at(inputs, "clusterAutoscaling", function* (scaling) {
        if (!flag(scaling.get("enabled"))) return;
        yield* ofNodes(scaling.get("autoProvisioningDefaults"), "A node pool that the autoscaler makes");
    });
}

function isFull(scopes: Value): boolean {
    const read = [
        ...each([scopes], function* (of) {
            yield elements(of).some((scope) => /(^|\/)cloud-platform$/.test(ifKnown(() => text(scope)) ?? ""));
        }),
    ];
    return read.every((one) => !isUnreadable(one) && one);
}
