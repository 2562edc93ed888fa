import { instant } from "./duration";
import { Malformed, type Value, elements, members } from "./values";

/** One line of a Condition: all lines must hold, and for each line one of its values. */
export interface Test {
    /** In lower case, without what may stand around it: "stringlike". */
    readonly operator: string;
    readonly set: "" | "forallvalues" | "foranyvalue";
    readonly ifExists: boolean;
    /** In lower case, as AWS does not tell cases apart. */
    readonly key: string;
    readonly values: readonly Value[];
}

/** The lines of a Condition; none when it is absent. */
export function tests(condition: Value): readonly Test[] {
    return members(condition).flatMap(([written, keys]) => {
        const match = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/.exec(written.toLowerCase());
        if (!match) throw new Malformed(condition.path, "a condition of IAM");
        const [, set = "", operator = "", ifExists] = match;
        return members(keys).map(([key, values]) => ({
            operator,
            set: set as Test["set"],
            ifExists: ifExists !== undefined,
            key: key.toLowerCase(),
            values: elements(values),
        }));
    });
}

// These two keys are in every request, so IfExists changes nothing. aws:TokenIssueTime starts anew with each session.
const CLOCKS: Readonly<Record<string, readonly string[]>> = {
    date: ["aws:currenttime", "aws:epochtime"],
    numeric: ["aws:epochtime"],
};

/** The last instant at which a Condition may hold, in milliseconds since 1970; infinite unless it is certain that it ends. */
export function until(condition: Value): number {
    const ends = tests(condition).map((test) =>
        instants(test, /^(date|numeric)(lessthan|lessthanequals|equals)$/)?.reduce(later),
    );
    return ends.reduce<number>((a, b = Infinity) => earlier(a, b), Infinity);
}

/** The instant from which a Condition certainly holds, for ever; infinite when there is none such. */
export function from(condition: Value): number {
    const starts = tests(condition).map((test) =>
        instants(test, /^(date|numeric)(greaterthan|greaterthanequals)$/)?.reduce(earlier),
    );
    return starts.reduce<number>((a, b = Infinity) => later(a, b), -Infinity);
}

/** The instants that a line compares the time of the request with; nothing when it does another thing, or one of them is no instant. */
function instants({ operator, set, key, values }: Test, operators: RegExp): readonly number[] | undefined {
    const [, kind = ""] = operators.exec(operator) ?? [];
    if (set || !CLOCKS[kind]?.includes(key) || values.length === 0) return undefined;
    const read = values.map((value) => moment(value.known(), kind));
    return read.includes(Infinity) ? undefined : read;
}

function moment(written: unknown, kind: string): number {
    if (typeof written === "number" || (typeof written === "string" && /^\d{1,11}$/.test(written))) {
        return Math.abs(Number(written)) < 1e11 ? Number(written) * 1_000 : Infinity;
    }
    if (typeof written !== "string" || kind === "numeric") return Infinity;
    // A day is counted to its end, and minutes are written out to seconds.
    const whole = written.replace(/^\d{4}-\d\d-\d\d$/, "$&T23:59:59Z").replace(/(T\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/, "$1:00$2");
    return instant(whole) ?? Infinity;
}

function earlier(a: number, b: number): number {
    return Math.min(a, b);
}

function later(a: number, b: number): number {
    return Math.max(a, b);
}
