import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-authoritative-grant";
import { describeRule } from "../../../harness/describe-rule";

const entitlement = (parent: unknown, roles: unknown = ["roles/cloudsql.admin"], sources = {}) => ({
    type: "gcp:privilegedaccessmanager/entitlement:entitlement",
    name: "entitlement",
    inputs: {
        parent,
        privilegedAccess: {
            gcpIamAccess: { roleBindings: Array.isArray(roles) ? roles.map((role: unknown) => ({ role })) : roles },
        },
    },
    sources,
});
const binding = (inputs: object, sources = {}) => ({
    type: "gcp:projects/iAMBinding:IAMBinding",
    inputs: { project: "example", role: "roles/cloudsql.admin", members: ["group:dba@example.com"], ...inputs },
    sources,
});
const policy = (type: string, inputs: object) => ({ type, inputs: { policyData: "{}", ...inputs } });
const POLICY = ["This policy takes away what an entitlement of the program grants."];
const BINDING = ["This binding takes away what an entitlement of the program grants."];

describeRule(rule, {
    denies: {
        "a binding of the role that is granted on request": {
            given: [entitlement("projects/example"), binding({})],
            says: BINDING,
        },
        "one on a project whose name is not known yet": {
            given: [
                { type: "gcp:organizations/project:Project", name: "shop", inputs: {} },
                entitlement(UNKNOWN, undefined, { parent: ["shop"] }),
                binding({ project: UNKNOWN }, { project: ["shop"] }),
            ],
            says: BINDING,
        },
        "a binding, when the roles of the entitlement are not known yet": {
            given: [entitlement("projects/example", UNKNOWN), binding({ role: "roles/viewer" })],
            says: BINDING,
        },
        "whole policies": {
            given: [
                entitlement("folders/42"),
                policy("gcp:folder/iAMPolicy:IAMPolicy", { folder: "42" }),
                policy("gcp:folder/iAMPolicy:IAMPolicy", { folder: "folders/42" }),
            ],
            says: [...POLICY, ...POLICY],
        },
        "the policy of an organization": {
            given: [entitlement("organizations/1"), policy("gcp:organizations/iAMPolicy:IAMPolicy", { orgId: "1" })],
            says: POLICY,
        },
    },
    allows: {
        "a binding of another role": { given: [entitlement("projects/example"), binding({ role: "roles/viewer" })] },
        "another project": {
            given: [
                entitlement("projects/other"),
                binding({}),
                policy("gcp:projects/iAMPolicy:IAMPolicy", { project: "example" }),
            ],
        },
        "a program without entitlements": { given: [binding({})] },
    },
    cannotDecide: {
        "a project that is not known yet, and is made by nothing": {
            given: [entitlement("projects/example"), binding({ project: UNKNOWN })],
            says: ["`project` is not known before the deployment."],
        },
    },
});
