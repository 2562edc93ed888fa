import { resourceRule } from "../../core/rule";
import { elements, text } from "../../facts/values";

const RISK = "aws:cognito/riskConfiguration:RiskConfiguration";
const userPoolId = "eu-central-1_example";
const BLOCK = "compromisedCredentialsRiskConfiguration";

export default resourceRule({
    name: "aws-require-stolen-password-block",
    severity: "low",
    description: "The threat protection of a Cognito user pool stops sign-ins with passwords known to be stolen.",
    rationale:
        "Stolen passwords are tried at every service; one that is found among them and let in is worth nothing as a proof.",
    remedy: 'Set compromisedCredentialsRiskConfiguration with eventAction "BLOCK", and leave eventFilters out.',
    controls: ["NHI4:2025", "NHI2:2025", "PR.AA-03"],
    replaces: ["Prowler cognito_user_pool_blocks_compromised_credentials_sign_in_attempts"],
    on: [RISK],
    examples: {
        denied: [{ type: RISK, inputs: { userPoolId, [BLOCK]: { actions: { eventAction: "NO_ACTION" } } } }],
        allowed: [{ type: RISK, inputs: { userPoolId, [BLOCK]: { actions: { eventAction: "BLOCK" } } } }],
    },

    *check({ inputs }) {
        const configured = inputs.get(BLOCK);
        const action = configured.get("actions").get("eventAction");
        if (text(action) !== "BLOCK") {
            yield { message: "A sign-in with a password known to be stolen is let through.", path: action.path };
            return;
        }
        // Without filters it holds for all events.
        const filters = configured.get("eventFilters");
        const events = elements(filters);
        if (events.length === 0 || events.some((event) => !event.unknown && text(event) === "SIGN_IN")) return;
        for (const event of events) event.known();
        yield { message: "Stolen passwords are looked for at other events, but not at sign-in.", path: filters.path };
    },

    remediate: () => ({
        [BLOCK]: { actions: { eventAction: "BLOCK" }, eventFilters: ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"] },
    }),
});
