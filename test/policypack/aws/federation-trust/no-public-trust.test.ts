import { policyOf, serviceTrust } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/no-public-trust";
import { describeRule } from "../../../harness/describe-rule";

const role = (assumeRolePolicy: unknown) => [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy } }];
const anyone = (Condition?: object, more: object = {}) => ({
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "sts:AssumeRole",
    Condition,
    ...more,
});
const limited = (Condition: object) => ({ given: role(policyOf(anyone(Condition))) });
const says = ["`assumeRolePolicy.Statement[0]` lets in anyone who has an AWS account."];
const open = (Condition: object) => ({ ...limited(Condition), says });

describeRule(rule, {
    denies: {
        // Checkov CKV_AWS_60 takes the next two for fine.
        "a Principal that is a star": { given: role(policyOf(anyone(undefined, { Principal: "*" }))), says },
        "a Statement that is no list": {
            given: role(JSON.stringify({ Statement: anyone() })),
            says: ["`assumeRolePolicy.Statement` lets in anyone who has an AWS account."],
        },
        "a star of AWS": { given: role(policyOf(anyone())), says },
        "a star among named roles": {
            given: role(policyOf(anyone(undefined, { Principal: { AWS: ["arn:aws:iam::111122223333:role/a", "*"] } }))),
            says,
        },
        "a star behind a service": {
            given: role(
                policyOf(
                    { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" },
                    anyone(),
                ),
            ),
            says: ["`assumeRolePolicy.Statement[1]` lets in anyone who has an AWS account."],
        },
        "all but some": {
            given: role(policyOf({ Effect: "Allow", NotPrincipal: { AWS: "111122223333" }, Action: "sts:AssumeRole" })),
            says,
        },
        "every action of STS": { given: role(policyOf(anyone(undefined, { Action: "sts:*" }))), says },
        "an external id, which is no secret": open({ StringEquals: { "sts:ExternalId": "42" } }),
        "a network, as that is nobody": open({ IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }),
        "a VPC, as that is nobody": open({ StringEquals: { "aws:SourceVpc": "vpc-0a1b2c3d" } }),
        "MFA, which anyone may have": open({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
        "any organisation but one": open({ StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
        "an organisation, if there is one": open({ StringEqualsIfExists: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
        "any organisation": open({ StringLike: { "aws:PrincipalOrgID": "o-*" } }),
        "one organisation, or any": open({ StringLike: { "aws:PrincipalOrgID": ["o-a1b2c3d4e5", "*"] } }),
        "all paths of organisations, as none has them too": open({
            "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/*" },
        }),
        "a role of that name in any account": open({ ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/deployer" } }),
        "a tag, which anyone may set": open({ StringEquals: { "aws:PrincipalTag/team": "shop" } }),
        "that the key is there": open({ Null: { "aws:PrincipalOrgID": "false" } }),
        "a Deny of another action": {
            given: role(
                policyOf(anyone(), {
                    Effect: "Deny",
                    Principal: "*",
                    Action: "sts:TagSession",
                    Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
                }),
            ),
            says,
        },
        "a Deny of but one account": {
            given: role(policyOf(anyone(), { Effect: "Deny", Principal: { AWS: "111122223333" }, Action: "sts:*" })),
            says,
        },
        "what is no document": { given: role("everyone"), says: ["`assumeRolePolicy` is not a JSON document."] },
    },
    allows: {
        // checkov#7209, #6839, #7304: principal "*" with a condition that does say who.
        "one organisation": limited({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }),
        "some of an organisation": limited({
            "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-1/*" },
        }),
        "one account": limited({ StringEquals: { "aws:PrincipalAccount": "111122223333" } }),
        "the account of the role": limited({ StringEquals: { "aws:PrincipalAccount": "${aws:ResourceAccount}" } }),
        "roles of one account": limited({
            ArnLike: { "AWS:PrincipalArn": "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*" },
        }),
        "roles of the account of the role": limited({
            ArnLike: { "aws:PrincipalArn": "arn:aws:iam::${aws:ResourceAccount}:role/*" },
        }),
        "the work of a service for one account": limited({ StringEquals: { "aws:SourceAccount": "111122223333" } }),
        "an organisation not known yet": limited({ StringEquals: { "aws:PrincipalOrgID": UNKNOWN } }),
        // checkov#4394
        "a Deny": { given: role(policyOf({ ...anyone(), Effect: "Deny" })) },
        "a Deny for all others": {
            given: role(
                policyOf(anyone(), {
                    Effect: "Deny",
                    Principal: "*",
                    Action: "sts:AssumeRole",
                    Condition: {
                        StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
                        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
                    },
                }),
            ),
        },
        "a Deny for all but a few": {
            given: role(
                policyOf(anyone(), {
                    Effect: "Deny",
                    NotPrincipal: { AWS: "arn:aws:iam::111122223333:role/a" },
                    Action: "*",
                }),
            ),
        },
        "a named role": {
            given: role(policyOf(anyone(undefined, { Principal: { AWS: "arn:aws:iam::111122223333:role/a" } }))),
        },
        "a role not known yet": { given: role({ Statement: anyone(undefined, { Principal: { AWS: UNKNOWN } }) }) },
        "a service": { given: role(serviceTrust("ec2.amazonaws.com")) },
        // Whose tokens is what aws-require-oidc-subject asks.
        "tokens alone": { given: role(policyOf(anyone(undefined, { Action: "sts:AssumeRoleWithWebIdentity" }))) },
        "claims of an issuer": limited({
            StringEquals: { "token.actions.githubusercontent.com:sub": "repo:acme/shop:environment:live" },
        }),
    },
    cannotDecide: {
        "a trust not known yet": { given: role(UNKNOWN), says: ["`assumeRolePolicy` is not known before the deployment."] },
        "a condition not known yet": {
            given: role({ Statement: anyone(undefined, { Condition: UNKNOWN }) }),
            says: ["`assumeRolePolicy.Statement.Condition` is not known before the deployment."],
        },
    },
});
