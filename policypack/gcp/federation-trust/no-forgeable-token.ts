import { resourceRule } from "../../core/rule";
import { PROVIDER, issuerOf } from "../../facts/gcp-federation";
import { keyFault, keysOf } from "../../facts/jwks";
import { each } from "../../facts/values";

const cluster = {
    workloadIdentityPoolId: "clusters",
    workloadIdentityPoolProviderId: "live",
    attributeMapping: { "google.subject": "assertion.sub" },
};
const oidc = { issuerUri: "https://oidc.example.com" };
const secret = JSON.stringify({ keys: [{ kty: "oct", alg: "HS256", kid: "1" }] });

export default resourceRule({
    name: "gcp-no-forgeable-token",
    severity: "high",
    description: "The keys by which a provider verifies tokens are public, long enough, and fetched over TLS.",
    rationale: "Whoever has the key that signs, or can change it on its way, makes tokens for any workload or person.",
    remedy: "Use an https issuer and leave jwksJson out; where the issuer cannot be reached, give the public keys it serves, RSA of 2048 bits or more or EC.",
    controls: ["NHI4:2025", "NHI2:2025", "PR.AA-04", "PR.AA-03"],
    on: [PROVIDER, "gcp:iam/workforcePoolProvider:WorkforcePoolProvider"],
    examples: {
        denied: [{ type: PROVIDER, inputs: { ...cluster, oidc: { ...oidc, jwksJson: secret } } }],
        allowed: [{ type: PROVIDER, inputs: { ...cluster, oidc } }],
    },

    *check({ inputs }) {
        yield* each(["keys", "issuer"], function* (what) {
            if (what === "issuer") {
                if (!/^\s*http:/i.test(issuerOf(inputs))) return;
                yield { message: "The issuer is not reached over TLS.", path: "oidc.issuerUri" };
                return;
            }
            yield* each(keysOf(inputs.get("oidc").get("jwksJson")), function* (key) {
                const fault = keyFault(key);
                if (fault) yield { message: `\`${key.path}\` ${fault}.`, path: key.path };
            });
        });
    },
});
