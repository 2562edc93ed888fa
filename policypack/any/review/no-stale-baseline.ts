import { BASELINE, baselineFaults } from "../../core/baseline";
import { stackRule } from "../../core/rule";

const baseline = {
    owner: "payments@example.com",
    opened: "2026-01-02",
    expires: "2026-04-02",
    findings: [
        {
            rule: "aws-no-iam-access-key",
            resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner",
            count: 1,
        },
    ],
    rules: { "aws-no-iam-access-key": "critical" },
};

export default stackRule({
    name: "any-no-stale-baseline",
    severity: "high",
    description: "A baseline holds only what is still found, and has not ended.",
    rationale:
        "What was fixed and stays in the baseline can come back unseen, and a baseline without an end is a rule that is switched off.",
    remedy: "Run `jit-guard baseline write` to take out what is fixed; for what cannot be fixed before the end, ask for an exception.",
    controls: ["NHI1:2025", "PR.AA-05", "GOVERN 1.5"],
    on: [BASELINE],
    examples: {
        denied: [{ type: BASELINE, inputs: { ...baseline, fewer: { 0: 0 } } }],
        allowed: [{ type: BASELINE, inputs: baseline }],
    },

    *check(baselines, _options, now) {
        for (const { inputs } of baselines) yield* baselineFaults(inputs, now);
    },
});
