import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-private-certificate-life";
import { describeRule } from "../../../harness/describe-rule";

const certificate = (type: unknown, value: unknown, inputs: Record<string, unknown> = {}) => [
    { type: "aws:acmpca/certificate:Certificate", inputs: { validity: { type, value }, ...inputs } },
];
const template = (name: string) => ({ templateArn: `arn:aws:acm-pca:::template/${name}/V1` });

describeRule(rule, {
    denies: {
        "a day too many": {
            given: certificate("DAYS", "399"),
            says: ["The certificate is valid for up to 399 d; the limit is 398 d."],
        },
        "months and years, at their longest": {
            given: [...certificate("MONTHS", 13), ...certificate("YEARS", "2")],
            says: [
                "The certificate is valid for up to 403 d; the limit is 398 d.",
                "The certificate is valid for up to 732 d; the limit is 398 d.",
            ],
        },
        "an end that is too far away, in both forms": {
            given: [...certificate("ABSOLUTE", "1802865601"), ...certificate("END_DATE", "2027-02-18T12:00:00Z")],
            says: [
                "The certificate is valid for up to 398 d 1 s; the limit is 398 d.",
                "The certificate is valid for up to 399 d; the limit is 398 d.",
            ],
        },
        "a certificate by the template for end entities": {
            given: certificate("YEARS", "2", template("EndEntityClientAuthCertificate")),
            says: ["The certificate is valid for up to 732 d; the limit is 398 d."],
        },
        "what is no end": {
            given: certificate("END_DATE", "next year"),
            says: ["`validity.value` is not an end of the validity."],
        },
    },
    allows: {
        "exactly the limit": {
            given: [
                ...certificate("DAYS", 398),
                ...certificate("ABSOLUTE", "1802865600"),
                ...certificate("END_DATE", "2027-02-17T12:00:00Z"),
            ],
        },
        "a year": { given: certificate("YEARS", "1") },
        "the certificates of authorities": {
            given: ["RootCACertificate", "SubordinateCACertificate_PathLen0"].flatMap((name) =>
                certificate("YEARS", 10, template(name)),
            ),
        },
        "more, when the limit is raised": { given: certificate("YEARS", 2), options: { limit: "732d" } },
    },
    cannotDecide: {
        "a validity that is not known yet": {
            given: certificate("DAYS", UNKNOWN),
            says: ["`validity.value` is not known before the deployment."],
        },
        "a template that is not known yet": {
            given: certificate("YEARS", 10, { templateArn: UNKNOWN }),
            says: ["`templateArn` is not known before the deployment."],
        },
    },
});
