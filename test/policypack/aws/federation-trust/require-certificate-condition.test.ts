import { policyOf } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/require-certificate-condition";
import { describeRule } from "../../../harness/describe-rule";

const role = (Condition?: object, more: object = {}) => [
    {
        type: "aws:iam/role:Role",
        inputs: {
            assumeRolePolicy: policyOf({
                Effect: "Allow",
                Principal: { Service: "rolesanywhere.amazonaws.com" },
                Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
                Condition,
                ...more,
            }),
        },
    },
];
const says = ["`assumeRolePolicy.Statement[0]` lets in every certificate of every trust anchor."];
const ANCHOR = "arn:aws:rolesanywhere:eu-central-1:111122223333:trust-anchor/8f1c0a52";

describeRule(rule, {
    denies: {
        "no condition": { given: role(), says },
        "the account alone": { given: role({ StringEquals: { "aws:SourceAccount": "111122223333" } }), says },
        "any trust anchor": { given: role({ ArnLike: { "aws:SourceArn": "*" } }), says },
        "any name": { given: role({ StringLike: { "aws:PrincipalTag/x509Subject/CN": "*" } }), says },
        "a tag of another kind": { given: role({ StringEquals: { "aws:PrincipalTag/team": "shop" } }), says },
        "a second service": {
            given: role(undefined, { Principal: { Service: ["ec2.amazonaws.com", "rolesanywhere.amazonaws.com"] } }),
            says,
        },
    },
    allows: {
        "one trust anchor": { given: role({ ArnEquals: { "aws:SourceArn": ANCHOR } }) },
        "a trust anchor not known yet": { given: role({ ArnEquals: { "aws:SourceArn": [UNKNOWN] } }) },
        "one name": { given: role({ StringEquals: { "aws:PrincipalTag/x509Subject/CN": "backup.example.com" } }) },
        "names that begin so": { given: role({ StringLike: { "aws:PrincipalTag/x509SAN/URI": "spiffe://acme/shop/*" } }) },
        "one issuer": { given: role({ StringEquals: { "aws:PrincipalTag/x509Issuer/CN": "Acme CA" } }) },
        "another service": { given: role(undefined, { Principal: { Service: "ec2.amazonaws.com" } }) },
        "a Deny": { given: role(undefined, { Effect: "Deny" }) },
    },
    cannotDecide: {
        "a trust not known yet": {
            given: [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy: UNKNOWN } }],
            says: ["`assumeRolePolicy` is not known before the deployment."],
        },
    },
});
