import { duration, integer } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { instant, lasting } from "../../facts/duration";
import { Malformed, each, number, text } from "../../facts/values";

const ACTIVATION = "aws:ssm/activation:Activation";
const iamRole = "managed-instances";
// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateActivation.html
const AWS_DEFAULT = 86_400;

export default resourceRule({
    name: "aws-max-activation-life",
    severity: "medium",
    description: "An activation of Systems Manager ends within the allowed time, and after a bounded number of machines.",
    rationale: "Whoever has its code can register a machine of their own, which then holds the role of the activation.",
    remedy: "Leave expirationDate out for the default of a day, or set it to the limit or less from now, and registrationLimit to the machines that there are.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01", "PR.AA-03"],
    on: [ACTIVATION],
    options: {
        limit: duration({ description: "Longest life allowed, from now.", default: "7d", minimum: "1h", maximum: "30d" }),
        registrations: integer({
            description: "Most machines that one activation may register.",
            default: 100,
            minimum: 1,
            maximum: 1_000,
        }),
    },
    examples: {
        denied: [{ type: ACTIVATION, inputs: { iamRole, expirationDate: "2099-01-01T00:00:00Z" } }],
        allowed: [{ type: ACTIVATION, inputs: { iamRole, registrationLimit: 5 } }],
    },

    // An activation whose end is past registers nothing.
    *check({ inputs }, { limit, registrations }, now) {
        yield* each(["expirationDate", "registrationLimit"] as const, function* (path) {
            const input = inputs.get(path);
            if (path === "registrationLimit") {
                const machines = number(input) ?? 1;
                if (machines > registrations) {
                    yield { message: `It registers up to ${machines} machines; the limit is ${registrations}.`, path };
                }
                return;
            }
            const written = text(input);
            const end = written === undefined ? now.getTime() + AWS_DEFAULT * 1_000 : instant(written);
            if (end === undefined) throw new Malformed(path, 'an RFC 3339 instant such as "2026-01-31T12:00:00Z"');
            const left = (end - now.getTime()) / 1_000;
            if (left > limit) {
                yield { message: `The code is valid for another ${lasting(left)}; the limit is ${lasting(limit)}.`, path };
            }
        });
    },
});
