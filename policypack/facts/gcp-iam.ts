import type { Resource } from "../core/rule";
import { isPublic } from "./gcp-members";
import { isMade } from "./gcp-scopes";
import {
    type Unreadable,
    type Value,
    each,
    elements,
    ifKnown,
    inputOf,
    isUnreadable,
    json,
    list,
    oneOrMany,
    text,
} from "./values";

/** One role, granted to some members, perhaps under a condition. */
export interface Grant {
    readonly role: Value;
    /** A list of members, or the one member. */
    readonly members: Value;
    readonly condition: Value;
}

/** What `body` yields for each grant of a member, a binding or a whole policy. */
export function eachGrant<F>(inputs: Value, body: (grant: Grant) => Iterable<F>): Generator<F | Unreadable> {
    const policy = inputs.get("policyData");
    const places = policy.absent ? [inputs] : list(json(policy).get("bindings"));
    return each(places, (place) => body(grantAt(place)));
}

function grantAt(place: Value): Grant {
    const members = place.get("members");
    return {
        role: place.get("role"),
        members: members.absent ? place.get("member") : members,
        condition: place.get("condition"),
    };
}

/** Who is granted the role: a name, or undefined where it is not known yet. None when the list is empty, which grants nothing. */
export function membersOf({ members }: Grant): readonly (string | undefined)[] {
    if (members.absent) return [undefined];
    return ifKnown(() => oneOrMany(members).map((member) => ifKnown(() => text(member)))) ?? [undefined];
}

/** A member whose name is known, and where it stands. */
export interface Member {
    readonly name: string;
    readonly at: Value;
}

/** The members whose names are known. Of those that are made by the program there is nothing to say. */
export function* knownMembers(resource: Resource, { members }: Grant): Generator<Member | Unreadable> {
    yield* each(elements(members), function* (at) {
        const name = isMade(resource, at) ? undefined : text(at);
        if (name !== undefined) yield { name, at };
    });
}

/** What `body` yields for each known member of each grant. */
export function* eachMember<F>(
    resource: Resource,
    body: (member: Member, grant: Grant) => Iterable<F>,
): Generator<F | Unreadable> {
    yield* eachGrant(resource.inputs, function* (grant) {
        for (const member of knownMembers(resource, grant)) yield* isUnreadable(member) ? [member] : body(member, grant);
    });
}

/** The role; undefined when it is not known yet because it is a custom role of the program, which the join over the stack judges. */
export function roleOf({ sources }: Resource, { role }: Grant): string | undefined {
    if (role.unknown && (sources[inputOf(role)] ?? []).some(isCustomRoleUrn)) return undefined;
    return text(role) ?? "";
}

/**
 * The members, known or not: but not the public, for whom there is a rule, nor who is deleted, nor whom the role is meant for. An account
 * that the program asks Google for is one that Google runs.
 */
export function grantees(
    { sources }: Resource,
    grant: Grant,
    isMeant: (member: string) => boolean,
): readonly (string | undefined)[] {
    const made = sources[inputOf(grant.members)] ?? [];
    const isAsked = made.length > 0 && made.every((urn) => /[:$]gcp:projects\/serviceIdentity:ServiceIdentity::/.test(urn));
    return membersOf(grant).filter((member) =>
        member === undefined
            ? !isAsked || !isMeant(AGENT)
            : !isPublic(member) && !member.startsWith("deleted:") && !isMeant(member),
    );
}

const AGENT = "serviceAccount:service-1@gcp-sa-any.iam.gserviceaccount.com";

export function isCustomRoleUrn(urn: string): boolean {
    return /[:$]gcp:(projects|organizations)\/iAMCustomRole:IAMCustomRole::/.test(urn);
}
