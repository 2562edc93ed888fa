/** What a request says, member by member. A member that is there and is not as it must be is named, and nothing else is. */
export type Field = (given: unknown) => boolean;
export interface Form {
    readonly needs: Readonly<Record<string, Field>>;
    readonly takes?: Readonly<Record<string, Field>>;
}

// Of what people write, nothing that moves the cursor or turns the direction of a line.
const WRITTEN = /^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;

export const text =
    (longest: number): Field =>
    (given) =>
        typeof given === "string" && given.trim() !== "" && given.length <= longest && WRITTEN.test(given);

export const matching =
    (form: RegExp): Field =>
    (given) =>
        typeof given === "string" && form.test(given);

export const whole =
    (least: number, most: number): Field =>
    (given) =>
        Number.isInteger(given) && (given as number) >= least && (given as number) <= most;

export const some =
    (of: Field, most: number): Field =>
    (given) =>
        Array.isArray(given) && given.length > 0 && given.length <= most && given.every(of);

export const one =
    (of: readonly string[]): Field =>
    (given) =>
        typeof given === "string" && of.includes(given);

/** The name of the first member that is missing or not as it must be; "" for one that there is not. */
export function flawIn(given: Readonly<Record<string, unknown>>, { needs, takes = {} }: Form): string | undefined {
    for (const [name, is] of Object.entries(needs)) {
        if (!Object.hasOwn(given, name) || !is(given[name])) return name;
    }
    for (const [name, value] of Object.entries(given)) {
        if (Object.hasOwn(needs, name)) continue;
        if (!Object.hasOwn(takes, name)) return "";
        if (!takes[name]!(value)) return name;
    }
    return undefined;
}
