import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-user-grant";
import { describeRule } from "../../../harness/describe-rule";

const ADA = "user:ada@example.com";
const member = (inputs: Record<string, unknown>) => [
    { type: "gcp:projects/iAMMember:IAMMember", inputs: { project: "p", role: "roles/viewer", member: ADA, ...inputs } },
];
const said = ["`user:ada@example.com` is granted a role with no end."];
const condition = (expression: unknown) => ({ condition: { title: "ends", expression } });

describeRule(rule, {
    denies: {
        "one person on a project": { given: member({}), says: said },
        "a condition that does not end it": { given: member(condition("request.time.getDayOfWeek() < 6")), says: said },
        "one among groups, on an organization": {
            given: [
                {
                    type: "gcp:organizations/iAMBinding:IAMBinding",
                    inputs: { orgId: "1", role: "projects/p/roles/reads", members: ["group:a@example.com", ADA] },
                },
            ],
            says: said,
        },
    },
    allows: {
        "a grant with an end, however late": {
            given: member(condition('request.time < timestamp("2026-06-01T00:00:00Z")')),
        },
        "a grant that is over": { given: member(condition('request.time < timestamp("2020-06-01T00:00:00Z")')) },
        "a group or a workload": {
            given: [
                ...member({ member: "group:a@example.com" }),
                ...member({ member: "serviceAccount:a@p.iam.gserviceaccount.com" }),
            ],
        },
        "what other rules say": {
            given: [
                ...member({ role: "roles/owner" }),
                ...member({ role: "roles/iam.serviceAccountUser" }),
                ...member({ member: "user:ada@gmail.com" }),
            ],
        },
    },
    cannotDecide: {
        "a member that is not known yet": {
            given: member({ member: UNKNOWN }),
            says: ["`member` is not known before the deployment."],
        },
    },
});
