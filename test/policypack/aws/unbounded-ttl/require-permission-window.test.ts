import rule from "../../../../policypack/aws/unbounded-ttl/require-permission-window";
import { policyOf, serviceTrust } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const ROLE = "aws:iam/role:Role";
const Condition = { DateLessThan: { "aws:CurrentTime": "2026-01-15T20:00:00Z" } };
const TRUST = { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:role/oncall" }, Action: "sts:AssumeRole" };
const window = policyOf({ ...TRUST, Condition });
const read = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::reports/*" };
const ending = {
    Effect: "Deny",
    Action: "*",
    Resource: "*",
    Condition: { DateGreaterThanEquals: { "aws:CurrentTime": "2026-01-15T20:00:00Z" } },
};
const role = (inputs: object) => ({ type: ROLE, name: "oncall", inputs: { assumeRolePolicy: window, ...inputs } });
const held = (...statements: object[]) => ({
    type: "aws:iam/rolePolicy:RolePolicy",
    name: "read",
    inputs: { role: UNKNOWN, policy: policyOf(...statements) },
    sources: { role: ["oncall"] },
});

describeRule(rule, {
    denies: {
        "a policy of the role itself": {
            given: [role({ inlinePolicies: [{ name: "read", policy: policyOf({ ...read, Condition }, read) }] })],
            says: ["The role can be taken until an instant only, but `inlinePolicies[0].policy.Statement[1]` does not end."],
        },
        "a policy beside the role": {
            given: [role({}), held(read)],
            says: [
                "The role can be taken until an instant only, but `policy.Statement[0]` of another resource does not end.",
            ],
        },
        "a Deny from an instant on, of some actions only": {
            given: [role({}), held(read, { ...ending, Action: "s3:*" })],
            says: [
                "The role can be taken until an instant only, but `policy.Statement[0]` of another resource does not end.",
            ],
        },
        "a Deny until an instant, which begins and does not end": {
            given: [role({}), held(read, { ...ending, Condition })],
            says: [
                "The role can be taken until an instant only, but `policy.Statement[0]` of another resource does not end.",
            ],
        },
        "a policy of AWS, which never ends": {
            given: [role({ managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] })],
            says: ["The role can be taken until an instant only, but `ReadOnlyAccess` does not end."],
        },
    },
    allows: {
        "permissions that end too": { given: [role({}), held({ ...read, Condition })] },
        "a Deny, which need not end": {
            given: [role({}), held({ ...read, Condition }, { Effect: "Deny", Action: "iam:*", Resource: "*" })],
        },
        "a Deny of everything from an instant on": {
            given: [role({ managedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"] }), held(read), held(ending)],
        },
        "a trust without an end": {
            given: [role({ assumeRolePolicy: serviceTrust("lambda.amazonaws.com") }), held(read)],
        },
        "a trust of which one statement has no end": {
            given: [role({ assumeRolePolicy: policyOf({ ...TRUST, Condition }, TRUST) }), held(read)],
        },
    },
    cannotDecide: {
        "a trust that is not known yet": {
            given: [role({ assumeRolePolicy: UNKNOWN }), held(read)],
            says: ["`assumeRolePolicy` is not known before the deployment."],
        },
    },
});
