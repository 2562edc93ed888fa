import { afterEach, beforeEach, expect, test } from "vitest";
import { type Google, google, runBundle } from "../../harness/google";

const NAME = "projects/example/secrets/db-password";
const HANDLER = `
    const accepted = [];
    module.exports = {
        create: async () => "value-of-theirs",
        set: async (pending) => void accepted.push(pending),
        test: async (pending) => { if (!accepted.includes(pending)) throw new Error("no " + pending); },
    };
`;
const tick = { data: { message: { attributes: { eventType: "TICK" } } } };
const env = { RESOURCE: NAME, LONGEST: "2595600", OVERLAP: "3600" };

let cloud: Google;
beforeEach(async () => {
    cloud = await google();
    cloud.secrets.set(NAME, { etag: 1, aliases: {}, annotations: {}, versions: [] });
});
afterEach(() => cloud.close());

const said = (lines: string[]) => lines.map((line) => JSON.parse(line) as unknown);

test("the function makes a password, and logs no value", async () => {
    const lines = await runBundle(cloud, "gcp-rotating-secret", {
        event: tick,
        env: { ...env, STRATEGY: "password", LENGTH: "40" },
    });
    const { aliases, versions } = cloud.secrets.get(NAME)!;
    expect(aliases).toEqual({ current: "1" });
    expect(versions[0]!.value).toMatch(/^[\w-]{40}$/);
    expect(said(lines)).toEqual([
        { severity: "INFO", message: "A new version is pending.", step: "add", secret: NAME },
        { severity: "INFO", message: "The pending version is current.", step: "finish 1", current: 1, secret: NAME },
    ]);
});

test("the function uses the file of the user", async () => {
    await runBundle(cloud, "gcp-rotating-secret", { event: tick, env, files: { "handler.js": HANDLER } });
    expect(cloud.secrets.get(NAME)!.versions[0]!.value).toBe("value-of-theirs");
});

test("the function asks for nothing when the message is about something else", async () => {
    await runBundle(cloud, "gcp-rotating-secret", { event: {}, env });
    expect(cloud.calls).toEqual([]);
});

test("the function fails, and says why without the value, when it is refused", async () => {
    cloud.secrets.delete(NAME);
    expect(await runBundle(cloud, "gcp-rotating-secret", { event: tick, env, files: { "handler.js": HANDLER } })).toEqual([
        "Secret Manager did not get: 404.",
    ]);
});
