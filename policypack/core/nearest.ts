/**
 * The names most like what was written. By pairs of letters, as what people write of a long name is as often a part of it
 * as a slip of the keys.
 */
export function nearest(written: string, names: readonly string[], count = 3): readonly string[] {
    const of = new Map(names.map((name) => [name, likeness(written, name)]));
    return [...names].sort((a, b) => of.get(b)! - of.get(a)!).slice(0, count);
}

function likeness(a: string, b: string): number {
    const [inA, inB] = [pairs(a), pairs(b)];
    const shared = [...inA].filter((pair) => inB.has(pair)).length;
    return (2 * shared) / (inA.size + inB.size || 1);
}

function pairs(name: string): ReadonlySet<string> {
    const lower = name.toLowerCase();
    return new Set(Array.from({ length: Math.max(lower.length - 1, 0) }, (_, index) => lower.slice(index, index + 2)));
}
