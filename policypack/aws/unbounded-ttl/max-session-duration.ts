import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { serviceTrust } from "../../facts/aws-documents";
import { lasting } from "../../facts/duration";
import { number } from "../../facts/values";

const ROLE = "aws:iam/role:Role";
const PROFILE = "aws:rolesanywhere/profile:Profile";
const ALIAS = "aws:iot/roleAlias:RoleAlias";
const assumeRolePolicy = serviceTrust("lambda.amazonaws.com");
// The same for the three: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html,
// https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_CreateProfile.html and
// https://docs.aws.amazon.com/iot/latest/apireference/API_CreateRoleAlias.html
const AWS_DEFAULT = 3_600;
const INPUTS: Readonly<Record<string, { readonly input: string; readonly least: number }>> = {
    [ROLE]: { input: "maxSessionDuration", least: 3_600 },
    [PROFILE]: { input: "durationSeconds", least: 900 },
    [ALIAS]: { input: "credentialDuration", least: 900 },
};

export default resourceRule({
    name: "aws-max-session-duration",
    severity: "medium",
    description: "A role session ends within the allowed time.",
    rationale:
        "Credentials of a session cannot be taken back one by one, so the longest session is how long a stolen one works.",
    remedy: "Set the duration to the limit or less, or leave it out for the default of one hour; a longer task takes the role again.",
    controls: ["NHI7:2025", "PR.AA-05", "MANAGE 2.4"],
    on: [ROLE, PROFILE, ALIAS],
    options: {
        limit: duration({ description: "Longest session allowed.", default: "1h", minimum: "15m", maximum: "12h" }),
    },
    examples: {
        denied: [{ type: ROLE, inputs: { assumeRolePolicy, maxSessionDuration: 43_200 } }],
        allowed: [
            { type: ROLE, inputs: { assumeRolePolicy, maxSessionDuration: 3_600 } },
            { type: PROFILE, inputs: { durationSeconds: 900 } },
        ],
    },

    *check({ type, inputs }, { limit }) {
        const path = INPUTS[type]!.input;
        const asked = number(inputs.get(path)) ?? AWS_DEFAULT;
        if (asked > limit) {
            yield { message: `A session may last ${lasting(asked)}; the limit is ${lasting(limit)}.`, path };
        }
    },

    remediate({ type }, { limit }) {
        const { input, least } = INPUTS[type]!;
        return { [input]: Math.max(limit, least) };
    },
});
