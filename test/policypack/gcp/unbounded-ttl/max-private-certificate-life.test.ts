import rule from "../../../../policypack/gcp/unbounded-ttl/max-private-certificate-life";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const certificate = (lifetime: unknown, config?: unknown) => [
    { type: "gcp:certificateauthority/certificate:Certificate", inputs: { pool: "workloads", lifetime, config } },
];

describeRule(rule, {
    denies: {
        "a second too many": {
            given: certificate("34387201s"),
            says: ["The certificate is valid for up to 398 d 1 s; the limit is 398 d."],
        },
        "a week, when the limit is lower": {
            given: certificate("604800s"),
            options: { limit: "1d" },
            says: ["The certificate is valid for up to 7 d; the limit is 1 d."],
        },
    },
    allows: {
        "exactly the limit": { given: certificate("34387200s") },
        "the certificate of an authority": {
            given: certificate("315360000s", { x509Config: { caOptions: { isCa: true } } }),
        },
    },
    cannotDecide: {
        "a lifetime that is not known yet": {
            given: certificate(UNKNOWN),
            says: ["`lifetime` is not known before the deployment."],
        },
    },
});
