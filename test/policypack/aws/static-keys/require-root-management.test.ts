import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-root-management";
import { describeRule } from "../../../harness/describe-rule";

const features = (enabledFeatures: unknown) => [
    { type: "aws:iam/organizationsFeatures:OrganizationsFeatures", inputs: { enabledFeatures } },
];
const says = ["The root users of member accounts keep their credentials."];

describeRule(rule, {
    denies: {
        "root sessions alone": { given: features(["RootSessions"]), says },
        "no feature at all": { given: features([]), says },
        "what is no text": { given: features([1]), says: ["`enabledFeatures[0]` is not a text."] },
    },
    allows: {
        "central management of root credentials": { given: features(["RootCredentialsManagement"]) },
        "the same beside a feature not known yet": { given: features([UNKNOWN, "RootCredentialsManagement"]) },
    },
    cannotDecide: {
        "features that are not known yet": {
            given: features(UNKNOWN),
            says: ["`enabledFeatures` is not known before the deployment."],
        },
        "a feature that is not known yet": {
            given: features(["RootSessions", UNKNOWN]),
            says: ["`enabledFeatures[1]` is not known before the deployment."],
        },
    },
});
