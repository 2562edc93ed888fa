import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/permanent-admin/no-cluster-creator-admin";
import { describeRule } from "../../../harness/describe-rule";

const given = (inputs: object) => [{ type: "aws:eks/cluster:Cluster", inputs: { roleArn: UNKNOWN, ...inputs } }];
const access = (bootstrapClusterCreatorAdminPermissions: unknown) =>
    given({ accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions } });
const says = ["Whoever creates this cluster stays its administrator."];

describeRule(rule, {
    denies: {
        "a creator who is administrator": { given: access(true), says },
        "the default of AWS": { given: given({}), says },
        "the default of AWS with access entries": { given: given({ accessConfig: { authenticationMode: "API" } }), says },
        "what is no flag": {
            given: access("no"),
            says: ["`accessConfig.bootstrapClusterCreatorAdminPermissions` is not true or false."],
        },
    },
    allows: { "a creator who is not": { given: access(false) } },
    cannotDecide: {
        "a flag not known yet": {
            given: access(UNKNOWN),
            says: ["`accessConfig.bootstrapClusterCreatorAdminPermissions` is not known before the deployment."],
        },
    },
});
