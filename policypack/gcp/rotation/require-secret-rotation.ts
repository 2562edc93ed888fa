import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { googleDuration, lasting, timestamp } from "../../facts/duration";
import { type Value, list } from "../../facts/values";

const SECRET = "gcp:secretmanager/secret:Secret";
const secret = { secretId: "db-password", replication: { auto: {} }, topics: [{ name: "projects/example/topics/rotate" }] };

export default resourceRule({
    name: "gcp-require-secret-rotation",
    severity: "medium",
    description: "A secret is rotated, or ends, within the allowed time.",
    rationale: "A secret that is never changed works for everyone who has ever seen it.",
    remedy: "Use RotatingSecret, or set rotation.rotationPeriod with a topic that something answers, or ttl for a secret of one task.",
    controls: ["NHI7:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: ["Prowler secretmanager_secret_rotation_enabled"],
    on: [SECRET, "gcp:secretmanager/regionalSecret:RegionalSecret"],
    options: {
        limit: duration({
            description: "Longest life of a secret's value.",
            default: "90d",
            minimum: "1h",
            maximum: "365d",
        }),
    },
    examples: {
        denied: [
            {
                type: SECRET,
                inputs: { ...secret, rotation: { rotationPeriod: "31536000s", nextRotationTime: "2026-02-01T00:00:00Z" } },
            },
        ],
        allowed: [
            {
                type: SECRET,
                inputs: {
                    ...secret,
                    rotation: { rotationPeriod: "2592000s", nextRotationTime: "2026-02-01T00:00:00Z" },
                },
            },
        ],
    },

    *check({ inputs }, { limit }, now) {
        const rotation = inputs.get("rotation");
        const ends = googleDuration(inputs.get("ttl")) ?? secondsTo(inputs.get("expireTime"), now);
        const period = googleDuration(rotation.get("rotationPeriod"));
        const first = secondsTo(rotation.get("nextRotationTime"), now) ?? 0;
        const longest = lasting(limit);
        if (ends !== undefined && ends <= limit) return;
        if (period === undefined) {
            const end = ends === undefined ? "no end" : `an end more than ${longest} away`;
            yield { message: `This secret has no rotation period, and ${end}.`, path: "rotation" };
        } else if (period > limit) {
            yield {
                message: `This secret is rotated every ${lasting(period)}; the limit is ${longest}.`,
                path: "rotation.rotationPeriod",
            };
        } else if (first > limit) {
            yield { message: `The first rotation is more than ${longest} away.`, path: "rotation.nextRotationTime" };
        } else if (list(inputs.get("topics")).length === 0) {
            yield { message: "The rotation is announced to no topic, so nothing does it.", path: "topics" };
        }
    },
});

function secondsTo(then: Value, now: Date): number | undefined {
    const at = timestamp(then);
    return at === undefined ? undefined : (at - now.getTime()) / 1_000;
}
