import { describe, expect, test } from "vitest";
import { administrator } from "../../../policypack/facts/aws-managed-policies";

describe("administrator", () => {
    test.each([
        ["arn:aws:iam::aws:policy/AdministratorAccess", "AdministratorAccess"],
        ["arn:aws-us-gov:iam::aws:policy/AdministratorAccess", "AdministratorAccess"],
        ["arn:aws-cn:iam::aws:policy/PowerUserAccess", "PowerUserAccess"],
        ["arn:aws-iso-b:iam::aws:policy/IAMFullAccess", "IAMFullAccess"],
        ["arn:aws:iam::aws:policy/service-role/AWSCodeStarServiceRole", "AWSCodeStarServiceRole"],
        ["arn:aws:iam::aws:policy/administratoraccess", "AdministratorAccess"],
        ["arn:aws:iam::111122223333:policy/AdministratorAccess", undefined],
        ["arn:aws:iam::aws:policy/AdministratorAccess-AWSElasticBeanstalk", undefined],
        ["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess", undefined],
        ["arn:aws:iam::aws:policy/ReadOnlyAccess", undefined],
        ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole", undefined],
        ["AdministratorAccess", undefined],
        ["arn:aws:iam::aws:policy/constructor", undefined],
        ["", undefined],
    ])("%s", (arn, name) => {
        expect(administrator(arn)?.name).toBe(name);
    });
});
