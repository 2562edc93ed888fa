import { PodIdentityAssociation } from "@pulumi/aws/eks/podIdentityAssociation";
import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import { OpenIdConnectProvider } from "@pulumi/aws/iam/openIdConnectProvider";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { Profile } from "@pulumi/aws/rolesanywhere/profile";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { ownership, tags } from "../../ownership";
import { policyArn } from "../iam";
import {
    type WorkloadArgs,
    type WorkloadRoleArgs,
    federation,
    kindOf,
    maxDuration,
    needsProvider,
    providerFor,
} from "./arguments";
import { type Federation, trust } from "./documents";

export type { WorkloadArgs, WorkloadRoleArgs };

/** An AWS role that one workload takes by its own identity, without a stored key: a CI job, a pod, a machine, another cloud. */
export class WorkloadRole extends ComponentResource {
    /** The role. */
    readonly role: Role;
    /** ARN of the role. */
    readonly arn: Output<string>;
    /** ARN of the OIDC provider, where there is one: for the other roles of the same issuer. */
    readonly provider: Output<string> | undefined;
    /** ARN of the profile of Roles Anywhere, where there is one. */
    readonly profile: Output<string> | undefined;

    constructor(name: string, args: WorkloadRoleArgs, opts?: ComponentResourceOptions) {
        const { workload, policies = {}, inlinePolicies = {}, permissionsBoundary } = args;
        const given = checked("WorkloadRole", name, (read) => {
            const { one } = read;
            const kind = read.plain("workload", workload, kindOf);
            // Without a kind, this ends in an error.
            const of = kind && workload[kind];
            return {
                kind,
                who: kind && one(`workload.${kind}`, of, federation(kind)),
                provider: kind && one("provider", { provider: args.provider, workload: of }, providerFor(kind)),
                seconds: kind && one("maxDuration", args.maxDuration, maxDuration(kind)),
                policies: Object.entries(policies).map(
                    ([key, arn]) => [key, one(`policies.${key}`, arn, policyArn)] as const,
                ),
                ownership: ownership(read, args),
            };
        });
        super("jit-guard:aws:WorkloadRole", name, {}, opts);
        const parent = { parent: this };
        const { kind, who } = given;
        const tagged = tags(given.ownership, args.tags);

        if (needsProvider(kind)) {
            this.provider =
                args.provider === undefined
                    ? new OpenIdConnectProvider(name, { ...providerOf(who), tags: tagged }, parent).arn
                    : (given.provider as Output<string>);
        }
        this.role = new Role(
            name,
            {
                path: "/jit/",
                assumeRolePolicy: trustPolicy(who, this.provider),
                // The least that AWS takes.
                maxSessionDuration: 3_600,
                ...(permissionsBoundary !== undefined && { permissionsBoundary }),
                tags: tagged,
            },
            parent,
        );
        for (const [key, arn] of given.policies) {
            new RolePolicyAttachment(`${name}-${key}`, { role: this.role.name, policyArn: arn }, parent);
        }
        for (const [key, policy] of Object.entries(inlinePolicies)) {
            new RolePolicy(`${name}-${key}`, { role: this.role.name, policy }, parent);
        }
        if (kind === "podIdentity") {
            const { clusterName, namespace, serviceAccount } = who.apply(({ pod }) => pod!);
            const roleArn = this.role.arn;
            new PodIdentityAssociation(name, { clusterName, namespace, serviceAccount, roleArn, tags: tagged }, parent);
        }
        if (kind === "rolesAnywhere") {
            const lasts = { enabled: true, durationSeconds: given.seconds };
            this.profile = new Profile(name, { ...lasts, roleArns: [this.role.arn], tags: tagged }, parent).arn;
        }
        this.arn = this.role.arn;
        this.registerOutputs({ role: this.role, arn: this.arn, provider: this.provider, profile: this.profile });
    }
}

// An object and no text, so that a preview that does not know the provider yet knows the rest.
function trustPolicy(who: Output<Federation>, provider: Output<string> | undefined): PolicyDocument {
    const principal = (provider ? { Federated: provider } : who.principal) as PolicyStatement["Principal"];
    const { Effect, Action, Condition } = who.apply(trust) as unknown as PolicyStatement;
    return { Version: "2012-10-17", Statement: [{ Effect, Principal: principal, Action, Condition }] };
}

function providerOf(who: Output<Federation>) {
    return {
        url: who.apply(({ issuer }) => `https://${issuer}`),
        clientIdLists: who.apply(({ audiences }) => [...audiences!]),
    };
}
