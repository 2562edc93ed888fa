import { describe, expect, test } from "vitest";
import { weakForCognito, weakForIam } from "../../../policypack/facts/aws-password-policies";
import { Value, isUnreadable } from "../../../policypack/facts/values";

const instead = (weak: Iterable<{ instead: unknown } | Error>) =>
    [...weak].map((found) => (isUnreadable(found) ? found.message : "instead" in found ? found.instead : undefined));

describe("weakForIam", () => {
    const demand = { length: 8, classes: false, reuse: 5, maximumAge: 90 };
    const weak = (policy: unknown, more = {}) => instead(weakForIam(new Value(policy, ""), { ...demand, ...more }));
    const strong = { minimumPasswordLength: 8, passwordReusePrevention: 5, maxPasswordAge: 90 };

    test.each([
        [strong, []],
        [{ ...strong, minimumPasswordLength: 7 }, [["minimumPasswordLength", 8]]],
        [{ ...strong, minimumPasswordLength: 0 }, [["minimumPasswordLength", 8]]],
        [{ ...strong, passwordReusePrevention: 4 }, [["passwordReusePrevention", 5]]],
        [{ ...strong, maxPasswordAge: 91 }, [["maxPasswordAge", 90]]],
        [{ ...strong, maxPasswordAge: 0 }, [["maxPasswordAge", 90]]],
        [{ ...strong, maxPasswordAge: "soon" }, ["`maxPasswordAge` is not a number."]],
    ])("%j", (policy, expected) => {
        expect(weak(policy)).toEqual(expected);
    });

    test("nothing is too old without a limit, nor used too often", () => {
        expect(weak({ minimumPasswordLength: 8 }, { maximumAge: 0, reuse: 0 })).toEqual([]);
    });
});

describe("weakForCognito", () => {
    const weak = (policy: unknown, demand: Parameters<typeof weakForCognito>[1]) =>
        instead(weakForCognito(new Value(policy, "passwordPolicy"), demand));

    test("all classes are demanded without a policy, and none within one", () => {
        expect(weak(undefined, { length: 8, classes: true })).toEqual([]);
        expect(weak({}, { length: 8, classes: true })).toEqual([
            ["requireLowercase", true],
            ["requireUppercase", true],
            ["requireNumbers", true],
            ["requireSymbols", true],
        ]);
    });
});
