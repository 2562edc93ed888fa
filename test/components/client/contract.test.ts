import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as runtime from "../../../components/aws/broker/runtime/grant";
import { type Credentials, type Grant, OUTCOMES, REFUSALS, STATES } from "../../../components/client";
import type { World } from "../../../components/aws/broker/runtime/world";

/** What the client knows of the broker is written down on both sides. Here they are compared; much of it by the compiler. */

type View = Omit<runtime.Grant, "trail" | "version" | "isSettled" | "schema"> & { readonly goneBy?: number };
export const views: readonly Grant[] = [] as readonly View[];
export const vended: readonly Credentials[] = [] as readonly NonNullable<Awaited<ReturnType<World["sts"]["assume"]>>>[];
export const sentences: Readonly<Record<runtime.Code, string>> = REFUSALS;

test("states and outcomes are those of the broker", () => {
    expect(STATES).toEqual(runtime.STATES);
    expect(OUTCOMES).toEqual(runtime.OUTCOMES);
});

describe("for each refusal there is a sentence", () => {
    const folder = join(__dirname, "../../../components/aws/broker/runtime");
    const sources = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const written = sources.flatMap((source) => [...source.matchAll(/refused: "([a-z-]+)"/g)].map(([, code]) => code!));
    const codes = [...new Set([...runtime.CODES, ...written])].sort();

    test("and no other", () => {
        expect(codes.length).toBeGreaterThan(25);
        expect(Object.keys(REFUSALS).sort()).toEqual(codes);
    });

    test.each(Object.entries(REFUSALS))("%s: %s", (_, sentence) => {
        expect(sentence).toMatch(/^[A-Z][^\n]*\.$/);
        expect(sentence.length).toBeLessThan(160);
    });
});
