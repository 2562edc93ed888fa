import { expect, test } from "vitest";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/no-colliding-subjects";
import { describeRule, run } from "../../../harness/describe-rule";

const provider = (name: string, inputs = {}, sources = {}) => ({
    type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
    name,
    inputs: {
        workloadIdentityPoolId: "clusters",
        attributeMapping: { "google.subject": "assertion.sub" },
        oidc: { issuerUri: `https://oidc.example.com/${name}` },
        ...inputs,
    },
    sources,
});
const says = ["Another provider of the pool takes the subjects of another issuer as they are, too."];
const made = { workloadIdentityPoolId: ["pool"] };

describeRule(rule, {
    denies: {
        "two clusters in one pool": { given: [provider("a"), provider("b")], says },
        "the second and the third of three": {
            given: [provider("a"), provider("b"), provider("c")],
            says: [...says, ...says],
        },
        "two clusters past a provider that cannot be read": {
            given: [provider("a", { oidc: 1 }), provider("b"), provider("c")],
            says: ["`oidc` is not an object.", ...says],
        },
        "two clusters in a pool that is not there yet": {
            given: [
                provider("a", { workloadIdentityPoolId: UNKNOWN }, made),
                provider("b", { workloadIdentityPoolId: UNKNOWN }, made),
            ],
            says,
        },
    },
    allows: {
        "one cluster": { given: [provider("a")] },
        "clusters in pools of their own": { given: [provider("a"), provider("b", { workloadIdentityPoolId: "other" })] },
        "pools of the same name in two projects": {
            given: [provider("a", { project: "p" }), provider("b", { project: "q" })],
        },
        "a text before the subject of one": {
            given: [provider("a"), provider("b", { attributeMapping: { "google.subject": "'b::' + assertion.sub" } })],
        },
        "one issuer twice": { given: [provider("a"), provider("b", { oidc: { issuerUri: "https://oidc.example.com/a" } })] },
        // Their subjects begin with words of their own.
        "a cluster beside GitHub": {
            given: [provider("a"), provider("b", { oidc: { issuerUri: "https://token.actions.githubusercontent.com" } })],
        },
        "accounts of AWS, whose ARNs differ": {
            given: [
                provider("a", { oidc: undefined, aws: {}, attributeMapping: undefined }),
                provider("b", { oidc: undefined, aws: {}, attributeMapping: undefined }),
            ],
        },
    },
    cannotDecide: {
        "an issuer that is not known yet": {
            given: [provider("a"), provider("b", { oidc: { issuerUri: UNKNOWN } })],
            says: ["`oidc.issuerUri` is not known before the deployment."],
        },
    },
});

test("the later provider is at fault", () => {
    const found = run(rule, { given: [provider("a"), provider("b")] });
    expect(found.map(({ urn }) => urn)).toEqual([expect.stringMatching(/::b$/)]);
});
