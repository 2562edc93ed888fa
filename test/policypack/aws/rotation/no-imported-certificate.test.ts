import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/rotation/no-imported-certificate";
import { describeRule } from "../../../harness/describe-rule";

const certificate = (inputs: Record<string, unknown>) => [{ type: "aws:acm/certificate:Certificate", inputs }];
const says = ["Nobody renews this certificate before it expires."];

describeRule(rule, {
    denies: {
        "a certificate brought to ACM": { given: certificate({ certificateBody: "…", privateKey: "…" }), says },
        "one that the program makes itself": {
            given: certificate({ certificateBody: UNKNOWN, privateKey: UNKNOWN }),
            says,
        },
        "a certificate brought to IAM": {
            given: [{ type: "aws:iam/serverCertificate:ServerCertificate", inputs: { certificateBody: UNKNOWN } }],
            says,
        },
    },
    allows: {
        "a certificate that ACM issues": { given: certificate({ domainName: "orders.example.com" }) },
        "one of a private authority": {
            given: certificate({ domainName: "orders.internal", certificateAuthorityArn: UNKNOWN }),
        },
    },
});
