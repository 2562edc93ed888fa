import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { instant, lasting } from "../../facts/duration";
import { Malformed, text } from "../../facts/values";

const API_KEY = "aws:appsync/apiKey:ApiKey";
// https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html
const AWS_DEFAULT = 7 * 86_400;

export default resourceRule({
    name: "aws-max-appsync-key-life",
    severity: "medium",
    description: "An AppSync API key expires within the allowed time.",
    rationale: "The key is all that a caller needs, is shipped inside applications, and may be valid for a year.",
    remedy: "Set expires to the limit or less from now, or leave it out for the default of 7 days; better, authorise by IAM or OIDC.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01", "MANAGE 2.4"],
    on: [API_KEY],
    options: {
        limit: duration({ description: "Longest life allowed, from now.", default: "7d", minimum: "1d", maximum: "365d" }),
    },
    examples: {
        denied: [{ type: API_KEY, inputs: { apiId: "orders", expires: "2099-01-01T00:00:00Z" } }],
        allowed: [{ type: API_KEY, inputs: { apiId: "orders" } }],
    },

    // A key whose end is past opens nothing.
    *check({ inputs }, { limit }, now) {
        const expires = inputs.get("expires");
        const written = text(expires);
        const end = written === undefined ? now.getTime() + AWS_DEFAULT * 1_000 : instant(written);
        if (end === undefined) throw new Malformed(expires.path, 'an RFC 3339 instant such as "2026-01-31T12:00:00Z"');
        const left = (end - now.getTime()) / 1_000;
        if (left > limit) {
            yield {
                message: `The key is valid for another ${lasting(left)}; the limit is ${lasting(limit)}.`,
                path: "expires",
            };
        }
    },
});
