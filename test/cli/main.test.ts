import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { version } from "../../policypack/preview/version";
import { folder, run } from "./io";

test("--version is the version of the package", async () => {
    expect(await run(["--version"])).toEqual({ code: 0, out: `${version()}\n`, err: "" });
    expect(version()).toMatch(/^\d+\.\d+\.\d+/);
});

test("--help says what each exit code means", async () => {
    const { code, out } = await run(["preview", "--help"]);
    expect(code).toBe(0);
    expect(out).toContain("Exit codes:\n  0  ");
    expect(out).toContain("--out guard.sarif");
});

test.each([
    [["preview", "--no-such"], "unknown option '--no-such'"],
    [["preview", "--mode", "wild"], "'wild' is invalid"],
    [["preview", "--preset", "lax"], "Allowed choices are audit, recommended, strict"],
    [["preview", "a", "b"], "too many arguments"],
    [["prewiew"], "unknown command 'prewiew'\n(Did you mean preview?)"],
    [[], "Usage: jit-guard"],
])("%j is refused", async (argv, words) => {
    const { code, out, err } = await run(argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
});

test("the command says so when it is not built", () => {
    const root = folder();
    cpSync("policypack/bin", join(root, "bin"), { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(root, "bin", "jit-guard.js")], { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toContain("Run `npm run build`");
});
