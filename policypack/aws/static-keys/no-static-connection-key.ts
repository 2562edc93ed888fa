import { resourceRule } from "../../core/rule";
import { text } from "../../facts/values";

const CONNECTION = "aws:cloudwatch/eventConnection:EventConnection";
const AGENT_KEY = "aws:bedrock/agentcoreApiKeyCredentialProvider:AgentcoreApiKeyCredentialProvider";
const STATIC = ["API_KEY", "BASIC"];
const apiKey = { key: "x-api-key", value: "…" };
const clientParameters = { clientId: "events", clientSecret: "…" };
const authorizationEndpoint = "https://login.example.com/token";
const oauth = { authorizationEndpoint, httpMethod: "POST", clientParameters, oauthHttpParameters: {} };

export default resourceRule({
    name: "aws-no-static-connection-key",
    severity: "low",
    description: "EventBridge and agents sign in to other systems by OAuth, and not with a lasting key.",
    rationale:
        "The same key or password goes with every call, never expires, and says nothing of the agent or person behind it.",
    remedy: "Use OAUTH_CLIENT_CREDENTIALS in a connection and AgentcoreOauth2CredentialProvider for agents, where the other system has it.",
    controls: ["NHI7:2025", "NHI4:2025", "NHI3:2025", "PR.AA-01", "MANAGE 3.1"],
    on: [CONNECTION, AGENT_KEY],
    examples: {
        denied: [{ type: CONNECTION, inputs: { authorizationType: "API_KEY", authParameters: { apiKey } } }],
        allowed: [
            { type: CONNECTION, inputs: { authorizationType: "OAUTH_CLIENT_CREDENTIALS", authParameters: { oauth } } },
        ],
    },

    *check({ type, inputs }) {
        const path = "authorizationType";
        if (type === AGENT_KEY) yield { message: "The agent signs in with a key that never expires." };
        else if (STATIC.includes(text(inputs.get(path)) ?? ""))
            yield { message: "The connection signs in with a key or password that never expires.", path };
    },
});
