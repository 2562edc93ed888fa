import { resourceRule } from "../../core/rule";
import { at } from "../../facts/places";
import { each, text } from "../../facts/values";

const GRAPHQL = "aws:appsync/graphQLApi:GraphQLApi";
// A second way in, which a schema opens field by field, is no default and is left to the program.
const WAYS_IN: Readonly<Record<string, readonly string[]>> = {
    [GRAPHQL]: ["authenticationType"],
    "aws:appsync/api:Api": [
        "eventConfig.defaultPublishAuthModes[].authType",
        "eventConfig.defaultSubscribeAuthModes[].authType",
    ],
    "aws:appsync/channelNamespace:ChannelNamespace": ["publishAuthModes[].authType", "subscribeAuthModes[].authType"],
};

export default resourceRule({
    name: "aws-no-appsync-api-key",
    severity: "medium",
    description: "An AppSync API is not open to all who have its API key.",
    rationale:
        "An API key names nobody, is shipped in every copy of the application, and opens each field that says nothing else.",
    remedy: "Authorise by AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_IAM; for what is public, add API_KEY as a further provider, field by field.",
    controls: ["NHI4:2025", "NHI7:2025", "PR.AA-03", "PR.AA-01"],
    replaces: ["Prowler appsync_graphql_api_no_api_key_authentication"],
    on: [GRAPHQL, ...Object.keys(WAYS_IN).filter((type) => type !== GRAPHQL)],
    examples: {
        denied: [{ type: GRAPHQL, inputs: { name: "orders", authenticationType: "API_KEY" } }],
        allowed: [{ type: GRAPHQL, inputs: { name: "orders", authenticationType: "AWS_IAM" } }],
    },

    *check({ type, inputs }) {
        yield* each(WAYS_IN[type] ?? [], (path) =>
            at(inputs, path, function* (way) {
                if (text(way) === "API_KEY")
                    yield { message: `\`${way.path}\` lets in all who have the API key.`, path: way.path };
            }),
        );
    },
});
