import rule from "../../../../policypack/gcp/static-keys/no-shared-secret";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown> = {}) => [{ type, inputs }];

describeRule(rule, {
    denies: {
        "a client secret, even a disabled one": {
            given: of("gcp:iam/oauthClientCredential:OauthClientCredential", { disabled: true }),
            says: ["This client secret never expires."],
        },
        "an OAuth client of Identity-Aware Proxy": {
            given: of("gcp:iap/client:Client"),
            says: ["The secret of this client never expires."],
        },
        "a SCIM token": {
            given: of("gcp:iam/workforcePoolProviderScimToken:WorkforcePoolProviderScimToken"),
            says: ["This SCIM token never expires."],
        },
        "a key for signed URLs": {
            given: of("gcp:compute/backendBucketSignedUrlKey:BackendBucketSignedUrlKey"),
            says: ["This key, which signs URLs, never expires."],
        },
    },
});
