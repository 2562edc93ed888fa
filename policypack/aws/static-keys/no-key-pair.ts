import { eachResource, stackRule } from "../../core/rule";
import { GIVEN_KEY_PAIRS, KEY_PAIR, LIGHTSAIL_KEY_PAIR, keyPairsOf } from "../../facts/aws-key-pairs";
import { declared } from "../../facts/declared";
import { text } from "../../facts/values";

export default stackRule({
    name: "aws-no-key-pair",
    severity: "medium",
    description: "No instance is reached by an SSH key pair, and none is made.",
    rationale:
        "Whoever has a copy of the private key signs in, unnamed, until the instance is gone; the key outlives the people who used it.",
    remedy: "Leave the key pair out; sign in through Session Manager or EC2 Instance Connect, with the role that the person has for the time.",
    controls: ["NHI7:2025", "NHI9:2025", "PR.AA-01", "PR.AA-03", "MANAGE 2.4"],
    on: [KEY_PAIR, LIGHTSAIL_KEY_PAIR, ...GIVEN_KEY_PAIRS],
    beside: [],
    examples: {
        denied: [{ type: KEY_PAIR, inputs: { keyName: "operators", publicKey: "ssh-ed25519 AAAA…" } }],
        allowed: [
            { type: "aws:ec2/launchTemplate:LaunchTemplate", inputs: { iamInstanceProfile: { name: "session-manager" } } },
        ],
    },

    // A key pair of this program is said once, at the pair, and not again at each instance.
    *check(resources) {
        const isPair = (type: string) => type === KEY_PAIR || type === LIGHTSAIL_KEY_PAIR;
        const isOurs = declared(
            resources.filter(({ type }) => isPair(type)),
            ["keyName", "name"],
        );
        yield* eachResource(resources, function* (resource) {
            const { type, inputs } = resource;
            if (type === LIGHTSAIL_KEY_PAIR && inputs.get("publicKey").absent && inputs.get("pgpKey").absent)
                yield { message: "AWS makes the private key of this pair, and the stack's state keeps it.", resource };
            else if (isPair(type)) yield { message: "This key pair is valid until someone deletes it.", resource };
            yield* keyPairsOf(resource, function* (input) {
                if (isOurs(resource, input) || !text(input)) return;
                yield { message: `\`${input.path}\` lets in whoever has the key, for good.`, path: input.path, resource };
            });
        });
    },
});
