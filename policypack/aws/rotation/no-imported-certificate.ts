import { resourceRule } from "../../core/rule";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const SERVER_CERTIFICATE = "aws:iam/serverCertificate:ServerCertificate";

export default resourceRule({
    name: "aws-no-imported-certificate",
    severity: "low",
    description: "The certificates of servers are issued by ACM, which renews them.",
    rationale:
        "A certificate brought along expires unless somebody brings another, and its private key has been in the program.",
    remedy: "Let ACM issue the certificate: domainName with validationMethod DNS, or a private certificate authority.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01"],
    replaces: ["Prowler acm_certificates_expiration_check", "awsguard acm-certificate-expiration"],
    on: [CERTIFICATE, SERVER_CERTIFICATE],
    examples: {
        denied: [{ type: SERVER_CERTIFICATE, inputs: { certificateBody: "-----BEGIN…", privateKey: "-----BEGIN…" } }],
        allowed: [{ type: CERTIFICATE, inputs: { domainName: "orders.example.com", validationMethod: "DNS" } }],
    },

    // That a body is there is enough, known or not.
    *check({ type, inputs }) {
        const path = "certificateBody";
        if (type === SERVER_CERTIFICATE || !inputs.get(path).absent) {
            yield { message: "Nobody renews this certificate before it expires.", path };
        }
    },
});
