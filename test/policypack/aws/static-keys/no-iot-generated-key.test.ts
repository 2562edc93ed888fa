import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-iot-generated-key";
import { describeRule } from "../../../harness/describe-rule";

const certificate = (inputs: Record<string, unknown>) => [{ type: "aws:iot/certificate:Certificate", inputs }];
const says = ["AWS makes the private key of this device, and the stack's state keeps it."];

describeRule(rule, {
    denies: {
        "a certificate whose key AWS makes": { given: certificate({ active: true }), says },
        "one that is not active yet": { given: certificate({ active: false }), says },
    },
    allows: {
        "a request of the device": { given: certificate({ active: true, csr: "-----BEGIN CERTIFICATE REQUEST-----" }) },
        "a request not known yet": { given: certificate({ active: true, csr: UNKNOWN }) },
        "a certificate made elsewhere": { given: certificate({ active: true, certificatePem: UNKNOWN, caPem: UNKNOWN }) },
    },
});
