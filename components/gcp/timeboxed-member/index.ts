import { IAMMember as FolderMember } from "@pulumi/gcp/folder/iammember";
import { IAMMember as OrganizationMember } from "@pulumi/gcp/organizations/iammember";
import { IAMMember as ProjectMember } from "@pulumi/gcp/projects/iammember";
import { ComponentResource, type ComponentResourceOptions, type Output, all } from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { iso, now, window } from "../../checks";
import { ownership } from "../../ownership";
import { described } from "../descriptions";
import { node } from "../nodes";
import { END, type TimeboxedMemberArgs, condition, member, nameInTitle, role } from "./arguments";
import { expression, title } from "./documents";

export type { TimeboxedMemberArgs };

/** A role for one member on a project, folder or organization, for a planned piece of work: from one instant to another. */
export class TimeboxedMember extends ComponentResource {
    /** The grant. */
    readonly member: ProjectMember | FolderMember | OrganizationMember;
    /** The title of its condition: for `known` of GrantSweep. */
    readonly title: string;
    /** The window, as written into the condition: UTC. */
    readonly window: Output<{ notBefore: string; notAfter: string }>;

    constructor(name: string, args: TimeboxedMemberArgs, opts?: ComponentResourceOptions) {
        const { notBefore, notAfter } = args;
        const given = checked("TimeboxedMember", name, (read) => {
            const parent = read.plain("parent", args.parent, node);
            return {
                name: read.plain("name", name, nameInTitle),
                parent,
                role: read.one("role", args.role, role(parent)),
                member: read.one("member", args.member, member),
                window: read.one("notAfter", { notBefore, notAfter }, window(now(), END)),
                condition: args.condition === undefined ? undefined : read.one("condition", args.condition, condition),
                ownership: ownership(read, args),
            };
        });
        super("jit-guard:gcp:TimeboxedMember", name, {}, opts);
        const parent = { parent: this };

        this.title = title(name);
        // Beside the grants of others, and not in their place: those of other programs are left alone.
        const grant = {
            role: given.role,
            member: given.member.apply((of) => of.name),
            condition: {
                title: this.title,
                description: described(given.ownership),
                expression: all([given.window, given.condition]).apply((of) => expression(...of)),
            },
        };
        const { kind, id } = given.parent;
        if (kind === "projects") this.member = new ProjectMember(name, { project: id, ...grant }, parent);
        else if (kind === "folders") this.member = new FolderMember(name, { folder: `folders/${id}`, ...grant }, parent);
        else this.member = new OrganizationMember(name, { orgId: id, ...grant }, parent);
        this.window = given.window.apply(({ start, end }) => ({ notBefore: iso(start), notAfter: iso(end) }));
        this.registerOutputs({ member: this.member, title: this.title, window: this.window });
    }
}
