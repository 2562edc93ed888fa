import { describe, expect, test } from "vitest";
import { nearest } from "../../policypack/core/nearest";
import { rules } from "../../policypack/rules";
import { folder, run } from "./io";

describe("rules", () => {
    test("lists each rule with its level", async () => {
        const { code, out } = await run(["rules"]);
        expect(code).toBe(0);
        for (const { name, description } of rules)
            expect(out).toMatch(new RegExp(`^${name} .*${description.slice(0, 20)}`, "m"));
        expect(out).toMatch(/^aws-no-iam-access-key +critical +mandatory +No IAM user/m);
    });

    test("follows the preset and the settings", async () => {
        expect((await run(["rules", "--preset", "audit"])).out).not.toContain("mandatory");
        const cwd = folder({ "guard.json": '{"aws-no-iam-access-key": "disabled"}' });
        expect((await run(["rules", "--policy-config", "guard.json"], { cwd })).out).toMatch(
            /^aws-no-iam-access-key +critical +disabled/m,
        );
    });

    test("is data when asked", async () => {
        const listed = JSON.parse((await run(["rules", "--format", "json"])).out) as { name: string; level: string }[];
        expect(listed.map(({ name }) => name).sort()).toEqual(rules.map(({ name }) => name).sort());
        expect(listed.every(({ level }) => level === "mandatory" || level === "advisory")).toBe(true);
    });
});

describe("explain", () => {
    test.each(rules.map(({ name }) => name))("knows %s", async (name) => {
        const { code, out } = await run(["explain", name]);
        expect(code).toBe(0);
        for (const heading of ["Why", "Fix", "Supports", "Looks at", "Denied", "Allowed", "Settings"]) {
            expect(out).toContain(`\n${heading}\n  `);
        }
    });

    test("says what an option takes, which controls there are, and what to write", async () => {
        const { out } = await run(["explain", "aws-max-session-duration"]);
        expect(out).toContain(
            'Options\n  limit = "1h"\n    Longest session allowed. Takes a duration such as "1h", from 15 min to 12 h.',
        );
        expect(out).toContain("NHI7:2025  Long-lived secrets (OWASP NHI Top 10 2025)");
        expect(out).toMatch(
            /new aws\.iam\.Role\("role", \{\n.*assumeRolePolicy: JSON\.stringify\([^;]*maxSessionDuration: 43200,?\s*\}\);/,
        );
        expect(out).toContain('{"aws-max-session-duration":{"enforcementLevel":"advisory","limit":"1h"}}');
    });

    test("names what is nearest to a name it does not know", async () => {
        const { code, out, err } = await run(["explain", "no-access-keys"]);
        expect([code, out]).toEqual([2, ""]);
        expect(err).toMatch(/^There is no rule no-access-keys\. Did you mean [^\n]*aws-no-iam-access-key[^\n]*\?\n$/);
    });
});

test.each([
    ["accesskey", "aws-no-iam-access-key"],
    ["aws-no-iam-acess-key", "aws-no-iam-access-key"],
    ["session", "aws-max-session-duration"],
    ["", undefined],
])("nearest to %j", (written, first) => {
    const names = ["gcp-no-service-account-key", "aws-no-iam-access-key", "aws-max-session-duration"];
    const [found] = nearest(written, names);
    if (first) expect(found).toBe(first);
    else expect(names).toContain(found);
});
