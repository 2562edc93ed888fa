import { type Resource, eachResource, stackRule } from "../../core/rule";
import {
    type Federated,
    POOL,
    PROVIDER,
    areForNamedWorkloads,
    federated,
    providersOf,
    widthOfAttribute,
} from "../../facts/gcp-federation";
import { type Grant, eachGrant } from "../../facts/gcp-iam";
import { ON_CONTAINERS, ON_SERVICE_ACCOUNTS } from "../../facts/gcp-iam-types";
import { quote } from "../../facts/quote";
import { each, elements, ifKnown, inputOf, text } from "../../facts/values";

const MEMBER = "gcp:serviceaccount/iAMMember:IAMMember";
const set = "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/ci";
const grant = {
    serviceAccountId: "projects/example/serviceAccounts/deployer@example.iam.gserviceaccount.com",
    role: "roles/iam.workloadIdentityUser",
};
export default stackRule({
    name: "gcp-no-wide-federated-grant",
    severity: "medium",
    description:
        "A role is granted to named workloads of an identity pool, and not to all of a pool, a tenant or a cluster.",
    rationale:
        "Each repository or pod that any provider of the pool lets in, of providers added later too, could act as the service account.",
    remedy: "Grant to a subject, or to an attribute that names the workload, such as attribute.repository_id; or name the workload in the condition of the provider, as WorkloadIdentity does.",
    controls: ["NHI5:2025", "NHI4:2025", "NHI9:2025", "PR.AA-05"],
    on: [...ON_SERVICE_ACCOUNTS, ...ON_CONTAINERS],
    beside: [POOL, PROVIDER],
    examples: {
        denied: [{ type: MEMBER, inputs: { ...grant, member: `${set}/*` } }],
        allowed: [{ type: MEMBER, inputs: { ...grant, member: `${set}/attribute.repository_id/20300177` } }],
    },

    *check(resources) {
        const providers = providersOf(resources);
        const judged = resources.filter(({ type }) => type !== POOL && type !== PROVIDER);
        yield* eachResource(judged, function* (resource) {
            yield* eachGrant(resource.inputs, function* (grant) {
                yield* each(elements(grant.members), function* (member) {
                    if (member.unknown) {
                        const made = resource.sources[inputOf(member)] ?? [];
                        const of = providers.ofSources(made);
                        // Made from something else, such as a service account.
                        if (of ? areForNamedWorkloads(of) : made.length > 0) return;
                    }
                    const name = text(member) ?? "";
                    const who = federated(name);
                    if (!who || !isJudged(who, resource.type, grant)) return;
                    const of = providers.ofPool(who.pool);
                    const wide = widthOf(who, of);
                    // Of a pool for named workloads alone, all of it is as good as their names; a further provider is judged with it.
                    if (wide === undefined || (who.of === "workload" && areForNamedWorkloads(of))) return;
                    const part = quote("member", name);
                    yield { message: `${part} is ${wide}.`, path: member.path, part, resource };
                });
            });
        });
    },
});

/** What all who work for one may do in a project is judged by the role. */
function isJudged({ of }: Federated, type: string, { role }: Grant): boolean {
    const isReading = /^roles\/([\w.]+\.\w*([vV]iewer|[rR]eader)|browser)$/.test(ifKnown(() => text(role)) ?? "");
    return !isReading && (of === "workload" || ON_SERVICE_ACCOUNTS.includes(type));
}

function widthOf({ of, all, attribute }: Federated, providers: readonly Resource[]): string | undefined {
    if (all === "cluster") return "every pod of a cluster";
    if (all === "pool") return of === "workload" ? "every workload that the pool lets in" : "everyone whom the pool lets in";
    if (attribute === undefined || of === "workforce") return undefined;
    const found = widthOfAttribute(attribute, providers);
    if (found === "any job") return "every job with a value that whoever starts one chooses";
    return found && "every workload of a tenant";
}
