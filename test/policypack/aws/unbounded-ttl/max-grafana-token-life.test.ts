import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-grafana-token-life";
import { describeRule } from "../../../harness/describe-rule";

const key = (secondsToLive: unknown) => [{ type: "aws:grafana/workspaceApiKey:WorkspaceApiKey", inputs: { secondsToLive } }];
const token = (secondsToLive: unknown) => [
    { type: "aws:grafana/workspaceServiceAccountToken:WorkspaceServiceAccountToken", inputs: { secondsToLive } },
];

describeRule(rule, {
    denies: {
        "a second too many": {
            given: key(604_801),
            says: ["The token is valid for 7 d 1 s; the limit is 7 d."],
        },
        "the longest that AWS allows": {
            given: token("2592000"),
            says: ["The token is valid for 30 d; the limit is 7 d."],
        },
        "what is no number": { given: token("a month"), says: ["`secondsToLive` is not a number."] },
    },
    allows: {
        "exactly the limit": { given: key(604_800) },
        "a month, when the limit is raised": { given: token(2_592_000), options: { limit: "30d" } },
    },
    cannotDecide: {
        "a life that is not known yet": {
            given: token(UNKNOWN),
            says: ["`secondsToLive` is not known before the deployment."],
        },
    },
});
