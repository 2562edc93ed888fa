import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { lasting } from "../../facts/duration";
import { number } from "../../facts/values";

const KEY = "gcp:oslogin/sshPublicKey:SshPublicKey";
const key = { user: "ada@example.com", key: "ssh-ed25519 AAAA… ada" };

export default resourceRule({
    name: "gcp-max-os-login-key-life",
    severity: "medium",
    description: "An SSH key of OS Login ends within the allowed time.",
    rationale: "A key without an end signs in as the person on every machine, from whichever laptop it was copied to.",
    remedy: "Set expirationTimeUsec, in microseconds since 1970, to an instant within the limit; gcloud compute ssh makes keys that end by themselves.",
    controls: ["NHI7:2025", "NHI1:2025", "PR.AA-01"],
    on: [KEY],
    options: {
        limit: duration({ description: "Longest life of a key.", default: "90d", minimum: "15m", maximum: "365d" }),
    },
    examples: {
        denied: [{ type: KEY, inputs: key }],
        // 2026-02-14.
        allowed: [{ type: KEY, inputs: { ...key, expirationTimeUsec: "1771070400000000" } }],
    },

    *check({ inputs }, { limit }, now) {
        const path = "expirationTimeUsec";
        const end = number(inputs.get(path));
        if (!end) yield { message: "This key never expires.", path };
        else if (end / 1_000 - now.getTime() > limit * 1_000)
            yield { message: `This key expires more than ${lasting(limit)} from now.`, path };
    },
});
