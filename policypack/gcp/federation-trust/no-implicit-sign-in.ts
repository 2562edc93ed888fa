import { resourceRule } from "../../core/rule";
import { text } from "../../facts/values";

const PROVIDER = "gcp:iam/workforcePoolProvider:WorkforcePoolProvider";
const staff = {
    workforcePoolId: "example-staff",
    location: "global",
    providerId: "idp",
    attributeMapping: { "google.subject": "assertion.sub" },
};
const sso = (responseType: string) => ({
    issuerUri: "https://login.example.com",
    clientId: "google-cloud",
    webSsoConfig: { responseType, assertionClaimsBehavior: "ONLY_ID_TOKEN_CLAIMS" },
});

export default resourceRule({
    name: "gcp-no-implicit-sign-in",
    severity: "low",
    description: "People sign in to a workforce pool by the authorization code flow.",
    rationale:
        "In the implicit flow the token itself passes through the browser, where history, extensions and scripts can read it.",
    remedy: 'Set responseType to "CODE", with a client secret from Secret Manager.',
    controls: ["NHI4:2025", "NHI2:2025", "PR.AA-04", "PR.AA-03"],
    on: [PROVIDER],
    examples: {
        denied: [{ type: PROVIDER, inputs: { ...staff, oidc: sso("ID_TOKEN") } }],
        allowed: [{ type: PROVIDER, inputs: { ...staff, oidc: sso("CODE") } }],
    },

    // https://cloud.google.com/iam/docs/reference/rest/v1/locations.workforcePools.providers#responsetype
    *check({ inputs }) {
        const type = inputs.get("oidc").get("webSsoConfig").get("responseType");
        if (text(type)?.toUpperCase() !== "ID_TOKEN") return;
        yield { message: "The identity provider sends the token through the browser.", path: type.path };
    },
});
