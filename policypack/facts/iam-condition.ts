import { instant } from "./duration";
import { matches } from "./iam-pattern";
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

/**
 * What a request says for certain keys, in lower case: the values among which its sender may choose. `undefined` among
 * them: it may leave the key out. Of all other keys a request may say anything.
 */
export type Choices = Readonly<Record<string, readonly (string | undefined)[]>>;

// These two keys are in every request, so IfExists changes nothing.
const CLOCKS: Readonly<Record<string, readonly string[]>> = {
    date: ["aws:currenttime", "aws:epochtime"],
    numeric: ["aws:epochtime"],
};
// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html
const LONGEST_SESSION = 36 * 3_600_000;
const ISSUED = "aws:tokenissuetime";

/** The last instant at which a Condition may hold, in milliseconds since 1970; infinite unless it is certain that it ends. */
export function until(condition: Value, choices: Choices = {}): number {
    return tests(condition)
        .map((test) => endOf(test, choices))
        .reduce(earlier, Infinity);
}

/** The instant from which a Condition certainly holds, for ever; infinite when there is none such. */
export function from(condition: Value, choices: Choices = {}): number {
    return tests(condition)
        .map((test) => startOf(test, choices))
        .reduce(later, -Infinity);
}

function endOf(test: Test, choices: Choices): number {
    const chosen = Object.hasOwn(choices, test.key) && choices[test.key];
    if (chosen) return chosen.some((value) => holds(test, value) !== false) ? Infinity : -Infinity;
    const ends = instants(test, /^(date|numeric)(lessthan|lessthanequals|equals)$/)?.reduce(later);
    // A session that began in time goes on. Whoever signs in with a lasting key has no such instant.
    return (ends ?? Infinity) + (test.key === ISSUED ? LONGEST_SESSION : 0);
}

function startOf(test: Test, choices: Choices): number {
    const chosen = Object.hasOwn(choices, test.key) && choices[test.key];
    if (chosen) return chosen.every((value) => holds(test, value) === true) ? -Infinity : Infinity;
    if (test.key === ISSUED) return Infinity;
    return instants(test, /^(date|numeric)(greaterthan|greaterthanequals)$/)?.reduce(earlier) ?? Infinity;
}

/** Whether a line holds for that value of its key; nothing when that cannot be told. */
function holds({ operator, set, ifExists, values }: Test, value: string | undefined): boolean | undefined {
    const [, not, how] =
        /^(?:string|arn|date)(not)?(equals|equalsignorecase|like|(?:less|greater)than(?:equals)?)$/.exec(
            operator === "bool" ? "stringequalsignorecase" : operator,
        ) ?? [];
    if (operator === "null")
        return values.some((written) => String(written.known()).toLowerCase() === String(value === undefined));
    if (how === undefined) return undefined;
    // ForAnyValue asks for a value; what IfExists adds to that AWS does not say.
    if (value === undefined && set === "foranyvalue") return ifExists ? undefined : false;
    if (value === undefined) return ifExists || not !== undefined || set === "forallvalues";
    if (values.some((written) => isOpen(written, operator))) return undefined;
    const fits = values.some((written) => !written.unknown && isFit(operator, how, written.known(), value));
    return fits === (not === undefined);
}

function isFit(operator: string, how: string, read: unknown, value: string): boolean {
    if (operator.startsWith("date")) {
        const [end, at] = [moment(read, "date"), moment(value, "date")];
        if (at === end) return how.endsWith("equals");
        return at < end ? how.startsWith("less") : how.startsWith("greater");
    }
    if (typeof read !== "string" && typeof read !== "boolean") return false;
    const written = String(read);
    if (how === "like" || operator.startsWith("arn")) return matches(written, value);
    return how === "equalsignorecase" ? written.toLowerCase() === value.toLowerCase() : written === value;
}

// A variable may stand for anything. ARNs are compared part by part, and what becomes of a text without six AWS does not say.
function isOpen(written: Value, operator: string): boolean {
    const read = written.unknown ? undefined : written.known();
    if (typeof read !== "string") return false;
    return read.includes("${") || (operator.startsWith("arn") && read.split(":").length < 6);
}

/** The instants that a line compares the time of the request with; nothing when it does another thing, or one of them is no instant. */
export function instants({ operator, set, ifExists, key, values }: Test, operators: RegExp): readonly number[] | undefined {
    const [, kind = ""] = operators.exec(operator) ?? [];
    const isClock = CLOCKS[kind]?.includes(key) || (kind === "date" && key === ISSUED && !ifExists);
    if (set || !isClock || values.length === 0) return undefined;
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
