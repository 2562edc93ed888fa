import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { lasting } from "../../facts/duration";
import { number } from "../../facts/values";

const KEY = "aws:grafana/workspaceApiKey:WorkspaceApiKey";
const TOKEN = "aws:grafana/workspaceServiceAccountToken:WorkspaceServiceAccountToken";
const token = { workspaceId: "g-0123456789", serviceAccountId: "2" };

export default resourceRule({
    name: "aws-max-grafana-token-life",
    severity: "medium",
    description: "An API key or token of a Grafana workspace expires within the allowed time.",
    rationale: "The token is all that a caller needs, and stands in the state of the stack for as long as it is valid.",
    remedy: "Set secondsToLive to the limit or less, and make a new token when it is needed; AWS allows up to 30 days.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "MANAGE 2.4"],
    on: [KEY, TOKEN],
    options: {
        limit: duration({ description: "Longest life allowed.", default: "7d", minimum: "1m", maximum: "30d" }),
    },
    examples: {
        denied: [{ type: TOKEN, inputs: { ...token, secondsToLive: 2_592_000 } }],
        allowed: [{ type: TOKEN, inputs: { ...token, secondsToLive: 3_600 } }],
    },

    *check({ inputs }, { limit }) {
        const asked = number(inputs.get("secondsToLive")) ?? 0;
        if (asked > limit) {
            yield {
                message: `The token is valid for ${lasting(asked)}; the limit is ${lasting(limit)}.`,
                path: "secondsToLive",
            };
        }
    },

    remediate: (_, { limit }) => ({ secondsToLive: limit }),
});
