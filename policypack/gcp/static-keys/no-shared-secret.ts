import { resourceRule } from "../../core/rule";

const OAUTH = "gcp:iam/oauthClientCredential:OauthClientCredential";
/** What each makes. */
const SECRETS: Readonly<Record<string, string>> = {
    [OAUTH]: "This client secret",
    "gcp:iap/client:Client": "The secret of this client",
    "gcp:iam/workforcePoolProviderScimToken:WorkforcePoolProviderScimToken": "This SCIM token",
    "gcp:compute/backendServiceSignedUrlKey:BackendServiceSignedUrlKey": "This key, which signs URLs,",
    "gcp:compute/backendBucketSignedUrlKey:BackendBucketSignedUrlKey": "This key, which signs URLs,",
};

export default resourceRule({
    name: "gcp-no-shared-secret",
    severity: "low",
    description: "No client secret, SCIM token or key for signed URLs is made that never ends.",
    rationale: "Both sides keep the same secret, the stack's state holds it too, and it works until someone deletes it.",
    remedy: "Prefer what needs no secret: workload identity federation, a public client with PKCE, V4 signed URLs made through impersonation; else replace it on a schedule.",
    controls: ["NHI7:2025", "NHI2:2025", "PR.AA-01"],
    on: [OAUTH, ...Object.keys(SECRETS).filter((type) => type !== OAUTH)],
    examples: {
        denied: [
            {
                type: OAUTH,
                inputs: { oauthClientCredentialId: "portal", oauthclient: "portal", location: "global" },
            },
        ],
        allowed: [{ type: "gcp:serviceaccount/account:Account", inputs: { accountId: "portal" } }],
    },

    // One that is disabled is denied too: one API call enables it.
    *check({ type }) {
        yield { message: `${SECRETS[type]} never expires.` };
    },
});
