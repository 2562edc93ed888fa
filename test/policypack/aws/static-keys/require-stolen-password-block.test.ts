import { expect, test } from "vitest";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-stolen-password-block";
import { describeRule, resources, run } from "../../../harness/describe-rule";

const risk = (eventAction: unknown, eventFilters?: unknown) => [
    {
        type: "aws:cognito/riskConfiguration:RiskConfiguration",
        inputs: { compromisedCredentialsRiskConfiguration: { actions: { eventAction }, eventFilters } },
    },
];
const nothing = [
    { type: "aws:cognito/riskConfiguration:RiskConfiguration", inputs: { userPoolId: "eu-central-1_example" } },
];
const says = ["A sign-in with a password known to be stolen is let through."];
const filtered = ["Stolen passwords are looked for at other events, but not at sign-in."];

describeRule(rule, {
    denies: {
        "an action that does nothing": { given: risk("NO_ACTION"), says },
        "a configuration of other risks alone": { given: nothing, says },
        "a block at sign-up alone": { given: risk("BLOCK", ["SIGN_UP"]), says: filtered },
        "what is no text": {
            given: risk(true),
            says: ["`compromisedCredentialsRiskConfiguration.actions.eventAction` is not a text."],
        },
    },
    allows: {
        "a block at all events": { given: risk("BLOCK") },
        "a block at sign-in, beside an event not known yet": { given: risk("BLOCK", [UNKNOWN, "SIGN_IN"]) },
    },
    cannotDecide: {
        "an action that is not known yet": {
            given: risk(UNKNOWN),
            says: ["`compromisedCredentialsRiskConfiguration.actions.eventAction` is not known before the deployment."],
        },
        "events that are not known yet": {
            given: risk("BLOCK", UNKNOWN),
            says: ["`compromisedCredentialsRiskConfiguration.eventFilters` is not known before the deployment."],
        },
    },
});

test.each([
    ["a block at sign-up alone", risk("BLOCK", ["SIGN_UP"])],
    ["an action that does nothing", risk("NO_ACTION")],
])("%s is made a block at all events", (_, given) => {
    const [resource] = resources(given);
    const instead = rule.remediate?.(resource!, {});
    expect(run(rule, { given: [{ ...given[0]!, inputs: { ...given[0]!.inputs, ...instead } }] })).toEqual([]);
});
