import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { isoDuration, lasting } from "../../facts/duration";

const PERMISSION_SET = "aws:ssoadmin/permissionSet:PermissionSet";
const operator = { name: "operator", instanceArn: "arn:aws:sso:::instance/ssoins-1234567890abcdef" };
// https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreatePermissionSet.html: an hour at least.
const AWS_DEFAULT = 3_600;

export default resourceRule({
    name: "aws-max-permission-set-session",
    severity: "medium",
    description: "A session of a permission set ends within the allowed time.",
    rationale: "A session goes on after the assignment is taken away or the person signs out, until it ends by itself.",
    remedy: "Set sessionDuration to the limit or less, or leave it out for the default of one hour; who is signed in gets a new session unasked.",
    controls: ["NHI7:2025", "NHI10:2025", "PR.AA-05", "MANAGE 2.4"],
    on: [PERMISSION_SET],
    options: {
        limit: duration({ description: "Longest session allowed.", default: "1h", minimum: "1h", maximum: "12h" }),
    },
    examples: {
        denied: [{ type: PERMISSION_SET, inputs: { ...operator, sessionDuration: "PT12H" } }],
        allowed: [{ type: PERMISSION_SET, inputs: { ...operator, sessionDuration: "PT1H" } }],
    },

    *check({ inputs }, { limit }) {
        const asked = isoDuration(inputs.get("sessionDuration")) ?? AWS_DEFAULT;
        if (asked > limit) {
            yield {
                message: `A session may last ${lasting(asked)}; the limit is ${lasting(limit)}.`,
                path: "sessionDuration",
            };
        }
    },

    remediate: (_, { limit }) => ({ sessionDuration: `PT${limit}S` }),
});
