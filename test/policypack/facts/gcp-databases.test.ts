import { describe, expect, test } from "vitest";
import { DATABASE, databaseFlag, isOn, ofEngine } from "../../../policypack/facts/gcp-databases";
import { UNKNOWN, Value } from "../../../policypack/facts/values";
import { resources } from "../../harness/describe-rule";

const instances = resources([
    { type: DATABASE, name: "mysql", inputs: { databaseVersion: "MYSQL_8_4" } },
    { type: DATABASE, name: "unknown", inputs: { databaseVersion: UNKNOWN } },
    { type: DATABASE, name: "wrong", inputs: { databaseVersion: 17 } },
    { type: "gcp:sql/user:User", name: "user", inputs: { databaseVersion: "MYSQL_8_4" } },
]);

test("only instances whose engine is certain count", () => {
    expect(ofEngine(instances, "MYSQL", "POSTGRES").map(({ name }) => name)).toEqual(["mysql"]);
    expect(ofEngine(instances, "SQLSERVER")).toEqual([]);
});

describe("a flag of a database", () => {
    const flag = (databaseFlags: unknown) =>
        databaseFlag(resources([{ type: DATABASE, inputs: { settings: { databaseFlags } } }])[0]!, "f")?.raw;

    test.each<[string, unknown, unknown]>([
        ["is found by its name", [{ name: "e" }, { name: "f", value: "on" }], "on"],
        ["is not there", [{ name: "e", value: "on" }], undefined],
        ["is not there without flags", undefined, undefined],
        [
            "is known beside one whose name is not",
            [
                { name: UNKNOWN, value: "off" },
                { name: "f", value: "on" },
            ],
            "on",
        ],
        ["may be one whose name is not known yet", [{ name: UNKNOWN, value: UNKNOWN }], UNKNOWN],
    ])("%s", (_, flags, expected) => {
        expect(flag(flags)).toBe(expected);
    });

    test.each<[unknown, boolean]>([
        ["on", true],
        ["On", true],
        ["1", true],
        ["off", false],
        [undefined, false],
    ])("%j is on: %j", (written, expected) => {
        expect(isOn(new Value(written, "x"))).toBe(expected);
    });
});
