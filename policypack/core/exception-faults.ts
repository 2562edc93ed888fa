import { type Unreadable, type Value, each, isRecord, list } from "../facts/values";
import { EXCEPTION, LONGEST, LONGEST_REVIEW, REVIEW, isBreakGlass } from "./exceptions";
import { nearest } from "./nearest";
import { DAYS, type Term, dayOf, fault, fieldFaults, legibleText, person, termFaults } from "./register";
import type { Finding, Severity } from "./rule";

/**
 * All that is wrong with a register, each with the path of its place. Beside `exceptions`, the register knows the `rules`
 * there are, by name, with their severity, and which entries, by index, let nothing through although they name the program
 * that was judged: `unmatched`.
 */
export function* exceptionFaults(register: Value, now: Date): Generator<Finding | Unreadable> {
    const unreadable = legibleText(register.get("unreadable"));
    if (unreadable !== undefined) {
        yield fault("", `The register of exceptions cannot be read: ${unreadable}.`);
        return;
    }
    const known = ["exceptions", "rules", "unmatched", "$schema"];
    const other = isRecord(register.raw) ? Object.keys(register.raw).find((key) => !known.includes(key)) : undefined;
    if (other !== undefined) {
        const { path } = register.get(other);
        yield fault(path, `\`${path}\` is not known: a register holds \`exceptions: [...]\` and nothing else.`);
    }

    const entries = register.get("exceptions");
    if (!entries.absent && !entries.unknown && !Array.isArray(entries.raw)) {
        yield fault(
            "exceptions",
            `\`exceptions\` is not a list. Write each entry behind a dash: \`- ${EXCEPTION.rule!.example}\`.`,
        );
        return;
    }
    const severities = severitiesOf(register.get("rules"));
    const unmatched = new Set<unknown>((register.get("unmatched").raw as readonly unknown[] | undefined) ?? []);
    const seen = new Map<string, string>();
    yield* each(list(entries).entries(), function* ([index, entry]): Generator<Finding | Unreadable> {
        yield* entryFaults(entry, severities, now);
        if (!isRecord(entry.raw)) return;
        const what = JSON.stringify(["rule", "resource", "type", "part"].map((key) => legibleText(entry.get(key))));
        const twin = seen.get(what);
        if (twin !== undefined)
            yield fault(entry.path, `\`${entry.path}\` says the same as \`${twin}\`. Remove one of them.`);
        else seen.set(what, entry.path);
        if (unmatched.has(index)) {
            yield fault(entry.path, `\`${entry.path}\` lets nothing through: what it names is not found. Remove it.`);
        }
    });
}

function* entryFaults(entry: Value, severities: ReadonlyMap<string, Severity>, now: Date): Generator<Finding | Unreadable> {
    const faults = [...fieldFaults(entry, EXCEPTION)];
    yield* faults;
    // What is no object has no more to say.
    if (!isRecord(entry.raw)) return;
    const at = (key: string) => entry.get(key).path;
    const said = (key: string) => legibleText(entry.get(key));

    const rule = said("rule");
    const severity = rule === undefined ? undefined : severities.get(rule);
    if (rule !== undefined && severity === undefined) {
        const near = nearest(rule, [...severities.keys()]).join(", ");
        yield fault(at("rule"), `\`${at("rule")}\` is no rule that can be excepted. Did you mean ${near}?`);
    }
    if (entry.get("resource").absent && entry.get("type").absent) {
        yield fault(
            entry.path,
            `\`${entry.path}\` names no resource. Write for example \`${EXCEPTION.resource!.example}\`.`,
        );
    }
    const [owner, approver] = [said("owner"), said("approver")];
    if (owner !== undefined && approver !== undefined && person(owner) === person(approver)) {
        yield fault(at("approver"), `\`${at("approver")}\` is the owner. Write who else allowed it.`);
    }
    yield* termFaults(entry, termOf(entry, severity), now);
    yield* reviewFaults(entry, owner, now);
}

/** How long the severity of the rule, or an emergency, lets it last, and that it has not ended. */
function termOf(entry: Value, severity: Severity | undefined): Term {
    const kind = isBreakGlass(entry) ? "breakGlass" : (severity ?? "low");
    return {
        opened: "allowed",
        longest: LONGEST[kind],
        of: kind === "breakGlass" ? "a break-glass exception" : `a rule of ${kind} severity`,
        // A use that is still to be reviewed stays on record.
        ended: (path, at) =>
            kind === "breakGlass"
                ? undefined
                : `\`${path}\` is past since ${at}. Do as the rule demands and remove the entry, or have it allowed anew.`,
    };
}

function* reviewFaults(entry: Value, owner: string | undefined, now: Date): Generator<Finding | Unreadable> {
    const review = entry.get("review");
    const write = `Write for example \`${EXCEPTION.review!.example}\``;
    if (!isBreakGlass(entry)) {
        if (!review.absent) {
            yield fault(
                review.path,
                `\`${review.path}\` belongs to a break-glass exception. Write \`breakGlass: true\`, or remove it.`,
            );
        }
        return;
    }
    if (review.absent) {
        yield fault(review.path, `\`${entry.path}\` is a break-glass exception without \`review\`. ${write}.`);
        return;
    }
    if (!isRecord(review.raw)) return;
    yield* fieldFaults(review, REVIEW);
    const [due, expires] = [dayOf(review.get("due")), dayOf(entry.get("expires"))];
    const [by, outcome] = [legibleText(review.get("by")), legibleText(review.get("outcome"))];
    const at = (key: string) => review.get(key).path;
    if (due !== undefined && expires !== undefined && due - expires > LONGEST_REVIEW * DAYS) {
        const latest = new Date(expires + LONGEST_REVIEW * DAYS).toISOString().slice(0, 10);
        yield fault(
            at("due"),
            `\`${at("due")}\` is more than ${LONGEST_REVIEW} d after \`expires\`. Write \`due: "${latest}"\` or earlier.`,
        );
    }
    if (due !== undefined && outcome === undefined && due <= now.getTime()) {
        const since = new Date(due).toISOString();
        yield fault(
            at("due"),
            `The review of \`${entry.path}\` is overdue since ${since}. Review what was done, and write \`${REVIEW.outcome!.example}\` with \`by\`.`,
        );
    }
    if (outcome !== undefined && by === undefined) {
        yield fault(
            at("by"),
            `\`${review.path}\` has an outcome and no \`by\`. Write for example \`${REVIEW.by!.example}\`.`,
        );
    }
    if (by !== undefined && owner !== undefined && person(by) === person(owner)) {
        yield fault(at("by"), `\`${at("by")}\` is the owner. Let somebody else review it.`);
    }
}

function severitiesOf(rules: Value): ReadonlyMap<string, Severity> {
    return new Map(Object.entries(isRecord(rules.raw) ? (rules.raw as Record<string, Severity>) : {}));
}
