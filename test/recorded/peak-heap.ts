import { readRecorded } from "../../policypack/recorded/read";

/** Run alone, with --expose-gc: by how many bytes the heap in use grows at most while a file is read. */

const [file = ""] = process.argv.slice(2);
const EVERY = 500;

async function main(): Promise<void> {
    const inUse = () => {
        global.gc!();
        return process.memoryUsage().heapUsed;
    };
    const before = inUse();
    const kept: unknown[] = [];
    let [count, peak] = [0, 0];
    await readRecorded(file, (resource) => {
        // What a reader that kept what it gave would come to.
        if (process.env.JIT_GUARD_KEEP) kept.push(resource);
        if (count++ % EVERY === 0) peak = Math.max(peak, inUse() - before);
    });
    console.log(JSON.stringify({ count, peak, kept: kept.length }));
}

void main();
