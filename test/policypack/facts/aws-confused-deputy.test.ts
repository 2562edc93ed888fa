import { describe, expect, test } from "vitest";
import { sendsSourceToFunction, sendsSourceToRole } from "../../../policypack/facts/aws-confused-deputy";

describe("sendsSourceToRole", () => {
    test.each([
        ["scheduler.amazonaws.com", true],
        ["Scheduler.amazonaws.com", true],
        ["states.eu-central-1.amazonaws.com", true],
        ["states.us-gov-west-1.amazonaws.com", true],
        ["states.cn-north-1.amazonaws.com.cn", true],
        ["ec2.amazonaws.com", false],
        ["ec2.amazonaws.com.cn", false],
        ["lambda.amazonaws.com", false],
        ["scheduler.example.com", false],
        ["constructor", false],
        ["", false],
    ])("%s: %s", (service, sends) => {
        expect(sendsSourceToRole(service)).toBe(sends);
    });
});

describe("sendsSourceToFunction", () => {
    test.each([
        ["s3.amazonaws.com", true],
        ["logs.eu-west-1.amazonaws.com", true],
        ["lambda.alarms.cloudwatch.amazonaws.com", true],
        ["alexa-appkit.amazon.com", false],
        ["111122223333", false],
        ["*", false],
    ])("%s: %s", (service, sends) => {
        expect(sendsSourceToFunction(service)).toBe(sends);
    });
});
