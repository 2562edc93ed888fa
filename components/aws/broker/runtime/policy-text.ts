import {
    type DetailedError,
    getValidRequestEnvsPolicy,
    policySetTextToParts,
    policyToJson,
    validate,
} from "@cedar-policy/cedar-wasm/nodejs";
import { MOMENTS, type Moment, SCHEMA } from "./policy-schema";

/** What is wrong with the policies of an entitlement, and where. Lines and columns begin at 1. */
export interface Fault {
    readonly line: number;
    readonly column: number;
    readonly message: string;
}

const LONGEST = 10_000;
// The evaluator goes down one step for each, and does not come up again where it has no room for one more. It has for twice as many.
const DEEPEST = 16;
const MOST_OPERATORS = 64;
const MOST_DOTS = 5;

/**
 * What is wrong with Cedar policies. Beside what Cedar itself says: what could never have an effect, and moments of which
 * none is permitted.
 */
export function validatePolicies(text: string, moments: readonly Moment[] = MOMENTS): readonly Fault[] {
    const shape = shapeOf(text);
    const at = (offset: number) => positionOf(text, offset);
    if (shape.fault) return [{ ...at(shape.fault.offset), message: shape.fault.message }];
    const answer = validate({ schema: SCHEMA, policies: { staticPolicies: text } });
    if (answer.type === "failure") {
        // Cedar does not say where a template is.
        const slot = Math.max(0, shape.bare.search(/\?(principal|resource)\b/));
        return answer.errors.map((error) => ({ ...at(offsetIn(text, error) ?? slot), message: worded(error) }));
    }
    const { validationErrors: errors, validationWarnings, otherWarnings } = answer;
    // What is wrong with a policy has consequences for what it comes to.
    const warnings = validationWarnings.filter(({ policyId }) => !errors.some((each) => each.policyId === policyId));
    const told = [...[...errors, ...warnings].map(({ error }) => error), ...otherWarnings];
    const faults = told.map((error) => ({ offset: offsetIn(text, error) ?? 0, message: worded(error) }));
    faults.push(...capitals(text, shape.bare), ...doubles(text));
    if (faults.length === 0 && moments.length > 0) faults.push(...missing(text, moments));
    return once(faults.sort(inOrder)).map(({ offset, message }) => ({ ...at(offset), message }));
}

/** The policies by their ids: as @id names them, or "policy0" and so on, as they stand in the text, which has no fault. */
export function policiesIn(text: string): Readonly<Record<string, string>> {
    return Object.fromEntries(named(text));
}

function named(text: string): readonly (readonly [string, string])[] {
    const parts = policySetTextToParts(text);
    if (parts.type === "failure") return [];
    // They come in the order of "policy0", "policy1", "policy10", "policy2".
    const ids = parts.policies.map((_, index) => `policy${index}`).sort();
    return parts.policies.map((policy, index) => [annotated(policy) ?? ids[index]!, policy]);
}

function annotated(policy: string): string | undefined {
    const read = policyToJson(policy);
    return read.type === "success" ? read.json.annotations?.id : undefined;
}

interface Found {
    readonly offset: number;
    readonly message: string;
}

/** A permit is needed for each moment: what nothing permits is refused. */
function missing(text: string, moments: readonly Moment[]): readonly Found[] {
    const permitted = named(text).flatMap(([, policy]) => {
        const [read, envs] = [policyToJson(policy), getValidRequestEnvsPolicy(policy, SCHEMA)];
        const isPermit = read.type === "success" && read.json.effect === "permit";
        return isPermit && envs.type === "success" ? envs.actions : [];
    });
    return moments
        .filter((moment) => !permitted.includes(`Action::"${moment}"`))
        .map((moment) => ({ offset: 0, message: `Nothing permits Action::"${moment}", which is refused therefore.` }));
}

/** No requester is named in capitals, so that a forbid of one would forbid nothing. */
function capitals(text: string, bare: string): readonly Found[] {
    return [...bare.matchAll(/\b(?:Person|Workload|Agent)\s*::\s*"/g)].flatMap(({ index, 0: { length } }) => {
        const id = /^(?:[^"\\]|\\.)*/.exec(text.slice(index + length))![0];
        return id === id.toLowerCase() ? [] : [{ offset: index, message: "Requesters are named in lower case." }];
    });
}

function doubles(text: string): readonly Found[] {
    const ids = named(text).map(([id]) => id);
    const twice = ids.some((id, index) => ids.indexOf(id) !== index);
    return twice ? [{ offset: 0, message: "Two policies have the same id." }] : [];
}

/** Cedar says them in any order. */
function inOrder(a: Found, b: Found): number {
    if (a.offset !== b.offset) return a.offset - b.offset;
    return a.message < b.message ? -1 : Number(a.message > b.message);
}

/** Of one place one is enough: Cedar says the same again for each moment, and for what follows from it. */
function once(ordered: readonly Found[]): readonly Found[] {
    return ordered.filter(({ offset, message }, index) => {
        const before = ordered[index - 1];
        return offset !== before?.offset || (offset === 0 && message !== before.message);
    });
}

const ACTIONS = MOMENTS.map((moment) => `\`Action::"${moment}"\``).join(", ");

function worded({ message, help }: DetailedError): string {
    // The action that it takes for the meant one is any of them, and so are the moment and the kind of requester that it names.
    const hint = help && /unrecognized action/.test(message) ? `there are ${ACTIONS}` : help;
    const said = (hint ? `${message}: ${hint}` : message)
        .replace(/for policy `[^`]*`[,:] /g, "")
        .replace(/ for Action::"\w+"/, "")
        .replace(/ on entity type `(?:Person|Workload|Agent)`/, " of the principal");
    const sentence = said.charAt(0).toUpperCase() + said.slice(1);
    return /[.?]$/.test(sentence) ? sentence : `${sentence}.`;
}

interface Shape {
    /** The text with blanks for what comments and strings say. */
    readonly bare: string;
    readonly fault?: Found;
}

/** What can be said of it before anybody reads it as Cedar. */
function shapeOf(text: string): Shape {
    const blank = (of: string) => of.replace(/[^\n"]/g, " ");
    const bare = text.replace(/\/\/[^\n]*|"(?:[^"\\]|\\[^])*"/g, (of) =>
        of.startsWith("/") ? " ".repeat(of.length) : blank(of),
    );
    if (text.length > LONGEST) {
        const message = `The text has ${text.length} characters, more than ${LONGEST}.`;
        return { bare, fault: { offset: LONGEST, message } };
    }
    if (bare.trim() === "") return { bare, fault: { offset: 0, message: "There is no policy." } };
    let [depth, operators] = [0, 0];
    for (const { 0: token, index } of bare.matchAll(TOKENS)) {
        if (token === ";") operators = 0;
        else if (/[([{]/.test(token)) depth++;
        else if (/[)\]}]/.test(token)) depth--;
        else operators++;
        if (depth > DEEPEST) return { bare, fault: { offset: index, message: `More than ${DEEPEST} brackets are open.` } };
        if (operators > MOST_OPERATORS) {
            const message = `A policy has more than ${MOST_OPERATORS} operators: write several policies.`;
            return { bare, fault: { offset: index, message } };
        }
    }
    const dots = DOTS.exec(bare);
    if (dots) return { bare, fault: { offset: dots.index, message: `More than ${MOST_DOTS} dots follow each other.` } };
    return { bare };
}

const TOKENS = /[()[\]{};]|&&|\|\||[-+*!]|\b(?:when|unless|if)\b/g;
const DOTS = new RegExp(`(?:\\.[ \\n\\t\\r]*\\w+[ \\n\\t\\r]*(?:\\([^()]*\\))?[ \\n\\t\\r]*){${MOST_DOTS + 1}}`);

/** Cedar counts bytes. */
function offsetIn(text: string, { sourceLocations = [] }: DetailedError): number | undefined {
    const [first] = sourceLocations;
    return first && Buffer.from(text).subarray(0, first.start).toString().length;
}

function positionOf(text: string, offset: number): { line: number; column: number } {
    const lines = text.slice(0, offset).split("\n");
    return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
