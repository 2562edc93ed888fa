import { describe, expect, test } from "vitest";
import { attachedPolicies, eachDocument, isOwnPolicy } from "../../../policypack/facts/aws-identity-policies";
import { UNKNOWN, Value } from "../../../policypack/facts/values";

const resource = (type: string, inputs: object) => ({ type, inputs: new Value(inputs, "") });

test("attachedPolicies finds one ARN, a list of them, and one further down", () => {
    const paths = (type: string, inputs: object) => attachedPolicies(resource(type, inputs)).map(({ path }) => path);
    expect(paths("aws:iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: "a" })).toEqual(["policyArn"]);
    expect(paths("aws:iam/role:Role", { managedPolicyArns: ["a", UNKNOWN] })).toEqual([
        "managedPolicyArns[0]",
        "managedPolicyArns[1]",
    ]);
    expect(
        paths("aws:budgets/budgetAction:BudgetAction", { definition: { iamActionDefinition: { policyArn: "a" } } }),
    ).toEqual(["definition.iamActionDefinition.policyArn"]);
    expect(paths("aws:budgets/budgetAction:BudgetAction", { definition: { ssmActionDefinition: {} } })).toEqual([]);
    expect(paths("aws:iam/role:Role", {})).toEqual([]);
});

test("eachDocument goes on behind an element that cannot be read", () => {
    const role = resource("aws:iam/role:Role", { inlinePolicies: [UNKNOWN, { name: "a", policy: "{}" }, 42] });
    const found = [...eachDocument(role, ({ path }) => [path])].map((of) => (typeof of === "string" ? of : `? ${of.path}`));
    expect(found).toEqual(["inlinePolicies[1].policy", "? inlinePolicies[0]", "? inlinePolicies[2]"]);
});

describe("isOwnPolicy", () => {
    const policy = "urn:pulumi:live::shop::aws:iam/policy:Policy::read";
    const nested = "urn:pulumi:live::shop::acme:index:Team$aws:iam/policy:Policy::read";
    const lookUp = "urn:pulumi:live::shop::acme:index:Lookup::read";
    test.each([
        [[policy], true],
        [[policy, nested], true],
        [[policy, lookUp], false],
        [[], false],
        [undefined, false],
    ])("%j: %s", (sources, own) => {
        expect(isOwnPolicy(sources)).toBe(own);
    });
});
