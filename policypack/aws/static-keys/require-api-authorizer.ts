import { type Resource, eachResource, stackRule } from "../../core/rule";
import { oneOrMany, text } from "../../facts/values";

const METHOD = "aws:apigateway/method:Method";
const ROUTE = "aws:apigatewayv2/route:Route";
const REST_API = "aws:apigateway/restApi:RestApi";
const REST_API_POLICY = "aws:apigateway/restApiPolicy:RestApiPolicy";
const API = "aws:apigatewayv2/api:Api";
const KINDS: Readonly<Record<string, { readonly input: string; readonly of: string; readonly key: string }>> = {
    [METHOD]: { input: "authorization", of: "restApi", key: "httpMethod" },
    [ROUTE]: { input: "authorizationType", of: "apiId", key: "routeKey" },
};
// Browsers ask by OPTIONS before they sign in. A key of one word is one of a WebSocket API, which asks at $connect only.
const NOT_ASKED = /^(OPTIONS\b.*|\$disconnect|[a-z][\w.-]*)$/;
const method = { restApi: "orders", resourceId: "root", httpMethod: "GET" };

export default stackRule({
    name: "aws-require-api-authorizer",
    severity: "low",
    description: "A method or route of an API asks callers who they are.",
    rationale: "Without an authorizer everybody may call it; an API key only counts calls, and ships inside programs.",
    remedy: "Set authorization (of a route authorizationType) to AWS_IAM, to a JWT or Cognito authorizer, or to one of your own.",
    controls: ["NHI4:2025", "PR.AA-03", "PR.AA-05"],
    replaces: [
        "Checkov CKV_AWS_59",
        "Checkov CKV2_AWS_70",
        "Checkov CKV_AWS_309",
        "Trivy AWS-0004",
        "Prowler apigateway_restapi_authorizers_enabled",
        "Prowler apigatewayv2_api_authorizers_enabled",
        "Prowler apigateway_restapi_public_with_authorizer",
        "cdk-nag AwsSolutions-APIG4",
        "cdk-nag AwsSolutions-COG4",
    ],
    on: [METHOD, ROUTE],
    beside: [REST_API, REST_API_POLICY, API],
    examples: {
        denied: [{ type: METHOD, inputs: { ...method, authorization: "NONE", apiKeyRequired: true } }],
        allowed: [{ type: METHOD, inputs: { ...method, authorization: "AWS_IAM" } }],
    },

    *check(resources) {
        const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
        const limited = new Set(
            resources.filter(({ type }) => type === REST_API_POLICY).flatMap(({ sources }) => sources.restApiId ?? []),
        );
        const judged = resources.filter(({ type }) => KINDS[type]);
        yield* eachResource(judged, function* (resource) {
            const { input, of, key } = KINDS[resource.type]!;
            if ((text(resource.inputs.get(input)) ?? "NONE") !== "NONE") return;
            const apis = (resource.sources[of] ?? []).flatMap((urn) => byUrn.get(urn) ?? []);
            const asked = text(resource.inputs.get(key)) ?? "";
            if (NOT_ASKED.test(asked)) return;
            if (apis.some((api) => limited.has(api.urn) || guards(api, asked))) return;
            yield { message: "Callers are not asked who they are.", path: input, resource };
        });
    },
});

/** Whether the API itself says who may call, or has its callers signed in before this route. */
function guards({ type, inputs }: Resource, route: string): boolean {
    // After $connect, a WebSocket API knows its caller.
    if (type === API) return text(inputs.get("protocolType")) === "WEBSOCKET" && route !== "$connect";
    if (!inputs.get("policy").absent) return true;
    return oneOrMany(inputs.get("endpointConfiguration").get("types")).some((kind) => text(kind) === "PRIVATE");
}
