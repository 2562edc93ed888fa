import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-default-account-grant";
import { describeRule } from "../../../harness/describe-rule";

const MACHINES = "serviceAccount:123456789012-compute@developer.gserviceaccount.com";
const APPS = "serviceAccount:example@appspot.gserviceaccount.com";
const member = (inputs: Record<string, unknown>) => [
    {
        type: "gcp:projects/iAMMember:IAMMember",
        inputs: { project: "p", role: "roles/pubsub.publisher", member: MACHINES, ...inputs },
    },
];

describeRule(rule, {
    denies: {
        "the account of all machines": {
            given: member({}),
            says: [`The default service account \`${MACHINES}\` is granted a role.`],
        },
        "the account of all apps, on a folder": {
            given: [
                {
                    type: "gcp:folder/iAMBinding:IAMBinding",
                    inputs: { folder: "1", role: "roles/pubsub.publisher", members: [APPS] },
                },
            ],
            says: [`The default service account \`${APPS}\` is granted a role.`],
        },
    },
    allows: {
        "a service account of one's own": { given: member({ member: "serviceAccount:web@p.iam.gserviceaccount.com" }) },
        "the agents of Google's services": {
            given: [
                ...member({ member: "serviceAccount:123456789012@cloudservices.gserviceaccount.com" }),
                ...member({ member: "serviceAccount:service-1@compute-system.iam.gserviceaccount.com" }),
            ],
        },
        "what other rules say": {
            given: [...member({ role: "roles/editor" }), ...member({ role: "roles/iam.serviceAccountUser" })],
        },
    },
    cannotDecide: {
        "a member that is not known yet": {
            given: member({ member: UNKNOWN }),
            says: ["`member` is not known before the deployment."],
        },
    },
});
