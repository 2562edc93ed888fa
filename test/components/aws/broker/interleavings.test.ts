import fc from "fast-check";
import { expect, test } from "vitest";
import { ACTS, type Command, type How, Run } from "./interleave";

/** JIT_GUARD_INTERLEAVINGS sets another number. */
const RUNS = Number(process.env.JIT_GUARD_INTERLEAVINGS ?? 5_000);
const SECOND = 1_000;

const how = fc.oneof(
    { weight: 30, arbitrary: fc.constant<How>("go") },
    { weight: 2, arbitrary: fc.constantFrom<How>("fail", "fail after", "die", "die after") },
);
const step = fc.record({ do: fc.constant("step" as const), which: fc.nat(5), how });
const rest: Command = { do: "rest" };
const doing = (act: string, who: fc.Arbitrary<number> = fc.nat(8)) =>
    fc.record({
        do: fc.constant("act" as const),
        act: fc.constant(act),
        who,
        grant: fc.nat(2),
        amount: fc.constantFrom(60, 300, 900, 3_600, 5_400),
    });
// Those who mostly ask, and those who mostly decide.
const asks = fc.oneof({ weight: 4, arbitrary: fc.nat(2) }, { weight: 1, arbitrary: fc.nat(8) });
const decides = fc.oneof({ weight: 4, arbitrary: fc.nat(2).map((each) => each + 3) }, { weight: 1, arbitrary: fc.nat(8) });
const act = fc.oneof(
    { weight: 3, arbitrary: doing("request", asks) },
    { weight: 3, arbitrary: doing("approve", decides) },
    { weight: 4, arbitrary: doing("vend", asks) },
    { weight: 2, arbitrary: doing("extend", asks) },
    { weight: 3, arbitrary: doing("end") },
    { weight: 3, arbitrary: doing("close") },
    { weight: 2, arbitrary: doing("sweep") },
    { weight: 1, arbitrary: fc.constantFrom(...ACTS).chain((each) => doing(each)) },
);
const else_ = fc.oneof(
    fc.record({
        do: fc.constant("jump" as const),
        by: fc.constantFrom(SECOND, 50 * SECOND, 300 * SECOND, 900 * SECOND, 3_500 * SECOND, 5_400 * SECOND),
    }),
    fc.record({ do: fc.constant("skew" as const), to: fc.constantFrom(0, -120 * SECOND, 120 * SECOND) }),
    fc.record({
        do: fc.constant("fire" as const),
        which: fc.nat(3),
        how: fc.constantFrom("once" as const, "again" as const, "never" as const),
    }),
    fc.record({ do: fc.constantFrom("leave" as const, "come back" as const) }),
);
const steps = fc.array(step, { minLength: 3, maxLength: 30 });
/** Somebody begins, and gets some way, alone or among others. */
const chunk: fc.Arbitrary<Command[]> = fc.oneof(
    { weight: 3, arbitrary: act.map((each) => [each, rest]) },
    { weight: 3, arbitrary: fc.tuple(act, steps).map(([a, b]) => [a, ...b]) },
    { weight: 3, arbitrary: fc.tuple(act, act, steps).map(([a, b, c]) => [a, b, ...c]) },
    { weight: 2, arbitrary: else_.map((each) => [each]) },
);
/** Most runs begin with a grant that is active, since most of what can go wrong comes after that. */
const prelude: fc.Arbitrary<Command[]> = fc
    .record({ grant: fc.nat(2), amount: fc.constantFrom(300, 3_600, 5_400), isSkipped: fc.nat(4).map((each) => each === 0) })
    .map(({ grant, amount, isSkipped }) => {
        const of = (act: string, who: number, which: number): Command[] => [
            { do: "act", act, who, grant: which, amount },
            rest,
        ];
        return isSkipped
            ? []
            : [...of("request", 0, grant), ...of("approve", 3, 0), ...of("approve", 5, 0), ...of("vend", 0, 0)];
    });
const commands = fc.tuple(prelude, fc.array(chunk, { minLength: 1, maxLength: 12 })).map(([a, b]) => [...a, ...b.flat()]);

test(`whatever comes between whichever calls, what must hold holds: ${RUNS} interleavings`, async () => {
    const reached = new Map<string, number>();
    await fc.assert(
        fc.asyncProperty(commands, async (all) => {
            const run = new Run();
            await run.run(all);
            for (const what of run.reached()) reached.set(what, (reached.get(what) ?? 0) + 1);
        }),
        { numRuns: RUNS },
    );
    // What is never reached is not tested.
    const often = [
        "handed",
        "vend: active",
        "closed: revoked",
        "closed: ended",
        "lift: revoked",
        "approve: active",
        "shut: shut",
    ];
    expect(often.filter((each) => (reached.get(each) ?? 0) < RUNS / 200)).toEqual([]);
}, 600_000);
