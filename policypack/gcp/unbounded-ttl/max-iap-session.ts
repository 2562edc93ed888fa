import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { googleDuration, lasting } from "../../facts/duration";

const SETTINGS = "gcp:iap/settings:Settings";
const name = "projects/123456789012/iap_web";
const settings = (maxAge: string) => ({
    name,
    accessSettings: { reauthSettings: { method: "LOGIN", maxAge, policyType: "MINIMUM" } },
});

export default resourceRule({
    name: "gcp-max-iap-session",
    severity: "medium",
    description: "Who has signed in through Identity-Aware Proxy signs in again within the allowed time.",
    rationale:
        "A session goes on after the account is closed or the cookie is stolen, for as long as no sign-in is asked for.",
    remedy: "Set accessSettings.reauthSettings.maxAge to the limit or less.",
    controls: ["NHI7:2025", "NHI1:2025", "PR.AA-03", "PR.AA-05"],
    on: [SETTINGS],
    options: {
        // NIST SP 800-63B, 4.2.3: authenticators are asked again at least once in twelve hours.
        limit: duration({ description: "Longest session allowed.", default: "12h", minimum: "15m", maximum: "30d" }),
    },
    examples: {
        denied: [{ type: SETTINGS, inputs: settings("604800s") }],
        allowed: [{ type: SETTINGS, inputs: settings("28800s") }],
    },

    // What is left out here may be set by the folder or the organization.
    *check({ inputs }, { limit }) {
        const maxAge = inputs.get("accessSettings").get("reauthSettings").get("maxAge");
        const asked = googleDuration(maxAge);
        if (asked !== undefined && asked > limit)
            yield { message: `A session may last ${lasting(asked)}; the limit is ${lasting(limit)}.`, path: maxAge.path };
    },

    remediate: (_, { limit }) => ({ accessSettings: { reauthSettings: { maxAge: `${limit}s` } } }),
});
