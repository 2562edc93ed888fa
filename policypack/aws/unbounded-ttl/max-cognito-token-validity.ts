import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { lasting } from "../../facts/duration";
import { Malformed, type Value, each, isUnreadable, number, text } from "../../facts/values";

const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";
const MANAGED = "aws:cognito/managedUserPoolClient:ManagedUserPoolClient";
// https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
const TOKENS = [
    { token: "accessToken", name: "An access token", unit: "hours", otherwise: 3_600, limit: "accessLimit" },
    { token: "idToken", name: "An ID token", unit: "hours", otherwise: 3_600, limit: "accessLimit" },
    { token: "refreshToken", name: "A refresh token", unit: "days", otherwise: 30 * 86_400, limit: "refreshLimit" },
] as const;
const UNITS: ReadonlyMap<string, number> = new Map([
    ["seconds", 1],
    ["minutes", 60],
    ["hours", 3_600],
    ["days", 86_400],
]);

export default resourceRule({
    name: "aws-max-cognito-token-validity",
    severity: "medium",
    description: "The tokens of a Cognito application expire within the allowed time.",
    rationale: "A token is valid until it expires, whoever has it, and a refresh token may be for ten years.",
    remedy: "Set accessTokenValidity, idTokenValidity and refreshTokenValidity to the limits or less, with their tokenValidityUnits, or leave them out.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01", "PR.AA-03", "MANAGE 2.4"],
    on: [CLIENT, MANAGED],
    options: {
        accessLimit: duration({
            description: "Longest validity allowed for access and ID tokens.",
            default: "1h",
            minimum: "5m",
            maximum: "1d",
        }),
        refreshLimit: duration({
            description: "Longest validity allowed for refresh tokens.",
            default: "30d",
            minimum: "1h",
            maximum: "3650d",
        }),
    },
    examples: {
        denied: [{ type: CLIENT, inputs: { userPoolId: "eu-central-1_example", refreshTokenValidity: 3650 } }],
        allowed: [{ type: CLIENT, inputs: { userPoolId: "eu-central-1_example", refreshTokenValidity: 7 } }],
    },

    *check({ inputs }, limits) {
        for (const found of excessive(inputs, limits)) {
            if (isUnreadable(found)) yield found;
            else {
                const { name, asked, limit, validity } = found;
                yield {
                    message: `${name} is valid for ${lasting(asked)}; the limit is ${lasting(limit)}.`,
                    path: validity.path,
                };
            }
        }
    },

    remediate({ inputs }, limits) {
        const found = [...excessive(inputs, limits)].filter((one) => !isUnreadable(one));
        return {
            ...Object.fromEntries(found.map(({ token, limit }) => [`${token}Validity`, limit])),
            tokenValidityUnits: Object.fromEntries(found.map(({ token }) => [token, "seconds"])),
        };
    },
});

function* excessive(inputs: Value, limits: Readonly<Record<(typeof TOKENS)[number]["limit"], number>>) {
    yield* each(TOKENS, function* ({ token, name, unit, otherwise, limit }) {
        const validity = inputs.get(`${token}Validity`);
        const seconds = (number(validity) ?? 0) * unitOf(inputs.get("tokenValidityUnits").get(token), unit);
        // Zero stands for the default.
        const asked = seconds || otherwise;
        if (asked > limits[limit]) yield { token, name, validity, asked, limit: limits[limit] };
    });
}

function unitOf(unit: Value, otherwise: string): number {
    const seconds = UNITS.get(text(unit) ?? otherwise);
    if (seconds === undefined) throw new Malformed(unit.path, `one of ${[...UNITS.keys()].join(", ")}`);
    return seconds;
}
