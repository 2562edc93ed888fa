import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/no-implicit-sign-in";
import { describeRule } from "../../../harness/describe-rule";

const provider = (inputs: Record<string, unknown>) => [
    { type: "gcp:iam/workforcePoolProvider:WorkforcePoolProvider", inputs },
];
const by = (responseType: unknown) => provider({ oidc: { webSsoConfig: { responseType } } });

describeRule(rule, {
    denies: {
        "the implicit flow": { given: by("ID_TOKEN"), says: ["The identity provider sends the token through the browser."] },
        "a type of the wrong kind": { given: by(1), says: ["`oidc.webSsoConfig.responseType` is not a text."] },
    },
    allows: {
        "the code flow": { given: by("CODE") },
        "a provider without sign-in on the web": { given: provider({ oidc: { issuerUri: "https://idp.example.com" } }) },
        "a SAML provider": { given: provider({ saml: { idpMetadataXml: "<xml/>" } }) },
    },
    cannotDecide: {
        "a type that is not known yet": {
            given: by(UNKNOWN),
            says: ["`oidc.webSsoConfig.responseType` is not known before the deployment."],
        },
    },
});
