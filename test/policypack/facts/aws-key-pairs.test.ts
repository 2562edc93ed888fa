import { describe, expect, test } from "vitest";
import { GIVEN_KEY_PAIRS, keyPairsOf } from "../../../policypack/facts/aws-key-pairs";
import { UNKNOWN } from "../../../policypack/facts/values";
import { resources } from "../../harness/describe-rule";
import { declares } from "../../harness/provider-types";

describe("keyPairsOf", () => {
    const paths = (type: string, inputs: Record<string, unknown>) => [
        ...keyPairsOf(resources([{ type, inputs }])[0]!, (input) => [input.path]),
    ];

    test.each([
        ["aws:ec2/instance:Instance", { keyName: "a" }, ["keyName"]],
        ["aws:ec2/instance:Instance", { keyName: UNKNOWN }, ["keyName"]],
        ["aws:ec2/instance:Instance", {}, []],
        [
            "aws:batch/computeEnvironment:ComputeEnvironment",
            { computeResources: { ec2KeyPair: "a" } },
            ["computeResources.ec2KeyPair"],
        ],
        ["aws:batch/computeEnvironment:ComputeEnvironment", {}, []],
        ["aws:glue/devEndpoint:DevEndpoint", { publicKey: "a", publicKeys: ["b"] }, ["publicKey", "publicKeys[0]"]],
        [
            "aws:elasticbeanstalk/environment:Environment",
            { settings: [{ name: "EC2KeyName", value: "a" }] },
            ["settings[0].value"],
        ],
        ["aws:elasticbeanstalk/environment:Environment", { settings: [{ name: "InstanceType", value: "a" }] }, []],
        ["aws:s3/bucket:Bucket", { keyName: "a" }, []],
    ] as const)("of %s %j", (type, inputs, expected) => {
        expect(paths(type, inputs)).toEqual(expected);
    });

    test("each type is one that the provider has", () => {
        for (const type of GIVEN_KEY_PAIRS) expect(declares(type), type).toBe(true);
    });

    test("what cannot be read hides nothing else", () => {
        const [first, unread] = paths("aws:glue/devEndpoint:DevEndpoint", { publicKeys: 7, publicKey: "a" });
        expect([first, String(unread)]).toEqual(["publicKey", "Malformed: `publicKeys` is not a list."]);
    });
});
