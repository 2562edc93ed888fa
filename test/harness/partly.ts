import fc from "fast-check";

/** The value with each part kept or, one time in `keeps` + 1, replaced, all the way down; in JSON text too. */
export function partly(value: unknown, other: fc.Arbitrary<unknown>, keeps: number): fc.Arbitrary<unknown> {
    const within = (part: unknown) => partly(part, other, keeps);
    const inner = Array.isArray(value)
        ? fc.tuple(...value.map(within))
        : typeof value === "object" && value !== null
          ? fc.record(Object.fromEntries(Object.entries(value).map(([name, part]) => [name, within(part)])))
          : typeof value === "string" && /^[{[]/.test(value)
            ? fc.oneof(
                  fc.constant(value),
                  within(JSON.parse(value)).map((document) => JSON.stringify(document) as unknown),
              )
            : fc.constant(value);
    return fc.oneof({ weight: keeps, arbitrary: inner }, { weight: 1, arbitrary: other });
}
