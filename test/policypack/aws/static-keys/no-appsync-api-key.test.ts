import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-appsync-api-key";
import { describeRule } from "../../../harness/describe-rule";

const graphql = (inputs: Record<string, unknown>) => [{ type: "aws:appsync/graphQLApi:GraphQLApi", inputs }];
const events = (eventConfig: unknown) => [{ type: "aws:appsync/api:Api", inputs: { eventConfig } }];
const channels = (inputs: Record<string, unknown>) => [{ type: "aws:appsync/channelNamespace:ChannelNamespace", inputs }];
const [key, iam] = [{ authType: "API_KEY" }, { authType: "AWS_IAM" }];
const says = (...paths: readonly string[]) => paths.map((path) => `\`${path}\` lets in all who have the API key.`);

describeRule(rule, {
    denies: {
        "a GraphQL API": { given: graphql({ authenticationType: "API_KEY" }), says: says("authenticationType") },
        "an events API, for publishers and for listeners": {
            given: events({
                connectionAuthModes: [key],
                defaultPublishAuthModes: [iam, key],
                defaultSubscribeAuthModes: [key],
            }),
            says: says(
                "eventConfig.defaultPublishAuthModes[1].authType",
                "eventConfig.defaultSubscribeAuthModes[0].authType",
            ),
        },
        "a mode beside one not known yet": {
            given: channels({ publishAuthModes: [UNKNOWN, key], subscribeAuthModes: UNKNOWN }),
            says: says("publishAuthModes[1].authType"),
        },
        "what is no text": {
            given: graphql({ authenticationType: ["API_KEY"] }),
            says: ["`authenticationType` is not a text."],
        },
    },
    allows: {
        "signed requests": { given: graphql({ authenticationType: "AWS_IAM" }) },
        "a key for the fields that a schema opens to it": {
            given: graphql({
                authenticationType: "AMAZON_COGNITO_USER_POOLS",
                additionalAuthenticationProviders: [{ authenticationType: "API_KEY" }],
            }),
        },
        "an events API that a key may connect to and do nothing": {
            given: events({
                authProviders: [key, iam],
                connectionAuthModes: [key, iam],
                defaultPublishAuthModes: [iam],
                defaultSubscribeAuthModes: [iam],
            }),
        },
        "a namespace with the modes of its API": { given: channels({ apiId: "events" }) },
    },
    cannotDecide: {
        "a way in that is not known yet": {
            given: graphql({ authenticationType: UNKNOWN }),
            says: ["`authenticationType` is not known before the deployment."],
        },
    },
});
