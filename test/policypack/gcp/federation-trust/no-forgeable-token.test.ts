import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/no-forgeable-token";
import { describeRule } from "../../../harness/describe-rule";

const provider = (oidc: object, type = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider") => [
    { type, inputs: { oidc: { issuerUri: "https://oidc.example.com", ...oidc } } },
];
const keys = (...of: readonly object[]) => provider({ jwksJson: JSON.stringify({ keys: of }) });
/** A modulus of so many bits. */
const modulus = (bits: number) => {
    const bytes = Buffer.alloc(Math.ceil(bits / 8), 0xff);
    bytes[0] = 0xff >> ((8 - (bits % 8)) % 8);
    return bytes.toString("base64url");
};
const rsa = (bits: number) => ({ kty: "RSA", alg: "RS256", kid: "1", use: "sig", e: "AQAB", n: modulus(bits) });

describeRule(rule, {
    denies: {
        "an issuer without TLS": {
            given: provider({ issuerUri: "http://oidc.example.com" }),
            says: ["The issuer is not reached over TLS."],
        },
        "an issuer without TLS, of people": {
            given: provider({ issuerUri: "HTTP://idp.example.com" }, "gcp:iam/workforcePoolProvider:WorkforcePoolProvider"),
            says: ["The issuer is not reached over TLS."],
        },
        "a shared secret": {
            given: keys({ kty: "oct", k: "AAAA" }),
            says: ["`oidc.jwksJson.keys[0]` is a shared secret, by which whoever verifies can sign."],
        },
        "a private key among public ones": {
            given: keys(rsa(2048), { kty: "EC", crv: "P-256", x: "AA", y: "AA", d: "AA" }),
            says: ["`oidc.jwksJson.keys[1]` holds the private part."],
        },
        "a key that is one bit too short": {
            given: keys(rsa(2047)),
            says: ["`oidc.jwksJson.keys[0]` has 2047 bits, fewer than 2048."],
        },
        "an issuer without TLS, with keys that are not known yet": {
            given: provider({ issuerUri: "http://oidc.example.com", jwksJson: UNKNOWN }),
            says: ["The issuer is not reached over TLS."],
        },
        "keys that are no document": {
            given: provider({ jwksJson: "keys" }),
            says: ["`oidc.jwksJson` is not a JSON document."],
        },
    },
    allows: {
        "an issuer whose keys are fetched": { given: provider({}) },
        "public keys": { given: keys(rsa(2048), rsa(4096), { kty: "EC", crv: "P-256", x: "AA", y: "AA" }) },
        "a modulus with a zero before it": {
            given: keys({
                ...rsa(2048),
                n: Buffer.concat([Buffer.alloc(1), Buffer.alloc(256, 0xff)]).toString("base64url"),
            }),
        },
        "an account of AWS": {
            given: [{ type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider", inputs: { aws: {} } }],
        },
    },
    cannotDecide: {
        "keys that are not known yet": {
            given: provider({ jwksJson: UNKNOWN }),
            says: ["`oidc.jwksJson` is not known before the deployment."],
        },
    },
});
