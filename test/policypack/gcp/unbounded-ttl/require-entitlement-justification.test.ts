import rule from "../../../../policypack/gcp/unbounded-ttl/require-entitlement-justification";
import { ENTITLEMENT } from "../../../../policypack/facts/gcp-entitlements";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const of = (requesterJustificationConfig: unknown) => [{ type: ENTITLEMENT, inputs: { requesterJustificationConfig } }];
const says = ["Nobody has to say why."];

describeRule(rule, {
    denies: {
        "a reason that is not mandatory": { given: of({ notMandatory: {} }), says },
        "nothing about reasons": { given: of(undefined), says },
    },
    allows: { "a reason in words": { given: of({ unstructured: {} }) } },
    cannotDecide: {
        "what is not known yet": {
            given: of(UNKNOWN),
            says: ["`requesterJustificationConfig` is not known before the deployment."],
        },
    },
});
