import { type Input, Output, RunError, output } from "@pulumi/pulumi";

/** What is wrong with an argument, and what to write instead. It never shows the value, which may be a secret. */
export class Refused extends Error {
    constructor(
        /** The argument, as a path: "approval.approvers[0]". */
        readonly at: string,
        /** The rest of that sentence: "is missing." */
        readonly wrong: string,
        /** A line that would do, as TypeScript. */
        readonly write: string,
        /** The rule of the policy pack that asks for it. */
        readonly rule?: string,
    ) {
        super(`${at} ${wrong} Write ${write}${rule ? ` (${rule})` : ""}.`);
    }
}

/** Gives what a component needs of an argument, or throws Refused. */
export type Check<Out> = (given: unknown, at: string) => Out;

export interface Read {
    /** One argument, or an object of several that must fit each other. */
    readonly one: <Out>(at: string, given: unknown, check: Check<Out>) => Output<Out>;
    /** What decides which resources there are, so that it cannot be an output. Undefined only until the error is thrown. */
    readonly plain: <Out>(at: string, given: unknown, check: Check<Out>) => Out;
    /** A list: each element, and how many there are. */
    readonly each: <Out>(at: string, given: unknown, check: Check<Out>, count?: Count) => Output<Out[]>;
}

export interface Count {
    readonly least?: number;
    readonly most?: number;
    /** Why there may be no more. */
    readonly because?: string;
    /** An element that would do, as TypeScript. */
    readonly example: string;
    readonly rule?: string;
}

/**
 * The arguments of a component, checked. What is plain is checked now, all of it, so that one error names all that is
 * wrong; an output is checked as soon as its value is known, at the latest in the deployment, which then fails.
 */
export function checked<Given>(component: string, name: string, make: (read: Read) => Given): Given {
    const refused: Refused[] = [];
    const attempt = <Out>(check: () => Out): Out | undefined => {
        try {
            return check();
        } catch (error) {
            if (!(error instanceof Refused)) throw error;
            refused.push(error);
            return undefined;
        }
    };
    const later = <Out>(check: () => Out): Out => {
        try {
            return check();
        } catch (error) {
            throw error instanceof Refused ? failure(component, name, [error]) : error;
        }
    };
    const one = <Out>(at: string, given: unknown, check: Check<Out>): Output<Out> =>
        isPlain(given)
            ? (output(attempt(() => check(given, at)) as Input<Out>) as Output<Out>)
            : eventually(given).apply((value) => later(() => check(value, at)));
    const plain = <Out>(at: string, given: unknown, check: Check<Out>): Out => attempt(() => check(given, at)) as Out;
    const each = <Out>(at: string, given: unknown, check: Check<Out>, count?: Count): Output<Out[]> => {
        const elements = (list: readonly unknown[]) => list.map((value, index) => one(`${at}[${index}]`, value, check));
        if (isOutput(given)) {
            return eventually(given).apply((list) =>
                later(() => counted(list, at, count).map((value, index) => check(value, `${at}[${index}]`))),
            );
        }
        const list = attempt(() => counted(given, at, count)) ?? [];
        return output(elements(list)) as unknown as Output<Out[]>;
    };
    const given = make({ one, plain, each });
    if (refused.length > 0) throw failure(component, name, refused);
    return given;
}

function counted(
    list: unknown,
    at: string,
    { least = 0, most = Infinity, because, example, rule }: Count = { example: "" },
): readonly unknown[] {
    const line = `${at}: [${example}]`;
    if (list === undefined && least === 0) return [];
    if (list === undefined) throw new Refused(at, "is missing.", line, rule);
    if (!Array.isArray(list)) throw new Refused(at, "is not a list.", line, rule);
    if (list.length < least) throw new Refused(at, `has ${list.length} of at least ${least}.`, line, rule);
    if (list.length > most)
        throw new Refused(
            at,
            `has ${list.length}, more than ${most}${because ? `: ${because}` : ""}.`,
            `at most ${most}`,
            rule,
        );
    return list as readonly unknown[];
}

// RunError is what Pulumi prints without a stack of its own internals.
function failure(component: string, name: string, refused: readonly Refused[]): RunError {
    return new RunError(
        [`${component} "${name}" cannot be made:`, ...refused.map(({ message }) => `  ${message}`)].join("\n"),
    );
}

interface Eventual {
    apply<Out>(change: (value: unknown) => Out): Output<Out>;
}

// The type of an output of something unknown is `never`.
function eventually(given: unknown): Eventual {
    const eventual: unknown = output(given);
    return eventual as Eventual;
}

function isOutput(value: unknown): boolean {
    return Output.isInstance(value) || value instanceof Promise;
}

function isPlain(value: unknown): boolean {
    if (isOutput(value)) return false;
    if (typeof value !== "object" || value === null) return true;
    return Object.values(value).every(isPlain);
}
