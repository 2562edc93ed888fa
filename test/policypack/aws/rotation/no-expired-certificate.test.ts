import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/rotation/no-expired-certificate";
import { describeRule } from "../../../harness/describe-rule";
import { NEW, OLD, SOON } from "../../facts/certificates";

const database = (caCertIdentifier?: unknown) => [{ type: "aws:rds/instance:Instance", inputs: { caCertIdentifier } }];
const server = (certificateBody: unknown) => [
    { type: "aws:iam/serverCertificate:ServerCertificate", inputs: { certificateBody } },
];
const anchor = (sourceData: unknown) => [
    {
        type: "aws:rolesanywhere/trustAnchor:TrustAnchor",
        inputs: { source: { sourceType: "CERTIFICATE_BUNDLE", sourceData } },
    },
];
const ofDatabase = "The certificate expired on 2024-08-22.";

describeRule(rule, {
    denies: {
        "a database whose authority is that of 2019": { given: database("rds-ca-2019"), says: [ofDatabase] },
        "clusters and their instances": {
            given: [
                { type: "aws:rds/cluster:Cluster", inputs: { caCertificateIdentifier: "rds-ca-2019" } },
                { type: "aws:rds/clusterInstance:ClusterInstance", inputs: { caCertIdentifier: "rds-ca-2019" } },
                { type: "aws:docdb/clusterInstance:ClusterInstance", inputs: { caCertIdentifier: "rds-ca-2015" } },
            ],
            says: [ofDatabase, ofDatabase, "The certificate expired on 2020-03-05."],
        },
        "an expired certificate of a server": { given: server(OLD), says: [ofDatabase] },
        "an expired certificate that signs, or that ACM, IoT, Transfer or DMS is given": {
            given: [
                { type: "aws:iam/signingCertificate:SigningCertificate", inputs: { certificateBody: OLD } },
                { type: "aws:acm/certificate:Certificate", inputs: { certificateBody: OLD } },
                { type: "aws:iot/caCertificate:CaCertificate", inputs: { caCertificatePem: OLD } },
                { type: "aws:iot/certificate:Certificate", inputs: { certificatePem: OLD } },
                { type: "aws:transfer/certificate:Certificate", inputs: { certificate: OLD } },
                { type: "aws:dms/certificate:Certificate", inputs: { certificatePem: OLD } },
            ],
            says: Array.from({ length: 6 }, () => ofDatabase),
        },
        "an expired trust anchor": { given: anchor({ x509CertificateData: OLD }), says: [ofDatabase] },
        "a certificate that ends a second too early": {
            given: server(SOON),
            now: "2026-01-15T12:00:01Z",
            says: ["The certificate is valid for another 6 d 23 h 59 min 59 s; at least 7 d must be left."],
        },
        "a certificate that ends within a longer time": {
            given: server(SOON),
            options: { left: "30d" },
            says: ["The certificate is valid for another 7 d; at least 30 d must be left."],
        },
        "the instant after its end": {
            given: server(SOON),
            now: "2026-01-22T12:00:01Z",
            says: ["The certificate expired on 2026-01-22."],
        },
        "what is no text": { given: database(2019), says: ["`caCertIdentifier` is not a text."] },
    },
    allows: {
        "the authority that AWS chooses": { given: database() },
        "an authority of today": { given: database("rds-ca-rsa2048-g1") },
        "a certificate with just enough time left": { given: server(SOON) },
        "a certificate that is good for long": { given: [...server(NEW), ...anchor({ x509CertificateData: NEW })] },
        "a bundle with one that is good": { given: anchor({ x509CertificateData: `${OLD}\n${NEW}` }) },
        "an anchor that is an authority of AWS": { given: anchor({ acmPcaArn: UNKNOWN }) },
        "a certificate that ACM issues": {
            given: [{ type: "aws:acm/certificate:Certificate", inputs: { domainName: "orders.example.com" } }],
        },
        "a certificate that the program makes": { given: server(UNKNOWN) },
        "what is no certificate, which AWS refuses": { given: server("…") },
    },
    cannotDecide: {
        "an authority that is not known yet": {
            given: database(UNKNOWN),
            says: ["`caCertIdentifier` is not known before the deployment."],
        },
    },
});
