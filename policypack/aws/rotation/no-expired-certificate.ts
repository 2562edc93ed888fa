import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { validUntil } from "../../facts/certificate";
import { lasting } from "../../facts/duration";
import { ifKnown, text } from "../../facts/values";

const DATABASE = "aws:rds/instance:Instance";
/** The input of each type that holds a certificate, or the name of the authority that signs one. */
const INPUTS: Readonly<Record<string, string>> = {
    [DATABASE]: "caCertIdentifier",
    "aws:rds/cluster:Cluster": "caCertificateIdentifier",
    "aws:rds/clusterInstance:ClusterInstance": "caCertIdentifier",
    "aws:docdb/clusterInstance:ClusterInstance": "caCertIdentifier",
    "aws:iam/serverCertificate:ServerCertificate": "certificateBody",
    "aws:iam/signingCertificate:SigningCertificate": "certificateBody",
    "aws:acm/certificate:Certificate": "certificateBody",
    "aws:rolesanywhere/trustAnchor:TrustAnchor": "source.sourceData.x509CertificateData",
    "aws:iot/caCertificate:CaCertificate": "caCertificatePem",
    "aws:iot/certificate:Certificate": "certificatePem",
    "aws:transfer/certificate:Certificate": "certificate",
    "aws:dms/certificate:Certificate": "certificatePem",
};
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html
const AUTHORITIES: ReadonlyMap<string, number> = new Map([
    ["rds-ca-2015", Date.UTC(2020, 2, 5)],
    ["rds-ca-2019", Date.UTC(2024, 7, 22)],
]);
const database = { instanceClass: "db.t4g.micro", engine: "postgres", manageMasterUserPassword: true };

export default resourceRule({
    name: "aws-no-expired-certificate",
    severity: "medium",
    description: "A certificate that the program writes has not expired, and is not about to.",
    rationale: "What checks an expired certificate stops working, and so it is told not to check whom it talks to.",
    remedy: "Write a certificate of today (for databases an authority such as rds-ca-rsa2048-g1), or let ACM issue and renew it.",
    controls: ["NHI4:2025", "NHI7:2025", "PR.AA-03"],
    replaces: [
        "Trivy AWS-0168",
        "Prowler iam_no_expired_server_certificates_stored",
        "Prowler rds_instance_certificate_expiration",
    ],
    on: [DATABASE, ...Object.keys(INPUTS).slice(1)],
    options: {
        left: duration({ description: "Time that must be left.", default: "7d", minimum: "1d", maximum: "365d" }),
    },
    examples: {
        denied: [{ type: DATABASE, inputs: { ...database, caCertIdentifier: "rds-ca-2019" } }],
        allowed: [{ type: DATABASE, inputs: { ...database, caCertIdentifier: "rds-ca-rsa2048-g1" } }],
    },

    *check({ type, inputs }, { left }, now) {
        const input = INPUTS[type]!.split(".").reduce((value, key) => value.get(key), inputs);
        const isName = type.startsWith("aws:rds/") || type.startsWith("aws:docdb/");
        // A certificate that is not known yet is made by this very program.
        const written = isName ? text(input) : ifKnown(() => text(input));
        const end = written === undefined ? undefined : isName ? AUTHORITIES.get(written) : validUntil(written);
        if (end === undefined) return;
        const seconds = (end - now.getTime()) / 1_000;
        const day = new Date(end).toISOString().slice(0, 10);
        if (seconds < 0) yield { message: `The certificate expired on ${day}.`, path: input.path };
        else if (seconds < left) {
            const soon = `is valid for another ${lasting(seconds)}; at least ${lasting(left)} must be left`;
            yield { message: `The certificate ${soon}.`, path: input.path };
        }
    },
});
