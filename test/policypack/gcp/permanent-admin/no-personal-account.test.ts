import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-personal-account";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];

describeRule(rule, {
    denies: {
        "a private account on a project": {
            given: of("gcp:projects/iAMMember:IAMMember", {
                project: "p",
                role: "roles/viewer",
                member: "user:ada@gmail.com",
            }),
            says: ["A role is granted to a private account at `gmail.com`."],
        },
        "two of them on a secret": {
            given: of("gcp:secretmanager/secretIamBinding:SecretIamBinding", {
                secretId: "s",
                role: "roles/secretmanager.secretAccessor",
                members: ["user:ada@GMAIL.com", "group:a@example.com", "group:friends@googlegroups.com"],
            }),
            says: [
                "A role is granted to a private account at `gmail.com`.",
                "A role is granted to a private account at `googlegroups.com`.",
            ],
        },
        "one under a condition that ends, as the account is still nobody's": {
            given: of("gcp:folder/iAMPolicy:IAMPolicy", {
                folder: "folders/1",
                policyData: JSON.stringify({
                    bindings: [
                        {
                            role: "roles/viewer",
                            members: ["user:ada@outlook.com"],
                            condition: { title: "ends", expression: 'request.time < timestamp("2026-01-15T13:00:00Z")' },
                        },
                    ],
                }),
            }),
            says: ["A role is granted to a private account at `outlook.com`."],
        },
    },
    allows: {
        "a domain of one's own": {
            given: of("gcp:projects/iAMMember:IAMMember", {
                project: "p",
                role: "roles/viewer",
                member: "user:ada@gmail.com.example.com",
            }),
        },
        "a member that the program makes": {
            given: [
                {
                    type: "gcp:projects/iAMMember:IAMMember",
                    inputs: { project: "p", role: "roles/viewer", member: UNKNOWN },
                    sources: { member: ["app"] },
                },
            ],
        },
    },
    cannotDecide: {
        "a member that is not known yet": {
            given: of("gcp:projects/iAMMember:IAMMember", { project: "p", role: "roles/viewer", member: UNKNOWN }),
            says: ["`member` is not known before the deployment."],
        },
    },
});
