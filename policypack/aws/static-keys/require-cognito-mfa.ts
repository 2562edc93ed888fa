import { flag } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { CLIENT, POOL, holdsPeople } from "../../facts/cognito-people";
import { Malformed, text } from "../../facts/values";

export default stackRule({
    name: "aws-require-cognito-mfa",
    severity: "low",
    description: "A Cognito user pool in which people have passwords lets them add a second factor.",
    rationale: "A password alone is as good for whoever guessed or stole it as for its person.",
    remedy: 'Set mfaConfiguration to "OPTIONAL" or "ON", with softwareTokenMfaConfiguration; or let people in through another identity provider.',
    controls: ["NHI4:2025", "PR.AA-03"],
    replaces: ["Prowler cognito_user_pool_mfa_enabled", "cdk-nag AwsSolutions-COG2"],
    on: [POOL],
    beside: [CLIENT],
    options: {
        everyone: flag({ description: "Whether each person must have a second factor, and not only may.", default: false }),
    },
    examples: {
        denied: [{ type: POOL, inputs: { mfaConfiguration: "OFF" } }],
        allowed: [
            { type: POOL, inputs: { mfaConfiguration: "OPTIONAL", softwareTokenMfaConfiguration: { enabled: true } } },
        ],
    },

    *check(resources, { everyone }) {
        const isForPeople = holdsPeople(resources);
        const pools = resources.filter((resource) => resource.type === POOL && isForPeople(resource));
        yield* eachResource(pools, function* (resource) {
            const input = resource.inputs.get("mfaConfiguration");
            const { path } = input;
            // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPool.html
            const mfa = text(input) ?? "OFF";
            if (mfa === "OFF") yield { message: "A password is all that a person needs.", path, resource };
            else if (mfa === "OPTIONAL" && everyone)
                yield { message: "A person may do without a second factor.", path, resource };
            else if (mfa !== "ON" && mfa !== "OPTIONAL") throw new Malformed(path, "one of OFF, OPTIONAL, ON");
        });
    },
});
