import rule from "../../../../policypack/gcp/static-keys/no-database-certificate";
import { describeRule } from "../../../harness/describe-rule";

describeRule(rule, {
    denies: {
        "a client certificate": {
            given: [{ type: "gcp:sql/sslCert:SslCert", inputs: { commonName: "orders", instance: "shop" } }],
            says: ["This client certificate is valid for ten years."],
        },
    },
});
