import { Policy } from "@pulumi/aws/iam/policy";
import type { PolicyDocument } from "@pulumi/aws/iam/documents";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import {
    ComponentResource,
    type ComponentResourceOptions,
    type Input,
    type Output,
    all,
    jsonStringify,
} from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { iso, now, window } from "../../checks";
import { type OwnershipArgs, ownership, tags } from "../../ownership";
import { type AcceptedRisk, type Persistence, boundary, persistence } from "../boundary";
import { fittingTrust, policyArn, principal } from "../iam";
import { permissionWindow, trust } from "./documents";

export interface TimeboxedRoleArgs extends OwnershipArgs {
    /** Who may take the role: ARNs of IAM users and roles, at most ten; never a wildcard or a whole account. */
    principals: Input<Input<string>[]>;
    /** The first instant of the window, with a zone: "2026-12-01T08:00:00Z". */
    notBefore: Input<string>;
    /** The instant at which the role can no longer be taken and its open sessions lose all rights; at most 30 d ahead. */
    notAfter: Input<string>;
    /**
     * ARNs of managed policies, each under a name of yours.
     * @default {}
     */
    policies?: Record<string, Input<string>>;
    /**
     * Policy documents, each under a name of yours.
     * @default {}
     */
    inlinePolicies?: Record<string, Input<string | PolicyDocument>>;
    /**
     * Whether MFA must have been used. Sessions of IAM Identity Center do not say so: demand it at their sign-in.
     * @default true for IAM users, false for roles
     */
    requireMfa?: Input<boolean>;
    /**
     * ARN of a boundary of your own, in place of the one that keeps sessions from outliving their end.
     * @default a boundary that the component makes
     */
    permissionsBoundary?: Input<string>;
    /**
     * What the boundary is not to deny, group by group: "assume-role", "pass-role", "change-iam", "change-access",
     * "issue-credentials", "change-code", "enter-machines".
     * @default []
     */
    allowPersistence?: Persistence[];
    /** Why, and until when, an administrator may have `allowPersistence`. */
    acceptRisk?: AcceptedRisk;
    /**
     * More tags.
     * @default {}
     */
    tags?: Input<Record<string, Input<string>>>;
}

/** An AWS role for a planned piece of work: it can be taken, and can do something, from one instant to another. */
export class TimeboxedRole extends ComponentResource {
    /** The role. */
    readonly role: Role;
    /** ARN of the role, for `aws sts assume-role`. */
    readonly arn: Output<string>;
    /** The window, as written into the role: UTC. */
    readonly window: Output<{ notBefore: string; notAfter: string }>;

    constructor(name: string, args: TimeboxedRoleArgs, opts?: ComponentResourceOptions) {
        const { notBefore, notAfter, policies = {}, inlinePolicies = {}, allowPersistence, acceptRisk } = args;
        const given = checked("TimeboxedRole", name, (read) => ({
            principals: read.each("principals", args.principals, principal, {
                least: 1,
                most: 10,
                because: "a trust policy has 2,048 characters",
                example: '"arn:aws:iam::123456789012:role/dba"',
            }),
            fits: read.one(
                "principals",
                args.principals,
                fittingTrust((principals) => trust({ principals, window: { start: 0, end: 0 }, requireMfa: true })),
            ),
            window: read.one("notAfter", { notBefore, notAfter }, window(now())),
            policies: Object.entries(policies).map(
                ([key, arn]) => [key, read.one(`policies.${key}`, arn, policyArn)] as const,
            ),
            allowed: read.one(
                "allowPersistence",
                { allowPersistence, acceptRisk, policies: Object.values(policies) },
                persistence,
            ),
            ownership: ownership(read, args),
        }));
        super("jit-guard:aws:TimeboxedRole", name, {}, opts);
        const parent = { parent: this };

        const limit =
            args.permissionsBoundary ??
            new Policy(
                `${name}-boundary`,
                {
                    policy: jsonStringify(given.allowed.apply(boundary)),
                    path: "/jit/",
                    tags: tags(given.ownership, args.tags),
                },
                parent,
            ).arn;
        this.role = new Role(
            name,
            {
                path: "/jit/",
                assumeRolePolicy: jsonStringify(
                    all([given.principals, given.window, args.requireMfa, given.fits]).apply(
                        ([principals, window, requireMfa]) => trust({ principals, window, requireMfa }),
                    ),
                ),
                // The least that AWS takes; the window ends a session at once, whatever its length.
                maxSessionDuration: 3_600,
                permissionsBoundary: limit,
                tags: tags(given.ownership, args.tags),
            },
            parent,
        );
        const end = new RolePolicy(
            `${name}-window`,
            { role: this.role.name, policy: jsonStringify(given.window.apply(permissionWindow)) },
            parent,
        );
        // Nothing is allowed before its end is written.
        const afterEnd = { parent: this, dependsOn: [end] };
        for (const [key, policyArn] of given.policies) {
            new RolePolicyAttachment(`${name}-${key}`, { role: this.role.name, policyArn }, afterEnd);
        }
        for (const [key, policy] of Object.entries(inlinePolicies)) {
            new RolePolicy(`${name}-${key}`, { role: this.role.name, policy }, afterEnd);
        }
        this.arn = this.role.arn;
        this.window = given.window.apply(({ start, end }) => ({ notBefore: iso(start), notAfter: iso(end) }));
        this.registerOutputs({ role: this.role, arn: this.arn, window: this.window });
    }
}
