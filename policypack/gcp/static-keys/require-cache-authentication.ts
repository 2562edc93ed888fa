import { resourceRule } from "../../core/rule";
import { flag, text } from "../../facts/values";

const REDIS = "gcp:redis/instance:Instance";
const REDIS_CLUSTER = "gcp:redis/cluster:Cluster";
const VALKEY = "gcp:memorystore/instance:Instance";
const MODES = ["AUTH_MODE_IAM_AUTH", "IAM_AUTH", "TOKEN_AUTH"];
/** The input that makes a cache ask its clients who they are. Left out, it does not. */
const INPUTS: Readonly<Record<string, string>> = {
    [REDIS]: "authEnabled",
    [REDIS_CLUSTER]: "authorizationMode",
    [VALKEY]: "authorizationMode",
};

export default resourceRule({
    name: "gcp-require-cache-authentication",
    severity: "medium",
    description: "A cache asks its clients who they are.",
    rationale:
        "Where it does not, whatever reaches it in the network reads and changes everything, and nobody can be shut out.",
    remedy: "Set authorizationMode to IAM_AUTH (AUTH_MODE_IAM_AUTH for a Redis cluster); a Redis instance has only authEnabled.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-03"],
    replaces: ["Checkov CKV_GCP_95"],
    on: [REDIS, REDIS_CLUSTER, VALKEY],
    examples: {
        denied: [{ type: REDIS, inputs: { memorySizeGb: 1 } }],
        allowed: [
            { type: REDIS, inputs: { memorySizeGb: 1, authEnabled: true } },
            {
                type: VALKEY,
                inputs: { instanceId: "shop", location: "europe-west4", shardCount: 1, authorizationMode: "IAM_AUTH" },
            },
        ],
    },

    *check({ type, inputs }) {
        const path = INPUTS[type]!;
        const isAsked = type === REDIS ? flag(inputs.get(path)) : MODES.includes(text(inputs.get(path)) ?? "");
        if (!isAsked) yield { message: "Clients are let in without signing in.", path };
    },
});
