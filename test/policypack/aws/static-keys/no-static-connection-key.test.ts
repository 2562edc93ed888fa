import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-static-connection-key";
import { describeRule } from "../../../harness/describe-rule";

const connection = (authorizationType: unknown) => [
    { type: "aws:cloudwatch/eventConnection:EventConnection", inputs: { authorizationType, authParameters: UNKNOWN } },
];
const agentKey = (inputs: Record<string, unknown>) => [
    { type: "aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider", inputs },
];
const says = ["The connection signs in with a key or password that never expires."];

describeRule(rule, {
    denies: {
        "a connection with an API key": { given: connection("API_KEY"), says },
        "a connection with a password": { given: connection("BASIC"), says },
        "an API key for agents": {
            given: agentKey({ apiKeySecretSource: "EXTERNAL" }),
            says: ["The agent signs in with a key that never expires."],
        },
        "what is no text": { given: connection({}), says: ["`authorizationType` is not a text."] },
    },
    allows: {
        "a connection that signs in by OAuth": { given: connection("OAUTH_CLIENT_CREDENTIALS") },
    },
    cannotDecide: {
        "a kind that is not known yet": {
            given: connection(UNKNOWN),
            says: ["`authorizationType` is not known before the deployment."],
        },
    },
});
