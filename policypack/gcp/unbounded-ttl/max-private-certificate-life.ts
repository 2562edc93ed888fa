import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { googleDuration, lasting } from "../../facts/duration";
import { flag } from "../../facts/values";

const CERTIFICATE = "gcp:certificateauthority/certificate:Certificate";
const certificate = { pool: "workloads", location: "europe-west4", pemCsr: "…" };

export default resourceRule({
    name: "gcp-max-private-certificate-life",
    severity: "medium",
    description: "A certificate from an authority of one's own ends within the allowed time.",
    rationale: "Whoever has its key is that workload or person until it expires, to all that trust the authority.",
    remedy: "Set lifetime to the limit or less, and issue anew by program.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01"],
    on: [CERTIFICATE],
    options: {
        limit: duration({ description: "Longest life allowed.", default: "398d", minimum: "1d", maximum: "3650d" }),
    },
    examples: {
        denied: [{ type: CERTIFICATE, inputs: { ...certificate, lifetime: "315360000s" } }],
        allowed: [{ type: CERTIFICATE, inputs: { ...certificate, lifetime: "604800s" } }],
    },

    *check({ inputs }, { limit }) {
        if (flag(inputs.get("config").get("x509Config").get("caOptions").get("isCa"))) return;
        const path = "lifetime";
        const asked = googleDuration(inputs.get(path));
        if (asked !== undefined && asked > limit)
            yield {
                message: `The certificate is valid for up to ${lasting(asked)}; the limit is ${lasting(limit)}.`,
                path,
            };
    },
});
