import { expect, test } from "vitest";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-iam-user";
import { describeRule, run } from "../../../harness/describe-rule";

const ofUser = (inputs: Record<string, unknown>) => ({ type: "aws:iam/user:User", name: "ci", inputs });
const of = (type: string, inputs: Record<string, unknown>, sources: Record<string, readonly string[]> = {}) => ({
    type: `aws:iam/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
    name: type,
    inputs,
    sources,
});
const user = "This IAM user is there until someone deletes it.";
const given = (path: string) => `\`${path}\` is an IAM user, who is given standing rights.`;
const policyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";

describeRule(rule, {
    denies: {
        "an IAM user": { given: [ofUser({ name: "ci" })], says: [user] },
        "one of whom nothing is known": { given: [ofUser({ name: UNKNOWN })], says: [user] },
        "a user once, and not again for policies and groups made from it": {
            given: [
                ofUser({}),
                of("UserPolicy", { user: UNKNOWN, policy: "{}" }, { user: ["ci"] }),
                of("UserPolicyAttachment", { user: UNKNOWN, policyArn }, { user: ["ci"] }),
                of("PolicyAttachment", { users: [UNKNOWN], policyArn }, { users: ["ci"] }),
                of("UserGroupMembership", { user: UNKNOWN, groups: ["admins"] }, { user: ["ci"] }),
            ],
            says: [user],
        },
        "a user once, who is written by name": {
            given: [
                ofUser({ name: "ci" }),
                of("UserPolicyAttachment", { user: "ci", policyArn }),
                of("GroupMembership", { group: "admins", users: ["ci"] }),
            ],
            says: [user],
        },
        "a user of elsewhere, beside one of the program": {
            given: [ofUser({}), of("PolicyAttachment", { users: [UNKNOWN, "alice"], policyArn }, { users: ["ci"] })],
            says: [given("users[1]"), user],
        },
        "a policy for a user of elsewhere": {
            given: [of("UserPolicyAttachment", { user: "alice", policyArn })],
            says: [given("user")],
        },
        "an inline policy for one": { given: [of("UserPolicy", { user: "alice", policy: "{}" })], says: [given("user")] },
        "a policy that is attached to users and to roles at once": {
            given: [of("PolicyAttachment", { roles: ["deploy"], users: ["alice", "bob"], policyArn })],
            says: [given("users[0]"), given("users[1]")],
        },
        "the attachments that one may have": {
            given: [of("UserPolicyAttachmentsExclusive", { userName: "alice", policyArns: [policyArn] })],
            says: [given("userName")],
        },
        "members of a group, beside one not known yet": {
            given: [of("GroupMembership", { group: "admins", users: [UNKNOWN, "alice"] })],
            says: [given("users[1]")],
        },
        "a user beside an attachment that cannot be read": {
            given: [ofUser({}), of("PolicyAttachment", { users: "alice", policyArn })],
            says: ["`users` is not a list.", user],
        },
        "what is no user": {
            given: [of("UserPolicy", { user: 7, policy: "{}" })],
            says: ["`user` is not a text."],
        },
    },
    allows: {
        "a role": { given: [{ type: "aws:iam/role:Role", inputs: {} }] },
        "a policy that is attached to roles and groups alone": {
            given: [of("PolicyAttachment", { roles: ["deploy"], groups: ["people"], policyArn })],
        },
        "a user of elsewhere who may have no attachment": {
            given: [of("UserPolicyAttachmentsExclusive", { userName: "alice", policyArns: [] })],
        },
        "an empty group": { given: [of("GroupMembership", { group: "admins", users: [] })] },
    },
    cannotDecide: {
        "a list of users that is not known yet": {
            given: [of("PolicyAttachment", { users: UNKNOWN, policyArn })],
            says: ["`users` is not known before the deployment."],
        },
        "a user not known yet, who may be one of the program's": {
            given: [of("UserPolicyAttachment", { user: UNKNOWN, policyArn })],
            says: ["`user` is not known before the deployment."],
        },
    },
});

test("nothing more is said of a list not known yet that was made from a user of the program", () => {
    const attachment = of("PolicyAttachment", { users: UNKNOWN, policyArn }, { users: ["ci"] });
    expect(run(rule, { given: [ofUser({}), attachment] }).map(({ message }) => message)).toEqual([user]);
});
