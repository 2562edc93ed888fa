import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { serviceTrust } from "../../facts/aws-documents";
import { lasting } from "../../facts/duration";
import { number } from "../../facts/values";

const ROLE = "aws:iam/role:Role";
const assumeRolePolicy = serviceTrust("lambda.amazonaws.com");
// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
const AWS_DEFAULT = 3_600;

export default resourceRule({
    name: "aws-max-session-duration",
    severity: "medium",
    description: "A role session ends within the allowed time.",
    rationale:
        "Credentials of a session cannot be taken back one by one, so the longest session is how long a stolen one works.",
    remedy: "Set maxSessionDuration to the limit or less, or leave it out for the default of one hour; JitRole renews a longer task.",
    controls: ["NHI7:2025", "PR.AA-05", "MANAGE 2.4"],
    on: [ROLE],
    options: {
        limit: duration({ description: "Longest session allowed.", default: "1h", minimum: "15m", maximum: "12h" }),
    },
    examples: {
        denied: [{ type: ROLE, inputs: { assumeRolePolicy, maxSessionDuration: 43_200 } }],
        allowed: [{ type: ROLE, inputs: { assumeRolePolicy, maxSessionDuration: 3_600 } }],
    },

    *check({ inputs }, { limit }) {
        const asked = number(inputs.get("maxSessionDuration")) ?? AWS_DEFAULT;
        if (asked > limit) {
            yield {
                message: `A session may last ${lasting(asked)}; the limit is ${lasting(limit)}.`,
                path: "maxSessionDuration",
            };
        }
    },
});
