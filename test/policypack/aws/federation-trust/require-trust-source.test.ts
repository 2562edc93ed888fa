import { policyOf, serviceTrust } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/require-trust-source";
import { describeRule } from "../../../harness/describe-rule";

const role = (assumeRolePolicy: unknown) => [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy } }];
const trust = (Service: unknown, Condition?: object) => ({
    Effect: "Allow",
    Principal: { Service },
    Action: "sts:AssumeRole",
    Condition,
});
const limited = (Condition: object) => ({ given: role(policyOf(trust("scheduler.amazonaws.com", Condition))) });
const says = (service = "scheduler.amazonaws.com") => [
    `\`assumeRolePolicy.Statement[0]\` lets in \`${service}\`, whoever it works for.`,
];

describeRule(rule, {
    denies: {
        "a scheduler for anyone": { given: role(serviceTrust("scheduler.amazonaws.com")), says: says() },
        "a service of one region": {
            given: role(serviceTrust("states.eu-central-1.amazonaws.com")),
            says: says("states.eu-central-1.amazonaws.com"),
        },
        "agents of Bedrock for anyone": {
            given: role(serviceTrust("bedrock.amazonaws.com")),
            says: says("bedrock.amazonaws.com"),
        },
        "any account": { ...limited({ StringLike: { "aws:SourceAccount": "*" } }), says: says() },
        "a resource in any account": {
            ...limited({ ArnLike: { "aws:SourceArn": "arn:aws:scheduler:*:*:schedule-group/x" } }),
            says: says(),
        },
        "an account if there is one": {
            ...limited({ StringEqualsIfExists: { "aws:SourceAccount": "111122223333" } }),
            says: says(),
        },
        // Prowler lets one service that is exempt exempt all others.
        "a service beside one that sends nothing": {
            given: role(policyOf(trust(["ec2.amazonaws.com", "scheduler.amazonaws.com"]))),
            says: says(),
        },
    },
    allows: {
        "one account": limited({ StringEquals: { "aws:SourceAccount": "111122223333" } }),
        "an account not known yet": limited({ StringEquals: { "aws:SourceAccount": UNKNOWN } }),
        "resources of one account": limited({
            ArnLike: { "aws:SourceArn": "arn:aws:scheduler:*:111122223333:schedule-group/*" },
        }),
        "one organisation": limited({ StringEquals: { "aws:SourceOrgID": "o-a1b2c3d4e5" } }),
        // prowler#2248, #2314, #2792, #2810, #7021: these send no source, and a condition on it would break them.
        EC2: { given: role(serviceTrust("ec2.amazonaws.com")) },
        Lambda: { given: role(serviceTrust("lambda.amazonaws.com")) },
        EKS: { given: role(serviceTrust("eks.amazonaws.com")) },
        "pods of EKS": { given: role(serviceTrust("pods.eks.amazonaws.com")) },
        Glue: { given: role(serviceTrust("glue.amazonaws.com")) },
        "a service that nobody knows": { given: role(serviceTrust("new.amazonaws.com")) },
        "a service not known yet": { given: role({ Statement: trust(UNKNOWN) }) },
        "a role": { given: role(policyOf({ ...trust(""), Principal: { AWS: "arn:aws:iam::111122223333:role/a" } })) },
    },
    cannotDecide: {
        "a trust not known yet": { given: role(UNKNOWN), says: ["`assumeRolePolicy` is not known before the deployment."] },
    },
});
