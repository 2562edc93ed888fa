import { secret } from "../../../../policypack/preview/wire";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/static-keys/no-provider-key";
import { describeRule } from "../../../harness/describe-rule";

const provider = (inputs: Record<string, unknown>) => [{ type: "pulumi:providers:gcp", inputs }];
const json = (credentials: unknown) => provider({ credentials: JSON.stringify(credentials) });
const key = { type: "service_account", private_key: "-----BEGIN PRIVATE KEY-----" };
const lasting = ["The provider's credentials never expire."];

describeRule(rule, {
    denies: {
        "a service-account key": { given: json(key), says: lasting },
        "a private key of any type": { given: json({ type: "gdch_service_account", private_key: "x" }), says: lasting },
        "a key behind an impersonation": {
            given: json({ type: "impersonated_service_account", source_credentials: key }),
            says: lasting,
        },
        "the refresh token of a person": {
            given: json({ type: "authorized_user", client_id: "x", refresh_token: "x" }),
            says: lasting,
        },
        "a key that is marked as secret": { given: provider({ credentials: secret(JSON.stringify(key)) }), says: lasting },
        "a path to a file": {
            given: provider({ credentials: "/home/ci/key.json" }),
            says: ["The provider's credentials are a file, as keys are."],
        },
        "what only begins like a key": {
            given: provider({ credentials: '{"type": "service_account"' }),
            says: ["`credentials` is not a JSON document."],
        },
        "what is no text": { given: provider({ credentials: 42 }), says: ["`credentials` is not a text."] },
    },
    allows: {
        "no credentials": { given: provider({ project: "example" }) },
        "empty credentials": { given: provider({ credentials: "" }) },
        "an access token, which ends within the hour": { given: provider({ accessToken: "ya29.x" }) },
        "an identity token to exchange": {
            given: provider({ externalCredentials: { audience: "x", identityToken: "x", serviceAccountEmail: "x" } }),
        },
        "a configuration of workload identity federation": {
            given: json({ type: "external_account", credential_source: { file: "/var/run/token" } }),
        },
        "an impersonation from such a configuration": {
            given: json({
                type: "impersonated_service_account",
                source_credentials: { type: "external_account", credential_source: { file: "/var/run/token" } },
            }),
        },
    },
    cannotDecide: {
        "credentials that are not known yet": {
            given: provider({ credentials: UNKNOWN }),
            says: ["`credentials` is not known before the deployment."],
        },
    },
});
