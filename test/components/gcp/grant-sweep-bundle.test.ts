import { expect, test } from "vitest";
import { google, runBundle } from "../../harness/google";

test("the function sweeps what it is told", async () => {
    const cloud = await google();
    const expression =
        'request.time >= timestamp("2026-01-01T00:00:00Z") && request.time < timestamp("2026-01-02T00:00:00Z")';
    const ended = { role: "roles/x", members: ["user:jo@example.com"], condition: { title: "jit-guard: db", expression } };
    const theirs = { role: "roles/owner", members: ["user:a@example.com"] };
    cloud.policies.set("projects/orders", { version: 3, etag: 1, bindings: [ended, theirs] });
    const SWEEP = JSON.stringify({ nodes: ["projects/orders"], removable: ["roles/x"] });
    const lines = await runBundle(cloud, "gcp-grant-sweep", { env: { SWEEP } });
    await cloud.close();
    expect(cloud.policies.get("projects/orders")).toEqual({ version: 3, etag: 2, bindings: [theirs] });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
        { severity: "WARNING", message: "expired grant removed: jit-guard: db", node: "projects/orders" },
        { severity: "INFO", message: "swept", found: 1, removed: 1 },
    ]);
});
