import { resourceRule } from "../../core/rule";
import { PROVIDER, issuerOf } from "../../facts/gcp-federation";
import { each, list, text } from "../../facts/values";

const cluster = {
    workloadIdentityPoolId: "clusters",
    workloadIdentityPoolProviderId: "live",
    attributeMapping: { "google.subject": "assertion.sub" },
};
const issuerUri = "https://oidc.example.com/live";

// For whom tokens are issued by default, or for whom one that is taken here was meant.
const FOREIGN: Readonly<Record<string, string>> = {
    "*": "no pattern, but a name that whoever asks for a token can write",
    "api://azureadtokenexchange": "the audience of Entra ID",
    "https://graph.microsoft.com": "the audience of Microsoft Graph",
    "https://kubernetes.default.svc": "the audience of the API of the cluster, which the token of every pod has",
    "https://kubernetes.default.svc.cluster.local":
        "the audience of the API of the cluster, which the token of every pod has",
    "https://management.azure.com": "the audience of the API of Azure",
    "https://management.core.windows.net": "the audience of the API of Azure",
    "https://sts.amazonaws.com": "the audience of AWS",
    "kubernetes.default.svc": "the audience of the API of the cluster, which the token of every pod has",
    sigstore: "the audience of Sigstore",
    "sts.amazonaws.com": "the audience of AWS",
    vault: "the audience of Vault",
};

export default resourceRule({
    name: "gcp-no-foreign-audience",
    severity: "low",
    description: "A provider takes tokens that were issued for it, and none that were issued for another service.",
    rationale: "A token that a workload hands to the other service could be passed on by it, and would be taken here.",
    remedy: "Leave allowedAudiences out, so that tokens must be for the provider, and let the workload ask for such a token.",
    controls: ["NHI4:2025", "NHI9:2025", "PR.AA-04", "MANAGE 3.1"],
    on: [PROVIDER],
    examples: {
        denied: [{ type: PROVIDER, inputs: { ...cluster, oidc: { issuerUri, allowedAudiences: ["sts.amazonaws.com"] } } }],
        allowed: [{ type: PROVIDER, inputs: { ...cluster, oidc: { issuerUri } } }],
    },

    *check({ inputs }) {
        yield* each(list(inputs.get("oidc").get("allowedAudiences")), function* (audience) {
            const name = (text(audience) ?? "").toLowerCase().replace(/\/$/, "");
            if (!Object.hasOwn(FOREIGN, name)) return;
            // The tokens of a service connection are for no other, as Google's own guide has it.
            if (name.startsWith("api:") && isAzure(issuerOf(inputs))) return;
            yield { message: `\`${name}\` is ${FOREIGN[name]}.`, path: audience.path, part: name };
        });
    },
});

function isAzure(issuer: string): boolean {
    return /^https:\/\/(vstoken\.dev\.azure\.com|login\.microsoftonline\.com|sts\.windows\.net)\//i.test(issuer);
}
