import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { type SessionInput, isShellSession, sessions } from "../../facts/aws-sessions";
import { lasting } from "../../facts/duration";
import { isUnreadable } from "../../facts/values";

// The provider has each of them twice.
const LISTENERS = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const LISTENER_RULE = "aws:lb/listenerRule:ListenerRule";
const LISTENER_RULES = [LISTENER_RULE, "aws:alb/listenerRule:ListenerRule"];
const VPN = "aws:ec2clientvpn/endpoint:Endpoint";
const FLEET = "aws:appstream/fleet:Fleet";
const POOL = "aws:workspaces/pool:Pool";
const DOCUMENT = "aws:ssm/document:Document";
const SEARCH = "aws:opensearch/domainSamlOptions:DomainSamlOptions";
const ELASTICSEARCH = "aws:elasticsearch/domainSamlOptions:DomainSamlOptions";
const SERVERLESS_SEARCH = "aws:opensearch/serverlessSecurityConfig:ServerlessSecurityConfig";
const GRAFANA = "aws:grafana/workspaceSamlConfiguration:WorkspaceSamlConfiguration";

// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AuthenticateOidcActionConfig.html
const LOAD_BALANCER = { input: "sessionTimeout", unit: 1, otherwise: 604_800 };
const IN_MINUTES = { unit: 60, otherwise: 60 };
const TABLE: readonly SessionInput[] = [
    ...["authenticateOidc", "authenticateCognito"].flatMap((action) => [
        ...LISTENERS.map((type) => ({ type, block: `defaultActions[].${action}`, ...LOAD_BALANCER })),
        ...LISTENER_RULES.map((type) => ({ type, block: `actions[].${action}`, ...LOAD_BALANCER })),
    ]),
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateClientVpnEndpoint.html
    { type: VPN, block: "", input: "sessionTimeoutHours", unit: 3_600, otherwise: 24 },
    { type: FLEET, block: "", input: "maxUserDurationInSeconds", unit: 1 },
    { type: POOL, block: "timeoutSettings[]", input: "maxUserDurationInSeconds", unit: 1 },
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-max-timeout.html
    {
        type: DOCUMENT,
        block: "content{}.inputs",
        input: "maxSessionDuration",
        unit: 60,
        otherwise: 0,
        zeroIsNever: true,
        where: isShellSession,
    },
    // https://docs.aws.amazon.com/opensearch-service/latest/APIReference/API_SAMLOptionsInput.html
    { type: SEARCH, block: "samlOptions", input: "sessionTimeoutMinutes", ...IN_MINUTES },
    { type: ELASTICSEARCH, block: "samlOptions", input: "sessionTimeoutMinutes", ...IN_MINUTES },
    // https://docs.aws.amazon.com/opensearch-service/latest/ServerlessAPIReference/API_SamlConfigOptions.html
    { type: SERVERLESS_SEARCH, block: "samlOptions", input: "sessionTimeout", ...IN_MINUTES },
    { type: GRAFANA, block: "", input: "loginValidityDuration", unit: 60 },
];
const authenticateCognito = {
    userPoolArn: "arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_example",
    userPoolClientId: "1example23456789",
    userPoolDomain: "orders",
};
const rule = {
    listenerArn:
        "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener/app/orders/0123456789abcdef/0123456789abcdef",
    conditions: [{ pathPattern: { values: ["/*"] } }],
};

export default resourceRule({
    name: "aws-max-sign-in-session",
    severity: "medium",
    description:
        "Who has signed in to an application, a desktop, a shell or a network signs in again within the allowed time.",
    rationale: "A session goes on after the account is closed or the cookie is stolen, at a load balancer for seven days.",
    remedy: "Set the session time of the sign-in (sessionTimeout, sessionTimeoutHours, maxUserDurationInSeconds, maxSessionDuration) to the limit or less.",
    controls: ["NHI7:2025", "NHI1:2025", "PR.AA-03", "PR.AA-05"],
    replaces: ["Prowler appstream_fleet_maximum_session_duration"],
    on: [VPN, FLEET, POOL, DOCUMENT, SEARCH, ELASTICSEARCH, SERVERLESS_SEARCH, GRAFANA, ...LISTENERS, ...LISTENER_RULES],
    options: {
        // NIST SP 800-63B, 4.2.3: authenticators are asked again at least once in twelve hours.
        limit: duration({ description: "Longest session allowed.", default: "12h", minimum: "15m", maximum: "30d" }),
    },
    examples: {
        denied: [
            { type: LISTENER_RULE, inputs: { ...rule, actions: [{ type: "authenticate-cognito", authenticateCognito }] } },
        ],
        allowed: [
            {
                type: LISTENER_RULE,
                inputs: {
                    ...rule,
                    actions: [
                        {
                            type: "authenticate-cognito",
                            authenticateCognito: { ...authenticateCognito, sessionTimeout: 28_800 },
                        },
                    ],
                },
            },
        ],
    },

    *check(resource, { limit }) {
        for (const found of sessions(resource, TABLE)) {
            if (isUnreadable(found)) yield found;
            else if (found.seconds > limit) {
                const asked = found.seconds === Infinity ? "has no end" : `may last ${lasting(found.seconds)}`;
                yield { message: `A session ${asked}; the limit is ${lasting(limit)}.`, path: found.value.path };
            }
        }
    },
});
