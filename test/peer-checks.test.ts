import { expect, test } from "vitest";
import { rules } from "../policypack/rules";
import leftOut from "../scripts/left-out.json";
import peerChecks from "./peer-checks.json";

/** The checks of other scanners, for people who come from them: each is replaced by a rule, or left out for a reason. */

const replaced = new Set(rules.flatMap(({ replaces }) => replaces));
const reasons = new Map(leftOut.flatMap(({ ids, reason }) => ids.map((id) => [id, reason] as const)));

test.each(peerChecks.map(({ what, ids }) => [what, ids] as const))("%s", (_, ids) => {
    for (const id of ids) expect([id, replaced.has(id), reasons.has(id)]).toEqual([id, !reasons.has(id), !replaced.has(id)]);
});

test("no rule claims a check that nobody has", () => {
    const known = new Set(peerChecks.flatMap(({ ids }) => ids));
    expect([...replaced, ...reasons.keys()].filter((id) => !known.has(id))).toEqual([]);
});

test("reasons are whole sentences", () => {
    for (const { reason } of leftOut) expect(reason).toMatch(/^[A-Z].*\.$/);
});
