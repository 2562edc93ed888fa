import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-sign-in-session";
import { describeRule } from "../../../harness/describe-rule";

const listener = (...defaultActions: unknown[]) => [{ type: "aws:lb/listener:Listener", inputs: { defaultActions } }];
const oidc = (authenticateOidc: unknown) => ({ type: "authenticate-oidc", authenticateOidc });
const forward = { type: "forward", targetGroupArn: UNKNOWN };
const ruleOf = (...actions: unknown[]) => [{ type: "aws:lb/listenerRule:ListenerRule", inputs: { actions } }];
const vpn = (inputs: Record<string, unknown>) => [{ type: "aws:ec2clientvpn/endpoint:Endpoint", inputs }];
const fleet = (inputs: Record<string, unknown>) => [{ type: "aws:appstream/fleet:Fleet", inputs }];
const document = (content: unknown, inputs: Record<string, unknown> = {}) => [
    { type: "aws:ssm/document:Document", inputs: { documentType: "Session", content, ...inputs } },
];
const shell = (inputs: unknown) =>
    document(JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs }));
const sevenDays = "A session may last 7 d; the limit is 12 h.";

describeRule(rule, {
    denies: {
        "a sign-in at a load balancer that says no time, which is seven days": {
            given: listener(oidc({ clientId: "orders" }), forward),
            says: [sevenDays],
        },
        "a sign-in of Cognito in a rule of a listener, of either module": {
            given: [
                ...ruleOf({ authenticateCognito: { userPoolDomain: "orders" } }),
                { type: "aws:alb/listenerRule:ListenerRule", inputs: { actions: [{ authenticateCognito: {} }] } },
                { type: "aws:alb/listener:Listener", inputs: { defaultActions: [oidc({})] } },
            ],
            says: [sevenDays, sevenDays, sevenDays],
        },
        "each action, beside one that is not known yet": {
            given: listener(UNKNOWN, oidc({ sessionTimeout: 43_201 }), oidc({ sessionTimeout: "86400" })),
            says: ["A session may last 12 h 1 s; the limit is 12 h.", "A session may last 1 d; the limit is 12 h."],
        },
        "a Client VPN that says no time, which is a day": {
            given: vpn({}),
            says: ["A session may last 1 d; the limit is 12 h."],
        },
        "a Client VPN of ten hours, when the limit is lower": {
            given: vpn({ sessionTimeoutHours: 10 }),
            options: { limit: "8h" },
            says: ["A session may last 10 h; the limit is 8 h."],
        },
        "a desktop of a day": {
            given: [
                ...fleet({ maxUserDurationInSeconds: 57_600 }),
                { type: "aws:workspaces/pool:Pool", inputs: { timeoutSettings: [{ maxUserDurationInSeconds: 86_400 }] } },
            ],
            says: ["A session may last 16 h; the limit is 12 h.", "A session may last 1 d; the limit is 12 h."],
        },
        "shell sessions without an end": {
            given: shell({ idleSessionTimeout: "20", maxSessionDuration: "" }),
            says: ["A session has no end; the limit is 12 h."],
        },
        "shell sessions of a day": {
            given: shell({ maxSessionDuration: "1440" }),
            says: ["A session may last 1 d; the limit is 12 h."],
        },
        "a day in OpenSearch and Grafana, in minutes": {
            given: [
                {
                    type: "aws:opensearch/domainSamlOptions:DomainSamlOptions",
                    inputs: { samlOptions: { sessionTimeoutMinutes: 1440 } },
                },
                {
                    type: "aws:grafana/workspaceSamlConfiguration:WorkspaceSamlConfiguration",
                    inputs: { loginValidityDuration: 1440 },
                },
            ],
            says: ["A session may last 1 d; the limit is 12 h.", "A session may last 1 d; the limit is 12 h."],
        },
        "the OpenSearch default of an hour, when the limit is lower": {
            given: [
                {
                    type: "aws:opensearch/serverlessSecurityConfig:ServerlessSecurityConfig",
                    inputs: { samlOptions: { metadata: "…" } },
                },
            ],
            options: { limit: "30m" },
            says: ["A session may last 1 h; the limit is 30 min."],
        },
        "what is no number": {
            given: vpn({ sessionTimeoutHours: "a day" }),
            says: ["`sessionTimeoutHours` is not a number."],
        },
        "a document that is no JSON": {
            given: document("sessionType: Standard_Stream"),
            says: ["`content` is not a JSON document."],
        },
    },
    allows: {
        "a listener without a sign-in": { given: listener(forward) },
        "exactly the limit": { given: listener(oidc({ sessionTimeout: 43_200 })) },
        "a longer time, when the limit is raised": { given: vpn({}), options: { limit: "1d" } },
        "shell sessions of an hour": { given: shell({ maxSessionDuration: "60" }) },
        "a session document for port forwarding": {
            given: document(JSON.stringify({ schemaVersion: "1.0", sessionType: "Port" })),
        },
        "a command document": { given: document(UNKNOWN, { documentType: "Command" }) },
        "a domain without SAML": {
            given: [{ type: "aws:opensearch/domainSamlOptions:DomainSamlOptions", inputs: { domainName: "orders" } }],
        },
    },
    cannotDecide: {
        "a time that is not known yet": {
            given: listener(oidc({ sessionTimeout: UNKNOWN })),
            says: ["`defaultActions[0].authenticateOidc.sessionTimeout` is not known before the deployment."],
        },
        "a document that is not known yet": {
            given: document(UNKNOWN),
            says: ["`content` is not known before the deployment."],
        },
    },
});
