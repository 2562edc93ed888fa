import rule from "../../../../policypack/gcp/unbounded-ttl/require-entitlement-approval";
import { ENTITLEMENT, entitlement } from "../../../../policypack/facts/gcp-entitlements";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const ADMIN = "roles/resourcemanager.projectIamAdmin";
const of = (role: string, approvalWorkflow?: unknown) => [
    { type: ENTITLEMENT, inputs: { ...entitlement(role), approvalWorkflow } },
];
const manualApprovals = { steps: [{ approvers: { principals: ["group:leads@example.com"] } }] };

describeRule(rule, {
    denies: {
        "an admin role that nobody approves": { given: of(ADMIN), says: [`Nobody approves who takes \`${ADMIN}\`.`] },
        "a workflow without steps": {
            given: of(ADMIN, { manualApprovals: { steps: [] } }),
            says: [`Nobody approves who takes \`${ADMIN}\`.`],
        },
        "any role, when that is asked for": {
            given: of("roles/run.developer"),
            options: { everyRole: true },
            says: ["Nobody approves who takes `roles/run.developer`."],
        },
    },
    allows: {
        "an admin role that somebody approves": { given: of(ADMIN, { manualApprovals }) },
        "a workflow that is not known yet": { given: of(ADMIN, UNKNOWN) },
        "less than admin": { given: of("roles/run.developer") },
    },
    cannotDecide: {
        "a role that is not known yet": {
            given: of(UNKNOWN),
            says: ["`privilegedAccess.gcpIamAccess.roleBindings[0].role` is not known before the deployment."],
        },
    },
});
