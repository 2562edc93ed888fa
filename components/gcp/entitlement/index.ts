import { Entitlement as PamEntitlement } from "@pulumi/gcp/privilegedaccessmanager/entitlement";
import { ComponentResource, type ComponentResourceOptions, type Output, all, interpolate } from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { ownership } from "../../ownership";
import { BINDINGS, binding, entitlementId, requestCommand, resource } from "../entitlements";
import { identifier } from "../function";
import { nameOf, node } from "../nodes";
import { type EntitlementArgs, apart, approver, eligible, email, maxDuration, members } from "./arguments";
import { approval } from "./documents";

export type { EntitlementArgs };

/** Roles on a project, folder or organization, for whoever asks with a reason and gets a yes, and for as long as that task takes. */
export class Entitlement extends ComponentResource {
    /** The entitlement of Privileged Access Manager. */
    readonly entitlement: PamEntitlement;
    /** What asks for a grant that is as long as it may be: a command line, but for the reason. */
    readonly requestCommand: Output<string>;
    /** Who answers for it; an entitlement has no labels. */
    readonly owner: Output<string>;
    /** How often it is to be looked at again, such as "90d"; an entitlement has no labels. */
    readonly review: Output<string>;

    constructor(name: string, args: EntitlementArgs, opts?: ComponentResourceOptions) {
        const { approvers, approverEmails } = args;
        const given = checked("Entitlement", name, (read) => ({
            parent: read.one("parent", args.parent, node),
            roles: read.each("roles", args.roles, binding, BINDINGS),
            eligible: read.each("eligible", args.eligible, eligible, members('"group:dba@example.com"')),
            approvers: read.each("approvers", approvers, approver, members('"group:dba-leads@example.com"')),
            apart: read.one("approvers", { eligible: args.eligible, approvers }, apart),
            notify: read.each("notify", args.notify, email, { least: 1, most: 10, example: '"security@example.com"' }),
            approverEmails: read.each("approverEmails", approverEmails, email, {
                most: 10,
                example: '"security@example.com"',
            }),
            seconds: read.one("maxDuration", args.maxDuration, maxDuration),
            id: read.one("entitlementId", args.entitlementId ?? identifier(name, 63), entitlementId),
            ownership: ownership(read, args),
        }));
        super("jit-guard:gcp:Entitlement", name, {}, opts);
        const names = (of: typeof given.eligible) => of.apply((list) => list.map((each) => each.name));
        const on = given.parent.apply(resource);

        this.entitlement = new PamEntitlement(
            name,
            {
                parent: given.parent.apply(nameOf),
                location: "global",
                entitlementId: given.id,
                maxRequestDuration: interpolate`${given.seconds}s`,
                eligibleUsers: [{ principals: names(given.eligible) }],
                privilegedAccess: {
                    gcpIamAccess: {
                        resource: on.apply((of) => of.resource),
                        resourceType: on.apply((of) => of.resourceType),
                        roleBindings: given.roles,
                    },
                },
                approvalWorkflow: approval(
                    all([given.approvers, given.apart]).apply(([list]) => list.map((each) => each.name)),
                    approverEmails && given.approverEmails,
                ),
                requesterJustificationConfig: { unstructured: {} },
                additionalNotificationTargets: { adminEmailRecipients: given.notify },
            },
            { parent: this },
        );
        this.requestCommand = all([given.parent, given.id, given.seconds]).apply((of) => requestCommand(...of));
        this.owner = given.ownership.owner;
        this.review = given.ownership.review;
        this.registerOutputs({
            entitlement: this.entitlement,
            requestCommand: this.requestCommand,
            owner: this.owner,
            review: this.review,
        });
    }
}
