import { Entitlement } from "@pulumi/gcp/privilegedaccessmanager/entitlement";
import type { Subscription } from "@pulumi/gcp/pubsub/subscription";
import { ComponentResource, type ComponentResourceOptions, type Output, all, interpolate } from "@pulumi/pulumi";
import { addresses, isUrl } from "../../addresses";
import { checked } from "../../arguments";
import { runbookUrl } from "../../checks";
import { labels, ownership } from "../../ownership";
import { BINDINGS, entitlementId, requestCommand, resource } from "../entitlements";
import { identifier } from "../function";
import { nameOf, node } from "../nodes";
import {
    type BreakGlassEntitlementArgs,
    apart,
    holder,
    maxDuration,
    project,
    reviewWithin,
    reviewer,
    unsilencing,
} from "./arguments";
import { type Watch, watch } from "./watch";

export type { BreakGlassEntitlementArgs, Watch };

/** Roles for the hour when all else fails: nobody is asked, whoever takes them is seen at once, and each use is reviewed. */
export class BreakGlassEntitlement extends ComponentResource {
    /** The entitlement of Privileged Access Manager. */
    readonly entitlement: Entitlement;
    /** What takes the roles for as long as may be: a command line, but for the reason. */
    readonly requestCommand: Output<string>;
    /** What sees and tells of its use: `sink`, `topic`, `reviewQueue`, and the alarms `used`, `overdue`, `escalation`. */
    readonly alarms: Watch;
    /** Where each use waits until a reviewer acknowledges it. */
    readonly reviewQueue: Subscription;

    constructor(name: string, args: BreakGlassEntitlementArgs, opts?: ComponentResourceOptions) {
        const { eligible, reviewers } = args;
        const given = checked("BreakGlassEntitlement", name, (read) => ({
            parent: read.plain("parent", args.parent, node),
            project: read.one("project", { project: args.project, parent: args.parent }, project),
            roles: read.each("roles", args.roles, unsilencing, BINDINGS),
            eligible: read.each("eligible", eligible, holder, {
                least: 1,
                most: 5,
                because: "a role that many can take is an ordinary one",
                example: '"user:jo@example.com"',
            }),
            reviewers: read.each("reviewers", reviewers, reviewer, {
                least: 1,
                most: 10,
                because: "what everybody is to look at, nobody looks at",
                example: '"group:security@example.com"',
            }),
            apart: read.one("reviewers", { eligible, reviewers }, apart),
            runbook: read.one("runbookUrl", args.runbookUrl, runbookUrl),
            notify: addresses(read, "notify", args.notify),
            escalate: addresses(read, "escalate", args.escalate, { least: 0 }),
            seconds: read.one("maxDuration", args.maxDuration, maxDuration),
            within: read.one("reviewWithin", args.reviewWithin, reviewWithin),
            id: read.one("entitlementId", args.entitlementId ?? identifier(name, 63), entitlementId),
            ownership: ownership(read, args, "30d"),
        }));
        super("jit-guard:gcp:BreakGlassEntitlement", name, {}, opts);
        const names = (of: typeof given.eligible) => all([of, given.apart]).apply(([list]) => list.map((each) => each.name));

        const made = watch(
            name,
            {
                ...given,
                reviewers: names(given.reviewers),
                owner: given.ownership.owner,
                labels: labels(given.ownership, args.labels),
            },
            this,
        );
        this.entitlement = new Entitlement(
            name,
            {
                parent: nameOf(given.parent),
                location: "global",
                entitlementId: given.id,
                maxRequestDuration: interpolate`${given.seconds}s`,
                eligibleUsers: [{ principals: names(given.eligible) }],
                privilegedAccess: { gcpIamAccess: { ...resource(given.parent), roleBindings: given.roles } },
                requesterJustificationConfig: { unstructured: {} },
                // Beside the alarms, and by another way: Privileged Access Manager writes by itself.
                additionalNotificationTargets: {
                    adminEmailRecipients: all([...given.notify]).apply((list) => list.filter((each) => !isUrl(each))),
                },
            },
            // Nobody can take it before that is seen.
            { parent: this, dependsOn: [...made.ready] },
        );
        this.requestCommand = all([given.id, given.seconds]).apply((of) => requestCommand(given.parent, ...of));
        this.alarms = made.watch;
        this.reviewQueue = made.watch.reviewQueue;
        this.registerOutputs({
            entitlement: this.entitlement,
            requestCommand: this.requestCommand,
            alarms: this.alarms,
            reviewQueue: this.reviewQueue,
        });
    }
}
