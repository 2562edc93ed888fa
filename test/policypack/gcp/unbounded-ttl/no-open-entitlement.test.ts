import rule from "../../../../policypack/gcp/unbounded-ttl/no-open-entitlement";
import { ENTITLEMENT, entitlement } from "../../../../policypack/facts/gcp-entitlements";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const approvedBy = (...principals: unknown[]) => ({ manualApprovals: { steps: [{ approvers: { principals } }] } });
const of = (principal: unknown, approvalWorkflow?: unknown) => [
    {
        type: ENTITLEMENT,
        inputs: { ...entitlement("roles/cloudsql.admin"), eligibleUsers: [{ principals: [principal] }], approvalWorkflow },
    },
];
const POOL = "principalSet://iam.googleapis.com/locations/global/workforcePools/staff";
const LEADS = "group:leads@example.com";

describeRule(rule, {
    denies: {
        "everybody of a domain": {
            given: of("domain:example.com"),
            says: ["`domain:example.com` may take this role unasked."],
        },
        "everybody of a pool": { given: of(`${POOL}/*`), says: [`\`${POOL}/*\` may take this role unasked.`] },
        "everybody, even where somebody decides": {
            given: of("allAuthenticatedUsers", approvedBy(LEADS)),
            says: ["`allAuthenticatedUsers` may take this role."],
        },
        "everybody beside one that is not known yet": {
            given: [
                {
                    type: ENTITLEMENT,
                    inputs: { eligibleUsers: [{ principals: [UNKNOWN, "allUsers"] }] },
                },
            ],
            says: ["`allUsers` may take this role unasked."],
        },
        "a whole domain that may approve": {
            given: of("group:developers@example.com", approvedBy("domain:example.com")),
            says: ["`domain:example.com` may approve this."],
        },
        "an empty workflow": {
            given: of("domain:example.com", { manualApprovals: { steps: [] } }),
            says: ["`domain:example.com` may take this role unasked."],
        },
    },
    allows: {
        "a group": { given: of("group:developers@example.com") },
        "a group of a pool": { given: of(`${POOL}/group/sre`) },
        "a domain, where a group decides": { given: of("domain:example.com", approvedBy(LEADS)) },
    },
    cannotDecide: {
        "a domain, where the way of deciding is not known yet": {
            given: of("domain:example.com", UNKNOWN),
            says: ["`approvalWorkflow` is not known before the deployment."],
        },
        "a principal that is not known yet": {
            given: of(UNKNOWN),
            says: ["`eligibleUsers[0].principals[0]` is not known before the deployment."],
        },
    },
});
