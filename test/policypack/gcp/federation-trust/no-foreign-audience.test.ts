import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/no-foreign-audience";
import { describeRule } from "../../../harness/describe-rule";

const provider = (allowedAudiences: unknown, issuerUri: unknown = "https://oidc.example.com") => [
    {
        type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
        inputs: { oidc: { issuerUri, allowedAudiences } },
    },
];
const OWN = "https://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci/providers/github";
const EXCHANGE = "api://AzureADTokenExchange";

describeRule(rule, {
    denies: {
        "the audience of AWS": {
            given: provider([OWN, "sts.amazonaws.com"]),
            says: ["`sts.amazonaws.com` is the audience of AWS."],
        },
        "the audience that every pod has": {
            given: provider(["https://kubernetes.default.svc/"]),
            says: [
                "`https://kubernetes.default.svc` is the audience of the API of the cluster, which the token of every pod has.",
            ],
        },
        "a star, which is no pattern": {
            given: provider(["*"]),
            says: ["`*` is no pattern, but a name that whoever asks for a token can write."],
        },
        "the audience of Entra ID in tokens of GitHub": {
            given: provider([EXCHANGE], "https://token.actions.githubusercontent.com"),
            says: ["`api://azureadtokenexchange` is the audience of Entra ID."],
        },
        "an audience of the wrong kind": { given: provider([1]), says: ["`oidc.allowedAudiences[0]` is not a text."] },
    },
    allows: {
        "no audience, so that of the provider": { given: provider(undefined) },
        "an empty list": { given: provider([]) },
        "the provider itself": { given: provider([OWN]) },
        "a name of one's own": { given: provider(["gcp-deploy", "https://github.com/acme"]) },
        // The audience that Google's guide names for these.
        "that of Entra ID from Azure DevOps": { given: provider([EXCHANGE], "https://vstoken.dev.azure.com/0a1b") },
        "that of Entra ID from a tenant": { given: provider([EXCHANGE], "https://login.microsoftonline.com/0a1b/v2.0") },
        "an account of AWS": {
            given: [{ type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", inputs: { aws: {} } }],
        },
    },
    cannotDecide: {
        "audiences that are not known yet": {
            given: provider(UNKNOWN),
            says: ["`oidc.allowedAudiences` is not known before the deployment."],
        },
    },
});
