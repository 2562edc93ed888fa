import { type Limits, excludesOthers, isLimited } from "./aws-trust-conditions";
import { matches, matchesAll } from "./iam-pattern";
import { type Listing, type Statement, statements } from "./iam-policy";
import { all, isForAnyone, principals } from "./trust-policy";
import { type Unreadable, type Value, each, isUnreadable, text } from "./values";

/** The statements of a policy that let anyone in: whatever the limits do not hold back, nor a Deny for all others. */
export function openStatements(
    document: Value,
    limits: Limits,
    concerns: (statement: Statement) => boolean,
): Iterable<Statement | Unreadable> {
    const written = statements(document);
    return each(written, (statement) => {
        const open = all([
            () => principals(statement).some(isForAnyone),
            () => statement.allows,
            () => !isLimited(statement.condition, limits),
            () => concerns(statement),
            () => !written.some((other) => holdsBack(other, statement, limits)),
        ]);
        return open ? [statement] : [];
    });
}

/** Whether a Deny keeps out of an Allow all but a few. What cannot be read of it denies nothing. */
function holdsBack(deny: Statement, allow: Statement, limits: Limits): boolean {
    const [certainly] = each([deny], ({ allows, condition, notPrincipal }) => {
        if (allows || !covers(deny, allow)) return [false];
        const spared = !notPrincipal.absent && condition.absent;
        return [spared || (principals(deny).some(isForAnyone) && excludesOthers(condition, limits))];
    });
    return certainly === true;
}

/** Whether all that `allow` is about, actions and resources, is among what `deny` is about. */
function covers(deny: Statement, allow: Statement): boolean {
    return [(of: Statement) => of.actions, (of: Statement) => of.resources].every((element) => {
        const [ours, theirs] = [listed(deny, element), listed(allow, element)];
        // The policy of a role names no resource.
        if (!ours || ours.inverted) return !ours;
        // A resource that is not known yet is most likely the one that the policy is for.
        const patterns = ours.values.filter((value) => !value.unknown).map(lowered);
        if (patterns.some(matchesAll) || patterns.length < ours.values.length) return true;
        if (!theirs || theirs.inverted) return false;
        return theirs.values.every((value) => value.unknown || patterns.some((pattern) => matches(pattern, lowered(value))));
    });
}

function listed(statement: Statement, element: (of: Statement) => Listing): Listing | undefined {
    const [read] = each([statement], (of) => [element(of)]);
    return isUnreadable(read) ? undefined : read;
}

function lowered(value: Value): string {
    return (text(value) ?? "").toLowerCase();
}
