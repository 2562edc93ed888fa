import { describe, expect, test } from "vitest";
import { PLACES, plaintexts } from "../../../policypack/facts/gcp-plaintext";
import { UNKNOWN, isUnreadable } from "../../../policypack/facts/values";
import { secret } from "../../../policypack/preview/wire";
import { resources } from "../../harness/describe-rule";

const SERVICE = "gcp:cloudrunv2/service:Service";
const found = (template: unknown, sources = {}, type = SERVICE) =>
    [...plaintexts(resources([{ type, inputs: { template }, sources }])[0]!)].map((one) =>
        isUnreadable(one) ? `${one.path} is unread` : `${one.path} ${one.what}${one.line ? ` in line ${one.line}` : ""}`,
    );

describe("plain text", () => {
    test.each<[string, unknown, string[]]>([
        [
            "a name and a value",
            { envs: [{ name: "PASSWORD", value: "hunter22" }] },
            ["template.envs[0].value holds a password"],
        ],
        ["a member", { password: "hunter22" }, ["template.password holds a password"]],
        ["a flag", { args: ["--db-password", "hunter22"] }, ["template.args[1] holds a password"]],
        ["a script", { run: "a\nexport PASSWORD=hunter22\n" }, ["template.run holds a password in line 2"]],
        ["a marked value", { x: secret("abc") }, ["template.x holds a value that the program marks as secret"]],
        ["a marked name of a secret", { x: secret("projects/p/secrets/s/versions/1") }, []],
        ["a marked number", { x: secret(8080) }, []],
        ["a reference", { envs: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { key: "latest" } } }] }, []],
        ["an unknown password", { password: UNKNOWN }, ["template.password is unread"]],
        // As the engine writes a text that is not known yet, where its kind is known.
        [
            "an unknown of another kind",
            { password: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7" },
            ["template.password is unread"],
        ],
        ["an unknown that no credential goes into", { region: UNKNOWN }, []],
        [
            "a text around an unknown",
            { url: `postgres://app:hunter22@${UNKNOWN}/app` },
            ["template.url holds a URL with a password"],
        ],
        ["a script around an unknown", { run: `a\ncurl ${UNKNOWN}\n` }, ["template.run is unread"]],
        ["nothing", undefined, []],
        ["a number", 42, ["template is unread"]],
        ["what nests", [[{ a: [{ token: "9f8e7d6c5b4a39281706" }] }]], ["template[0][0].a[0].token holds a token"]],
    ])("in %s", (_, template, expected) => {
        expect(found(template)).toEqual(expected);
    });

    test("that comes from what makes credentials", () => {
        const key = "urn:pulumi:dev::shop::gcp:serviceaccount/key:Key::k";
        expect(found({ apiKey: UNKNOWN }, { template: [key] })).toEqual([
            "template.apiKey is made from a `gcp:serviceaccount/key:Key`",
        ]);
        expect(found(UNKNOWN, { template: [key] })).toEqual(["template is made from a `gcp:serviceaccount/key:Key`"]);
    });

    test("is not looked for in other types", () => {
        expect(found({ password: "hunter22" }, {}, "gcp:storage/bucket:Bucket")).toEqual([]);
        expect(Object.keys(PLACES).length).toBeGreaterThan(15);
    });
});
