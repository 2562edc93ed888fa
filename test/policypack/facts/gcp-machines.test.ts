import { describe, expect, test } from "vitest";
import { INSTANCE, PROJECT_METADATA_ITEM, metadata, metadataFlag } from "../../../policypack/facts/gcp-machines";
import { Malformed, UNKNOWN, Unknown, Value } from "../../../policypack/facts/values";
import { resources } from "../../harness/describe-rule";

describe("a switch of the metadata", () => {
    test.each<[unknown, boolean | undefined]>([
        ["TRUE", true],
        ["true", true],
        ["Y", true],
        ["yes", true],
        [" 1 ", true],
        [true, true],
        ["FALSE", false],
        ["0", false],
        ["anything", false],
        [false, false],
        ["", undefined],
        [undefined, undefined],
    ])("%j is %j", (written, expected) => {
        expect(metadataFlag(new Value(written, "x"))).toBe(expected);
    });

    test("is not read from what is not known yet, nor from an object", () => {
        expect(() => metadataFlag(new Value(UNKNOWN, "x"))).toThrow(Unknown);
        expect(() => metadataFlag(new Value({}, "x"))).toThrow(Malformed);
    });
});

describe("metadata", () => {
    const at = (type: string, inputs: Record<string, unknown>) => metadata(resources([{ type, inputs }])[0]!, "ssh-keys");

    test.each<[string, string, Record<string, unknown>, unknown, string]>([
        ["of a machine", INSTANCE, { metadata: { "ssh-keys": "k" } }, "k", "metadata.ssh-keys"],
        ["of a machine without any", INSTANCE, {}, undefined, "metadata.ssh-keys"],
        ["of an item", PROJECT_METADATA_ITEM, { key: "ssh-keys", value: "k" }, "k", "value"],
        ["of another item", PROJECT_METADATA_ITEM, { key: "foo", value: "k" }, undefined, "metadata"],
    ])("%s", (_, type, inputs, raw, path) => {
        expect(at(type, inputs)).toMatchObject({ raw, path });
    });
});
