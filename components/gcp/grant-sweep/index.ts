import { IAMMember as FolderMember } from "@pulumi/gcp/folder/iammember";
import { IAMCustomRole as OrganizationRole } from "@pulumi/gcp/organizations/iamcustomRole";
import { IAMMember as OrganizationMember } from "@pulumi/gcp/organizations/iammember";
import { IAMCustomRole as ProjectRole } from "@pulumi/gcp/projects/iamcustomRole";
import { IAMMember as ProjectMember } from "@pulumi/gcp/projects/iammember";
import { Topic } from "@pulumi/gcp/pubsub/topic";
import { ComponentResource, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { labels, ownership } from "../../ownership";
import { account, cloudFunction, identifier, region, ticks } from "../function";
import type { Node } from "../nodes";
import { type GrantSweepArgs, every, organization, parents, removable, title } from "./arguments";
import { cron, limit, permissions } from "./documents";

export type { GrantSweepArgs };

/** A look, on a schedule, for time-boxed grants that have ended, were edited or belong to nobody; it reports them, and takes away what it may. */
export class GrantSweep extends ComponentResource {
    /** E-mail address of the account that reads the policies, and changes them where it may. */
    readonly account: Output<string>;
    /** A message on it, of whatever content, is a sweep at once. */
    readonly topic: Topic;

    constructor(name: string, args: GrantSweepArgs, opts?: ComponentResourceOptions) {
        const { project, buildAccount, known } = args;
        const given = checked("GrantSweep", name, (read) => ({
            parents: read.plain("parents", args.parents, parents),
            location: read.one("location", args.location, region),
            organization: read.one("organization", { organization: args.organization, parents: args.parents }, organization),
            every: read.one("every", args.every, every),
            removable: read.plain("removable", args.removable, removable),
            known: read.each("known", known, title, {
                most: 100,
                because: "a policy takes a hundred conditional grants",
                example: '"jit-guard: db-upgrade"',
            }),
            ownership: ownership(read, args),
        }));
        super("jit-guard:gcp:GrantSweep", name, {}, opts);
        const parent = { parent: this };
        const own = labels(given.ownership, args.labels);
        const place = { location: given.location, ...(project && { project }) };

        this.topic = new Topic(name, { ...(project && { project }), labels: own }, parent);
        const runner = account(name, "Sweeps time-boxed grants.", place, this);
        for (const node of given.parents) {
            granted(name, node, given, runner.member, this);
        }
        cloudFunction(
            name,
            {
                component: "gcp/grant-sweep",
                description: "Sweeps time-boxed grants.",
                account: runner,
                topic: this.topic,
                environment: {
                    SWEEP: given.known.apply((titles) =>
                        JSON.stringify({
                            nodes: args.parents,
                            removable: given.removable,
                            ...(known !== undefined && { known: titles }),
                        }),
                    ),
                },
                timeout: 300,
                place,
                labels: own,
                buildAccount,
            },
            this,
        );
        ticks(name, given.every.apply(cron), this.topic, place, this);
        this.account = runner.email;
        this.registerOutputs({ account: this.account, topic: this.topic });
    }
}

interface Given {
    readonly organization: Output<string>;
    readonly removable: readonly string[];
}

/** On a node, a role of its own: exactly what the sweep does there. */
function granted(name: string, node: Node, given: Given, member: Output<string>, parent: GrantSweep): void {
    const { kind, id } = node;
    const child = `${name}-${kind}-${id}`;
    const role = {
        roleId: identifier(child, 60).replaceAll("-", "_"),
        title: `Sweep grants of ${id}`.slice(0, 100),
        permissions: permissions(node, given.removable),
    };
    const condition = limit(given.removable);
    const of = { member, ...(condition && { condition }) };
    const under = { parent };
    if (kind === "projects") {
        const made = new ProjectRole(child, { project: id, ...role }, under);
        new ProjectMember(child, { project: id, role: made.name, ...of }, under);
        return;
    }
    const orgId = kind === "organizations" ? id : given.organization;
    const made = new OrganizationRole(child, { orgId, ...role }, under);
    if (kind === "organizations") new OrganizationMember(child, { orgId: id, role: made.name, ...of }, under);
    else new FolderMember(child, { folder: `folders/${id}`, role: made.name, ...of }, under);
}
