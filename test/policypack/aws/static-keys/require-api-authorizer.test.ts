import type { Example } from "../../../../policypack/core/rule";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-api-authorizer";
import { describeRule } from "../../../harness/describe-rule";

const resource = (
    type: string,
    name: string,
    inputs: Record<string, unknown>,
    from?: [string, string],
): Example[number] => ({
    type,
    name,
    inputs,
    ...(from && { sources: { [from[0]]: [from[1]] } }),
});
const method = (inputs: Record<string, unknown>, name = "method") =>
    resource("aws:apigateway/method:Method", name, { httpMethod: "GET", authorization: "NONE", ...inputs }, [
        "restApi",
        "api",
    ]);
const route = (inputs: Record<string, unknown>, name = "route") =>
    resource("aws:apigatewayv2/route:Route", name, { routeKey: "GET /orders", ...inputs }, ["apiId", "api"]);
const rest = (inputs: Record<string, unknown>) => resource("aws:apigateway/restApi:RestApi", "api", inputs);
const api = (protocolType: string) => resource("aws:apigatewayv2/api:Api", "api", { protocolType });
const open = "Callers are not asked who they are.";

describeRule(rule, {
    denies: {
        "a method without an authorizer": { given: [method({}), rest({})], says: [open] },
        // Checkov, cdk-nag and Prowler pass it.
        "an API key alone": { given: [method({ apiKeyRequired: true })], says: [open] },
        "a route without an authorizer, by default and by choice": {
            given: [route({}, "a"), route({ authorizationType: "NONE" }, "b"), api("HTTP")],
            says: [open, open],
        },
        "the route of all requests": { given: [route({ routeKey: "$default" }), api("HTTP")], says: [open] },
        "the connection to a WebSocket API": { given: [route({ routeKey: "$connect" }), api("WEBSOCKET")], says: [open] },
        "each, beside one that is not known yet": {
            given: [method({ authorization: UNKNOWN }, "a"), method({}, "b")],
            says: [open],
        },
        "a method of a regional API": {
            given: [method({}), rest({ endpointConfiguration: { types: "REGIONAL" } })],
            says: [open],
        },
        "what is no text": { given: [method({ authorization: true })], says: ["`authorization` is not a text."] },
    },
    allows: {
        "an authorizer of any kind": {
            given: ["AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS"].map((authorization) =>
                method({ authorization }, authorization),
            ),
        },
        "a route with an authorizer": { given: [route({ authorizationType: "JWT" })] },
        "what browsers ask before": { given: [method({ httpMethod: "OPTIONS" }), route({ routeKey: "OPTIONS /{proxy+}" })] },
        "a private API": {
            given: [method({}), rest({ endpointConfiguration: { types: "PRIVATE" } })],
        },
        "a private API, written as a list": {
            given: [method({}), rest({ endpointConfiguration: { types: ["PRIVATE"] } })],
        },
        "an API with a policy, which its own rule judges": { given: [method({}), rest({ policy: UNKNOWN })] },
        "an API with a policy of its own resource": {
            given: [
                method({}),
                rest({}),
                resource("aws:apigateway/restApiPolicy:RestApiPolicy", "policy", { policy: UNKNOWN }, ["restApiId", "api"]),
            ],
        },
        "the messages of a WebSocket API": {
            given: [route({ routeKey: "$default" }, "a"), route({ routeKey: "send" }, "b"), api("WEBSOCKET")],
        },
        "the messages of a WebSocket API made elsewhere": {
            given: [route({ routeKey: "$disconnect" }, "a"), route({ routeKey: "send" }, "b")],
        },
    },
    cannotDecide: {
        "an authorization that is not known yet": {
            given: [method({ authorization: UNKNOWN })],
            says: ["`authorization` is not known before the deployment."],
        },
    },
});
