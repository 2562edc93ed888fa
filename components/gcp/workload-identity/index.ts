import { WorkloadIdentityPool } from "@pulumi/gcp/iam/workloadIdentityPool";
import { WorkloadIdentityPoolProvider } from "@pulumi/gcp/iam/workloadIdentityPoolProvider";
import { IAMMember } from "@pulumi/gcp/serviceaccount/iammember";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { ownership } from "../../ownership";
import { described } from "../descriptions";
import {
    type Kind,
    type WorkloadArgs,
    type WorkloadIdentityArgs,
    attributeCondition,
    identity,
    kindOf,
    poolId,
    poolIdentifier,
    serviceAccount,
} from "./arguments";
import { type Identity, audience, mapping, principalSet } from "./documents";

export type { WorkloadArgs, WorkloadIdentityArgs };

/** One workload outside Google Cloud, let in by its own identity and without a stored key: a CI job, a pod, a machine, another cloud. */
export class WorkloadIdentity extends ComponentResource {
    /** Id of the pool: for the other providers of it. */
    readonly pool: Output<string>;
    /** The provider; its `name` is what a workload names to sign in. */
    readonly provider: WorkloadIdentityPoolProvider;
    /** The workload, as the member of a grant: "principalSet://iam.googleapis.com/…/attribute.workload/…". */
    readonly principalSet: Output<string>;
    /** For whom the workload asks its tokens to be, where no audience is given. */
    readonly audience: Output<string>;

    constructor(name: string, args: WorkloadIdentityArgs, opts?: ComponentResourceOptions) {
        const { workload, condition } = args;
        const place = { id: poolIdentifier(name), isShared: args.pool !== undefined };
        const given = checked("WorkloadIdentity", name, (read) => {
            const { one } = read;
            const kind = read.plain("workload", workload, kindOf);
            // Without a kind, this ends in an error.
            const of = kind && workload[kind];
            return {
                kind,
                who: kind && one(`workload.${kind}`, of, identity(kind, place)),
                condition: kind && one("condition", { condition, workload: of }, attributeCondition(kind, place)),
                pool: args.pool === undefined ? undefined : one("pool", args.pool, poolId),
                account:
                    args.serviceAccount === undefined
                        ? undefined
                        : one("serviceAccount", args.serviceAccount, serviceAccount),
                ownership: ownership(read, args),
            };
        });
        super("jit-guard:gcp:WorkloadIdentity", name, {}, opts);
        const parent = { parent: this };
        const common = {
            ...(args.project !== undefined && { project: args.project }),
            description: described(given.ownership),
        };

        this.pool =
            given.pool ??
            new WorkloadIdentityPool(name, { ...common, workloadIdentityPoolId: place.id }, parent).workloadIdentityPoolId;
        this.provider = new WorkloadIdentityPoolProvider(
            name,
            {
                ...common,
                workloadIdentityPoolId: this.pool,
                workloadIdentityPoolProviderId: place.id,
                attributeMapping: given.who.apply((who) => mapping(who, place.id, place.isShared)),
                attributeCondition: given.condition,
                ...sourceOf(given.kind, given.who),
            },
            parent,
        );
        this.principalSet = this.provider.name.apply((provider) => principalSet(provider, place.id));
        this.audience = this.provider.name.apply(audience);
        if (given.account) {
            new IAMMember(
                name,
                {
                    serviceAccountId: given.account,
                    role: "roles/iam.workloadIdentityUser",
                    member: this.principalSet,
                },
                parent,
            );
        }
        this.registerOutputs({
            pool: this.pool,
            provider: this.provider,
            principalSet: this.principalSet,
            audience: this.audience,
        });
    }
}

// Which of the three it is, is known before the rest.
function sourceOf(kind: Kind, who: Output<Identity>) {
    if (kind === "aws") return { aws: who.apply(({ source }) => source.aws!) };
    if (kind === "x509") return { x509: who.apply(({ source }) => source.x509!) };
    return { oidc: who.apply(({ source }) => source.oidc!) };
}
