import { type Unreadable, type Value, each, ifKnown, json, list, oneOrMany, text } from "./values";

/** One role, granted to some members, perhaps under a condition. */
export interface Grant {
    readonly role: Value;
    /** A list of members, or the one member. */
    readonly members: Value;
    readonly condition: Value;
}

/** What `body` yields for each grant of a member, a binding or a whole policy of a project, folder or organization. */
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
