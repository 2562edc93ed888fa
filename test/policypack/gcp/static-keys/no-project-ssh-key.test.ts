import rule from "../../../../policypack/gcp/static-keys/no-project-ssh-key";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const machine = (metadata?: unknown) => ({ type: "gcp:compute/instance:Instance", inputs: { metadata } });
const BLOCK = "block-project-ssh-keys";
const says = ["The machine takes the SSH keys of the project."];

describeRule(rule, {
    denies: {
        "a machine that says nothing": { given: [machine()], says },
        "a machine that takes them in so many words": { given: [machine({ [BLOCK]: "false" })], says },
    },
    allows: {
        "a machine that refuses them": { given: [machine({ [BLOCK]: "TRUE" })] },
        "a machine with OS Login": { given: [machine({ "enable-oslogin": "TRUE" })] },
        "a machine without OS Login, of which another rule speaks": { given: [machine({ "enable-oslogin": "FALSE" })] },
        "a machine in a project with OS Login": { given: [machine()], options: { osLoginByDefault: true } },
    },
    cannotDecide: {
        "a switch that is not known yet": {
            given: [machine({ [BLOCK]: UNKNOWN })],
            says: ["`metadata.block-project-ssh-keys` is not known before the deployment."],
        },
    },
});
