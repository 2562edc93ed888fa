import rule from "../../../../policypack/gcp/unbounded-ttl/no-peer-approval";
import { ENTITLEMENT } from "../../../../policypack/facts/gcp-entitlements";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const DEVELOPERS = "group:developers@example.com";
const LEADS = "group:leads@example.com";
const of = (asking: unknown[], ...approving: unknown[]) => [
    {
        type: ENTITLEMENT,
        inputs: {
            eligibleUsers: [{ principals: asking }],
            approvalWorkflow: {
                manualApprovals: { steps: approving.map((principal) => ({ approvers: { principals: [principal] } })) },
            },
        },
    },
];
const says = ["Those who approve are those who ask."];

describeRule(rule, {
    denies: {
        "one group for both": { given: of([DEVELOPERS], DEVELOPERS), says },
        "one of those who ask": { given: of([LEADS, DEVELOPERS], DEVELOPERS), says },
        "the same in two steps": { given: of([DEVELOPERS], DEVELOPERS, DEVELOPERS), says },
    },
    allows: {
        "another group": { given: of([DEVELOPERS], LEADS) },
        "another group in the second step": { given: of([DEVELOPERS], DEVELOPERS, LEADS) },
        "another group, whoever asks": { given: of([UNKNOWN], LEADS) },
        "no approval, of which another rule speaks": { given: of([DEVELOPERS]) },
    },
    cannotDecide: {
        "an approver that is not known yet": {
            given: of([DEVELOPERS], UNKNOWN),
            says: [
                "`approvalWorkflow.manualApprovals.steps[0].approvers.principals[0]` is not known before the deployment.",
            ],
        },
    },
});
