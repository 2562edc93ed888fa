import type { Readable } from "node:stream";
import type { Io } from "../../../components/cli/io";
import { main } from "../../../components/cli/main";
import { type Broker, JO, REGION, type Signer } from "../client/broker";

export interface Ran {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

export interface World {
    readonly terminal: boolean;
    readonly stdin: Readable & { readonly isTTY?: boolean };
    readonly env: Record<string, string>;
    readonly fetch: typeof fetch;
    readonly run: Io["run"];
    readonly evidence: NonNullable<Io["evidence"]>;
    readonly aws: NonNullable<Io["aws"]>;
    /** Is told what is written to standard error, as it is. */
    readonly wrote: (text: string) => void;
}

/** A command line, run in process as somebody. */
export async function run(
    there: Broker,
    argv: readonly string[],
    who: Signer = JO,
    world: Partial<World> = {},
): Promise<Ran> {
    const said = { out: "", err: "" };
    const { terminal = false, stdin, env = {} } = world;
    const io: Io = {
        stdout: { isTTY: terminal, write: (text: string) => (said.out += text) },
        stderr: { isTTY: terminal, write: (text: string) => (world.wrote?.(text), (said.err += text)) },
        ...(stdin && { stdin }),
        env: { JIT_BROKER_URL: there.url, AWS_REGION: REGION, ...env },
        fetch: world.fetch ?? fetch,
        now: () => there.m.time,
        credentials: () => () => Promise.resolve(who),
        run: world.run ?? (() => Promise.reject(new Error("Nothing is run here."))),
        every: 5,
        ...(world.evidence && { evidence: world.evidence }),
        ...(world.aws && { aws: world.aws }),
    };
    const code = await main(argv, io);
    return { code, ...said };
}
