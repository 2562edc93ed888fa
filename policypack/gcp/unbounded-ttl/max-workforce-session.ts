import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { googleDuration, lasting } from "../../facts/duration";

const POOL = "gcp:iam/workforcePool:WorkforcePool";
const staff = { workforcePoolId: "example-staff", location: "global", parent: "organizations/123456789012" };
// https://cloud.google.com/iam/docs/reference/rest/v1/locations.workforcePools
const GOOGLE_DEFAULT = 3_600;

export default resourceRule({
    name: "gcp-max-workforce-session",
    severity: "medium",
    description: "A session of a workforce pool ends within the allowed time.",
    rationale:
        "A session outlives what the identity provider knows: who is removed there keeps console and tokens until it ends.",
    remedy: "Set sessionDuration to the limit or less, or leave it out for the default of one hour; Entitlement gives admin roles within a session.",
    controls: ["NHI7:2025", "PR.AA-05", "PR.AA-03"],
    on: [POOL],
    options: {
        limit: duration({ description: "Longest session allowed.", default: "1h", minimum: "15m", maximum: "12h" }),
    },
    examples: {
        denied: [{ type: POOL, inputs: { ...staff, sessionDuration: "43200s" } }],
        allowed: [{ type: POOL, inputs: { ...staff, sessionDuration: "3600s" } }],
    },

    *check({ inputs }, { limit }) {
        const path = "sessionDuration";
        const asked = googleDuration(inputs.get(path)) ?? GOOGLE_DEFAULT;
        if (asked > limit) yield { message: `A session may last ${lasting(asked)}; the limit is ${lasting(limit)}.`, path };
    },

    remediate: (_, { limit }) => ({ sessionDuration: `${limit}s` }),
});
