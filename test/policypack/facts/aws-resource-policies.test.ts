import { describe, expect, test } from "vitest";
import { policyOf } from "../../../policypack/facts/aws-documents";
import { SHAREABLE, publicGrants } from "../../../policypack/facts/aws-resource-policies";
import { Value } from "../../../policypack/facts/values";
import { declares } from "../../harness/provider-types";

const INPUTS = [
    "accessPolicies",
    "accessPolicy",
    "content",
    "deliveryDestinationPolicy",
    "policy",
    "policyDocument",
    "repositoryPolicy",
    "resourcePolicy",
];
const ANYONE = policyOf({ Effect: "Allow", Principal: "*", Action: "x:DoIt", Resource: "*" });

describe("publicGrants", () => {
    test.each(SHAREABLE.filter((type) => INPUTS.some((input) => declares(type, input)) && !type.startsWith("aws:ssm/")))(
        "reads the policy of %s from an input that it has",
        (type) => {
            const inputs = Object.fromEntries(
                INPUTS.filter((input) => declares(type, input)).map((input) => [input, ANYONE]),
            );
            expect([...publicGrants({ type, inputs: new Value(inputs, "") })]).toEqual([
                expect.stringMatching(/\.Statement\[0\]$/),
            ]);
        },
    );

    test("are none where nothing is written, nor in what is no resource of AWS", () => {
        for (const type of [...SHAREABLE, "aws:iam/role:Role"]) {
            expect([...publicGrants({ type, inputs: new Value({}, "") })]).toEqual([]);
        }
    });
});
