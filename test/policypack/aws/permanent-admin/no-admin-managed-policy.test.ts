import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/permanent-admin/no-admin-managed-policy";
import { describeRule } from "../../../harness/describe-rule";

const given = (type: string, inputs: Record<string, unknown>) => [{ type: `aws:${type}`, inputs }];
const managed = (name: string, partition = "aws") => `arn:${partition}:iam::aws:policy/${name}`;
const admin = managed("AdministratorAccess");
const says = ["`AdministratorAccess` is attached: it allows every action on every resource."];

describeRule(rule, {
    denies: {
        // Checkov CKV_AWS_274 looks for the ARN of the commercial partition, and for this one policy.
        "AdministratorAccess in GovCloud": {
            given: given("iam/rolePolicyAttachment:RolePolicyAttachment", {
                policyArn: managed("AdministratorAccess", "aws-us-gov"),
            }),
            says,
        },
        PowerUserAccess: {
            given: given("iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: managed("PowerUserAccess") }),
            says: ["`PowerUserAccess` is attached: it allows nearly every action on every resource."],
        },
        "a policy that lets its holder write policies": {
            given: given("iam/userPolicyAttachment:UserPolicyAttachment", { policyArn: managed("IAMFullAccess") }),
            says: ["`IAMFullAccess` is attached: its holder can give itself any permission."],
        },
        "each such policy of a role": {
            given: given("iam/role:Role", {
                managedPolicyArns: [UNKNOWN, managed("ReadOnlyAccess"), admin, managed("IAMFullAccess")],
            }),
            says: [...says, "`IAMFullAccess` is attached: its holder can give itself any permission."],
        },
        "it on a user": { given: given("iam/userPolicyAttachment:UserPolicyAttachment", { policyArn: admin }), says },
        "it on a group": { given: given("iam/groupPolicyAttachment:GroupPolicyAttachment", { policyArn: admin }), says },
        "it on several at once": {
            given: given("iam/policyAttachment:PolicyAttachment", { policyArn: admin, roles: ["a"] }),
            says,
        },
        "it in the full list of a role": {
            given: given("iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", { policyArns: [admin] }),
            says,
        },
        "it in the full list of a user": {
            given: given("iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", { policyArns: [admin] }),
            says,
        },
        "it in the full list of a group": {
            given: given("iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", { policyArns: [admin] }),
            says,
        },
        "it in a permission set": {
            given: given("ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment", { managedPolicyArn: admin }),
            says,
        },
        "it in the full list of a permission set": {
            given: given("ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive", {
                managedPolicyArns: [admin],
            }),
            says,
        },
        "it by a budget action": {
            given: given("budgets/budgetAction:BudgetAction", { definition: { iamActionDefinition: { policyArn: admin } } }),
            says,
        },
        "what is no text": {
            given: given("iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: 42 }),
            says: ["`policyArn` is not a text."],
        },
    },
    allows: {
        "a policy of AWS for one purpose": {
            given: given("iam/role:Role", { managedPolicyArns: [managed("service-role/AWSLambdaBasicExecutionRole")] }),
        },
        "one's own policy of the same name": {
            given: given("iam/rolePolicyAttachment:RolePolicyAttachment", {
                policyArn: "arn:aws:iam::111122223333:policy/AdministratorAccess",
            }),
        },
        "it as a boundary": { given: given("iam/role:Role", { permissionsBoundary: admin }) },
        "a policy of the program, whose ARN is not known yet": {
            given: [
                { type: "aws:iam/policy:Policy", name: "read", inputs: {} },
                {
                    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    inputs: { policyArn: UNKNOWN },
                    sources: { policyArn: ["read"] },
                },
            ],
        },
    },
    cannotDecide: {
        "an ARN not known yet": {
            given: given("iam/rolePolicyAttachment:RolePolicyAttachment", { policyArn: UNKNOWN }),
            says: ["`policyArn` is not known before the deployment."],
        },
        "a list not known yet, of which some are the program's own": {
            given: [
                { type: "aws:iam/policy:Policy", name: "read", inputs: {} },
                {
                    type: "aws:iam/role:Role",
                    inputs: { managedPolicyArns: UNKNOWN },
                    sources: { managedPolicyArns: ["read", "urn:pulumi:live::shop::acme:index:Lookup::other"] },
                },
            ],
            says: ["`managedPolicyArns` is not known before the deployment."],
        },
        "a list not known yet": {
            given: given("iam/role:Role", { managedPolicyArns: UNKNOWN }),
            says: ["`managedPolicyArns` is not known before the deployment."],
        },
    },
});
