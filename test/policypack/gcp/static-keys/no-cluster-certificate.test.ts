import rule from "../../../../policypack/gcp/static-keys/no-cluster-certificate";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const cluster = (masterAuth: unknown) => [{ type: "gcp:container/cluster:Cluster", inputs: { masterAuth } }];

describeRule(rule, {
    denies: {
        "a cluster that issues a certificate": {
            given: cluster({ clientCertificateConfig: { issueClientCertificate: "true" } }),
            says: ["The cluster issues a client certificate."],
        },
        "a password, as old providers take it": {
            given: cluster({ username: "admin", password: "Winter-2026!" }),
            says: ["The cluster takes a password."],
        },
        "a password that is not known yet": {
            given: cluster({ username: "admin", password: UNKNOWN }),
            says: ["The cluster takes a password."],
        },
    },
    allows: {
        "the default": { given: cluster(undefined) },
        "a cluster that issues none": { given: cluster({ clientCertificateConfig: { issueClientCertificate: false } }) },
        "an empty password, which switches it off": { given: cluster({ username: "", password: "" }) },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: cluster({ clientCertificateConfig: { issueClientCertificate: UNKNOWN } }),
            says: ["`masterAuth.clientCertificateConfig.issueClientCertificate` is not known before the deployment."],
        },
    },
});
