import { exceptionFaults } from "../../core/exception-faults";
import { EXCEPTIONS } from "../../core/exceptions";
import { stackRule } from "../../core/rule";

const exception = {
    rule: "aws-no-iam-access-key",
    resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner",
    owner: "payments@example.com",
    approver: "security@example.com",
    ticket: "SEC-1234",
    reason: "The partner's SFTP server takes nothing but a key until it is replaced.",
    opened: "2026-01-02",
    expires: "2026-01-30",
};
const rules = { "aws-no-iam-access-key": "critical" };

export default stackRule({
    name: "any-require-valid-exception",
    severity: "high",
    description:
        "Each exception has an owner, another's approval, a reason and an end that is not past, and lets something through.",
    rationale: "An exception that nobody answers for, or that does not end, is a rule that is switched off.",
    remedy: "Correct the entry in the register as the message says, or remove it; an entry at fault lets nothing through.",
    controls: ["NHI1:2025", "PR.AA-05", "GOVERN 1.5"],
    on: [EXCEPTIONS],
    examples: {
        denied: [{ type: EXCEPTIONS, inputs: { exceptions: [{ ...exception, approver: exception.owner }], rules } }],
        allowed: [{ type: EXCEPTIONS, inputs: { exceptions: [exception], rules } }],
    },

    *check(registers, _options, now) {
        for (const { inputs } of registers) yield* exceptionFaults(inputs, now);
    },
});
