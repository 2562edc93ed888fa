import { policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/no-account-trust";
import { describeRule } from "../../../harness/describe-rule";

const ROOT = "arn:aws:iam::111122223333:root";
const trust = (AWS: unknown, Condition?: object, more: object = {}) => ({
    Effect: "Allow",
    Principal: { AWS },
    Action: "sts:AssumeRole",
    Condition,
    ...more,
});
const role = (...statements: object[]) => [
    { type: "aws:iam/role:Role", inputs: { assumeRolePolicy: policyOf(...statements) } },
];
const limited = (Condition: object) => ({ given: role(trust(ROOT, Condition)) });
const all = (account = "111122223333") =>
    `\`assumeRolePolicy.Statement[0]\` lets in all of account \`${account}\` whom its administrators allow it.`;

describeRule(rule, {
    denies: {
        "the root of an account": { given: role(trust(ROOT)), says: [all()] },
        "the number of an account": { given: role(trust("111122223333")), says: [all()] },
        // Checkov CKV_AWS_61 does not see it.
        "an account in GovCloud": { given: role(trust("arn:aws-us-gov:iam::111122223333:root")), says: [all()] },
        "an account in China": { given: role(trust("arn:aws-cn:iam::111122223333:root")), says: [all()] },
        "two accounts": {
            given: role(trust([ROOT, "444455556666"])),
            says: [all(), all("444455556666")],
        },
        "one account that is listed and one that is not": {
            given: role(trust([ROOT, "444455556666"])),
            options: { accounts: ["111122223333"] },
            says: [all("444455556666")],
        },
        "any external id": { ...limited({ StringLike: { "sts:ExternalId": "*" } }), says: [all()] },
        "an external id, if there is one": {
            ...limited({ StringEqualsIfExists: { "sts:ExternalId": "42" } }),
            says: [all()],
        },
        "any role of the account": {
            ...limited({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/*" } }),
            says: [all()],
        },
        "a network": { ...limited({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }), says: [all()] },
        "every action": { given: role(trust(ROOT, undefined, { Action: "*" })), says: [all()] },
        "a named role without an external id, where one is demanded": {
            given: role(trust("arn:aws:iam::111122223333:role/vendor")),
            options: { externalId: true },
            says: [
                "`assumeRolePolicy.Statement[0]` lets in `arn:aws:iam::111122223333:role/vendor` without an sts:ExternalId.",
            ],
        },
    },
    allows: {
        // Checkov CKV_AWS_61 denies it.
        "an account with an external id": limited({ StringEquals: { "sts:ExternalId": "42" } }),
        "an external id not known yet": limited({ StringEquals: { "sts:ExternalId": UNKNOWN } }),
        "one role of the account": limited({ ArnEquals: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/deployer" } }),
        "roles that begin so": limited({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::111122223333:role/deploy-*" } }),
        "who has a tag": limited({ StringEquals: { "aws:PrincipalTag/team": "shop" } }),
        "a source identity": limited({ StringLike: { "sts:SourceIdentity": "*@example.com" } }),
        "one's own organisation": limited({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
        "people with MFA": limited({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
        "an account that is listed": { given: role(trust(ROOT)), options: { accounts: ["111122223333"] } },
        "a named role": { given: role(trust("arn:aws:iam::111122223333:role/deployer")) },
        "a named role with an external id, where one is demanded": {
            given: role(trust("arn:aws:iam::111122223333:role/vendor", { StringEquals: { "sts:ExternalId": "42" } })),
            options: { externalId: true },
        },
        "a named role of an account that is listed, where an external id is demanded": {
            given: role(trust("arn:aws:iam::111122223333:role/deployer")),
            options: { externalId: true, accounts: ["111122223333"] },
        },
        "an account not known yet, as that is most likely one's own": {
            given: [
                {
                    type: "aws:iam/role:Role",
                    inputs: { assumeRolePolicy: { Statement: trust(`arn:aws:iam::${UNKNOWN}:root`) } },
                },
            ],
        },
        "another action": { given: role(trust(ROOT, undefined, { Action: "sts:TagSession" })) },
        "a Deny": { given: role(trust(ROOT, undefined, { Effect: "Deny" })) },
        "anyone, of whom another rule tells": { given: role(trust("*")) },
    },
    cannotDecide: {
        "a condition not known yet": {
            given: [
                {
                    type: "aws:iam/role:Role",
                    inputs: { assumeRolePolicy: { Statement: { ...trust(ROOT), Condition: UNKNOWN } } },
                },
            ],
            says: ["`assumeRolePolicy.Statement.Condition` is not known before the deployment."],
        },
    },
});
