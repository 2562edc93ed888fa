import { eachResource, stackRule } from "../../core/rule";
import { PROVIDER, isSamePool, issuerOf, plainSubject } from "../../facts/gcp-federation";
import { each } from "../../facts/values";

const cluster = (name: string, subject: string) => ({
    type: PROVIDER,
    name,
    inputs: {
        workloadIdentityPoolId: "clusters",
        workloadIdentityPoolProviderId: name,
        attributeMapping: { "google.subject": subject },
        oidc: { issuerUri: `https://oidc.example.com/${name}` },
    },
});

export default stackRule({
    name: "gcp-no-colliding-subjects",
    severity: "low",
    description: "Two providers of one pool do not give workloads of different issuers the same subject.",
    rationale:
        "A service account of one cluster, or a project of one server, is then the same principal as its namesake of the other.",
    remedy: "Give each issuer a pool of its own, or put a text before the subject, as in 'test::' + assertion.sub.",
    controls: ["NHI9:2025", "NHI8:2025", "PR.AA-02"],
    on: [PROVIDER],
    examples: {
        denied: [cluster("live", "assertion.sub"), cluster("test", "assertion.sub")],
        allowed: [cluster("live", "'live::' + assertion.sub"), cluster("test", "'test::' + assertion.sub")],
    },

    // https://cloud.google.com/iam/docs/best-practices-for-using-workload-identity-federation
    *check(resources) {
        yield* eachResource(resources, function* (resource) {
            const subject = plainSubject(resource.inputs);
            if (subject === undefined) return;
            const issuer = issuerOf(resource.inputs);
            const before = resources.slice(0, resources.indexOf(resource)).filter((other) => isSamePool(other, resource));
            // One that cannot be read is said to be so when it is judged itself.
            const found = [
                ...each(before, ({ inputs }) => [plainSubject(inputs) === subject && issuerOf(inputs) !== issuer]),
            ];
            if (!found.includes(true)) return;
            yield {
                resource,
                message: "Another provider of the pool takes the subjects of another issuer as they are, too.",
                path: "attributeMapping.google.subject",
            };
        });
    },
});
