import { Policy } from "@pulumi/aws/iam/policy";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import type { Queue } from "@pulumi/aws/sqs/queue";
import {
    ComponentResource,
    type ComponentResourceOptions,
    type Output,
    all,
    interpolate,
    jsonStringify,
    output,
} from "@pulumi/pulumi";
import { addresses } from "../../addresses";
import { checked } from "../../arguments";
import { runbookUrl } from "../../checks";
import { ownership, tags } from "../../ownership";
import { boundary, persistence } from "../boundary";
import { fittingTrust, policyArn, principal } from "../iam";
import { type BreakGlassRoleArgs, apart, maxDuration, regions, reviewWithin } from "./arguments";
import { guard, trust } from "./documents";
import { type Watch, watch } from "./watch";

export type { BreakGlassRoleArgs, Watch };

/** An AWS role for the hour when all else fails: it waits, whoever takes it is seen at once, and each use is reviewed. */
export class BreakGlassRole extends ComponentResource {
    /** The role. */
    readonly role: Role;
    /** ARN of the role, for `aws sts assume-role`. */
    readonly arn: Output<string>;
    /** What sees and tells of its use, by region: `rule`, `topic`, `reviewQueue`, and the alarms `overdue`, `undelivered`, `unsent`. */
    readonly alarms: Readonly<Record<string, Watch>>;
    /** Where each use waits until a reviewer deletes it, by region. */
    readonly reviewQueues: Readonly<Record<string, Queue>>;

    constructor(name: string, args: BreakGlassRoleArgs, opts?: ComponentResourceOptions) {
        const { principals, reviewers, policies = {}, inlinePolicies = {}, allowPersistence, acceptRisk } = args;
        const given = checked("BreakGlassRole", name, (read) => ({
            principals: read.each("principals", principals, principal, {
                least: 1,
                most: 5,
                because: "a role that many can take is an ordinary one",
                example: '"arn:aws:iam::123456789012:user/jo"',
            }),
            fits: read.one(
                "principals",
                principals,
                fittingTrust((named) => trust({ principals: named, regions: args.regions, requireMfa: true })),
            ),
            reviewers: read.each("reviewers", reviewers, principal, {
                least: 1,
                most: 10,
                because: "the policy of a queue has 8,192 bytes",
                example: '"arn:aws:iam::123456789012:role/security"',
            }),
            apart: read.one("reviewers", { principals, reviewers }, apart),
            runbook: read.one("runbookUrl", args.runbookUrl, runbookUrl),
            notify: addresses(read, "notify", args.notify),
            escalate: addresses(read, "escalate", args.escalate, { least: 0 }),
            regions: read.plain("regions", args.regions, regions),
            seconds: read.one("maxDuration", args.maxDuration, maxDuration),
            within: read.one("reviewWithin", args.reviewWithin, reviewWithin),
            policies: Object.entries(policies).map(
                ([key, arn]) => [key, read.one(`policies.${key}`, arn, policyArn)] as const,
            ),
            allowed: read.one(
                "allowPersistence",
                { allowPersistence, acceptRisk, policies: Object.values(policies) },
                persistence,
            ),
            ownership: ownership(read, args, "30d"),
        }));
        super("jit-guard:aws:BreakGlassRole", name, {}, opts);
        const parent = { parent: this };
        const tagged = tags(given.ownership, args.tags);
        const arns = (of: Output<readonly { readonly arn: string }[]>) => of.apply((list) => list.map(({ arn }) => arn));

        const limit = output(
            args.permissionsBoundary ??
                new Policy(
                    `${name}-boundary`,
                    { policy: jsonStringify(given.allowed.apply(boundary)), path: "/jit/break-glass/", tags: tagged },
                    parent,
                ).arn,
        );
        this.role = new Role(
            name,
            {
                path: "/jit/break-glass/",
                description: interpolate`Break-glass. Runbook: ${given.runbook}`,
                assumeRolePolicy: jsonStringify(
                    all([given.principals, args.requireMfa, given.apart, given.fits]).apply(([principals, requireMfa]) =>
                        trust({ principals, regions: given.regions, requireMfa }),
                    ),
                ),
                maxSessionDuration: given.seconds,
                permissionsBoundary: limit,
                tags: tagged,
            },
            parent,
        );
        this.arn = this.role.arn;
        const watched = {
            ...given,
            role: this.arn,
            holders: all([this.arn, arns(given.principals)]).apply(([role, principals]) => [role, ...principals]),
            reviewers: arns(given.reviewers),
            tags: tagged,
        };
        const made = given.regions.map((region) => watch(`${name}-${region}`, region, watched, this));
        const guarded = new RolePolicy(
            `${name}-guard`,
            { role: this.role.name, policy: guard([this.arn, limit, ...made.flatMap(({ arns }) => arns)]) },
            parent,
        );
        // Nothing is allowed before its use is seen.
        const whenSeen = { parent: this, dependsOn: [guarded, ...made.flatMap(({ ready }) => ready)] };
        for (const [key, policyArn] of given.policies) {
            new RolePolicyAttachment(`${name}-${key}`, { role: this.role.name, policyArn }, whenSeen);
        }
        for (const [key, policy] of Object.entries(inlinePolicies)) {
            new RolePolicy(`${name}-${key}`, { role: this.role.name, policy }, whenSeen);
        }
        const byRegion = <Each>(of: (watch: Watch) => Each) =>
            Object.fromEntries(given.regions.map((region, index) => [region, of(made[index]!.watch)]));
        this.alarms = byRegion((each) => each);
        this.reviewQueues = byRegion(({ reviewQueue }) => reviewQueue);
        this.registerOutputs({ role: this.role, arn: this.arn, alarms: this.alarms, reviewQueues: this.reviewQueues });
    }
}
