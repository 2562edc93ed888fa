import { resourceRule } from "../../core/rule";

const CERTIFICATE = "aws:iot/certificate:Certificate";

export default resourceRule({
    name: "aws-no-iot-generated-key",
    severity: "medium",
    description: "The private key of an IoT device is made on the device.",
    rationale:
        "A key that AWS makes is kept in the stack's state and carried to the device, and its certificate is valid to the end of 2049.",
    remedy: "Make the key on the device and give its request in csr, or provision a fleet by claim or by a certificate authority.",
    controls: ["NHI2:2025", "NHI7:2025", "PR.AA-01", "PR.AA-03"],
    on: [CERTIFICATE],
    examples: {
        denied: [{ type: CERTIFICATE, inputs: { active: true } }],
        allowed: [{ type: CERTIFICATE, inputs: { active: true, csr: "-----BEGIN CERTIFICATE REQUEST-----…" } }],
    },

    // An inactive one is denied too: one API call makes it active.
    *check({ inputs }) {
        if (["csr", "certificatePem"].some((key) => !inputs.get(key).absent)) return;
        yield { message: "AWS makes the private key of this device, and the stack's state keeps it." };
    },
});
