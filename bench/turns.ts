export const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);

export interface Row {
    readonly what: string;
    readonly ours: string;
    readonly against: string;
    readonly ratio: number;
}

export function row(what: string, ours: number, against: number, unit: string): Row {
    return { what, ours: `${ours.toFixed(0)} ${unit}`, against: `${against.toFixed(0)} ${unit}`, ratio: ours / against };
}

/** Medians of two measures that are taken in turn, after one of each that does not count. */
export async function inTurn(
    a: () => Promise<number> | number,
    b: () => Promise<number> | number,
    rounds = ROUNDS,
): Promise<readonly [number, number]> {
    await a();
    await b();
    const [as, bs]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
        as.push(await a());
        bs.push(await b());
    }
    return [median(as), median(bs)];
}

export function median(of: readonly number[]): number {
    return [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)]!;
}
