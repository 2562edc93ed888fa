import type { Input } from "@pulumi/pulumi";
import { type Check, Refused } from "../../arguments";
import type { OwnershipArgs } from "../../ownership";
import { term } from "../cel";
import { member as memberOf } from "../members";
import type { Node } from "../nodes";
import { role as roleOf } from "../roles";

export interface TimeboxedMemberArgs extends OwnershipArgs {
    /** Where the role is granted: "projects/example", "folders/123456789012" or "organizations/123456789012". */
    parent: string;
    /** The role, predefined or custom: "roles/cloudsql.admin"; none of Owner, Editor and Viewer, which take no condition. */
    role: Input<string>;
    /** Who has it: "user:jo@example.com", "group:…", "serviceAccount:…", "principal://…" or "principalSet://…". */
    member: Input<string>;
    /** The first instant of the window, with a zone: "2026-12-01T08:00:00Z". */
    notBefore: Input<string>;
    /** The instant at which the role can do nothing any more; at most 30 d ahead. */
    notAfter: Input<string>;
    /**
     * What else must be true of a call, in Common Expression Language: "resource.name.startsWith('projects/example/instances/shop')".
     * @default nothing
     */
    condition?: Input<string>;
}

/** The rule that asks for an end. */
export const END = "gcp-no-standing-admin";

const EXAMPLE = '"roles/cloudsql.admin"';

/** A role that can be granted on that node. */
export function role(parent: Node | undefined): Check<string> {
    return (given, at) => {
        const found = roleOf(EXAMPLE, END)(given, at);
        if (!found.startsWith("projects/") || parent?.kind === "projects") return found;
        throw new Refused(at, "is a role of a project, which can be granted there only.", `${at}: ${EXAMPLE}`, END);
    };
}

export const member = memberOf('"user:jo@example.com"', "gcp-no-public-access");

export const condition = term("\"resource.name.startsWith('projects/example/instances/shop')\"", END);

const LONGEST_NAME = 89;

/** Of the component, whose name is in the title: a title has a hundred characters. */
export const nameInTitle: Check<string> = (given, at) => {
    const found = String(given);
    if (found.length <= LONGEST_NAME) return found;
    const wrong = `of the component has ${found.length} characters, of which the title of a condition takes ${LONGEST_NAME}.`;
    throw new Refused(at, wrong, "a shorter one");
};
