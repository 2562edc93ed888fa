import rule from "../../../../policypack/any/static-keys/no-plaintext-output";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { secret } from "../../../../policypack/preview/wire";
import { describeRule } from "../../../harness/describe-rule";

const stack = (outputs: unknown) => [{ type: "pulumi:pulumi:Stack", inputs: { outputs } }];

describeRule(rule, {
    denies: {
        "a password, and a URL with one": {
            given: stack({ dbPassword: "Winter-2026!", db: { url: "postgres://app:hunter22@db.internal/app" } }),
            says: [
                "`outputs.dbPassword` holds a password, and is not marked as secret.",
                "`outputs.db.url` holds a URL with a password, and is not marked as secret.",
            ],
        },
    },
    allows: {
        "a password that a resource will make, whose provider marks it": { given: stack({ dbPassword: UNKNOWN }) },
        "no outputs, as on the real engine": { given: [{ type: "pulumi:pulumi:Stack", inputs: {} }] },
        "a password that is marked": { given: stack({ dbPassword: secret("Winter-2026!"), token: secret(UNKNOWN) }) },
        "outputs that are marked as a whole": { given: stack(secret({ dbPassword: "Winter-2026!" })) },
        "what others need to know": { given: stack({ url: "https://acme.io", bucket: UNKNOWN, dbSecretArn: UNKNOWN }) },
    },
    cannotDecide: {
        "outputs that are not known yet at all": {
            given: [{ type: "pulumi:pulumi:Stack", inputs: { outputs: UNKNOWN } }],
            says: ["`outputs` is not known before the deployment."],
        },
    },
});
