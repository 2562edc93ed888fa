import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-broad-impersonation";
import { describeRule } from "../../../harness/describe-rule";

const TOKENS = "roles/iam.serviceAccountTokenCreator";
const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const project = (inputs: Record<string, unknown>) =>
    of("gcp:projects/iAMMember:IAMMember", { project: "example", member: "group:ci@example.com", ...inputs });
const account = (inputs: Record<string, unknown>) =>
    of("gcp:serviceaccount/iAMMember:IAMMember", { serviceAccountId: "projects/example/serviceAccounts/a", ...inputs });
const ends = (expression: unknown) => ({ condition: { title: "ends", expression } });
const every = (role: string) => [`\`${role}\` lets its holder act as every service account that is there.`];
const pool = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci";

describeRule(rule, {
    denies: {
        ...Object.fromEntries(
            [
                TOKENS,
                "roles/iam.serviceAccountUser",
                "roles/iam.serviceAccountKeyAdmin",
                "roles/iam.workloadIdentityUser",
                "roles/iam.serviceAccountOpenIdTokenCreator",
                "roles/storage.hmacKeyAdmin",
                "roles/securitycenter.admin",
            ].map((role) => [`${role} on a project`, { given: project({ role }), says: every(role) }]),
        ),
        "a binding on a folder, to members that are not known yet": {
            given: of("gcp:folder/iAMBinding:IAMBinding", { folder: "folders/1", role: TOKENS, members: UNKNOWN }),
            says: every(TOKENS),
        },
        "a whole policy of an organization": {
            given: of("gcp:organizations/iAMPolicy:IAMPolicy", {
                orgId: "1",
                policyData: JSON.stringify({ bindings: [{ role: TOKENS, members: ["user:ada@example.com"] }] }),
            }),
            says: every(TOKENS),
        },
        "a condition that does not end it": {
            given: project({ role: TOKENS, ...ends('resource.type == "x"') }),
            says: every(TOKENS),
        },
        "a service agent and somebody else": {
            given: of("gcp:projects/iAMBinding:IAMBinding", {
                project: "example",
                role: TOKENS,
                members: ["serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com", "group:ci@example.com"],
            }),
            says: every(TOKENS),
        },
        "the service account of Cloud Build, as which everyone builds": {
            given: project({
                role: "roles/iam.serviceAccountUser",
                member: "serviceAccount:1@cloudbuild.gserviceaccount.com",
            }),
            says: every("roles/iam.serviceAccountUser"),
        },
        "a whole domain on one account": {
            given: account({ role: "roles/iam.serviceAccountUser", member: "domain:example.com" }),
            says: ["`roles/iam.serviceAccountUser` lets all of `domain:example.com` act as this service account."],
        },
        "all service accounts of a project on one account, by its policy": {
            given: account({
                role: "roles/iam.serviceAccountAdmin",
                member: "principalSet://cloudresourcemanager.googleapis.com/projects/1/type/ServiceAccount",
            }),
            says: [
                "`roles/iam.serviceAccountAdmin` lets all of `principalSet://cloudresourcemanager.googleapis.com/projects/1/type/ServiceAccount` act as this service account.",
            ],
        },
    },
    allows: {
        "an end within the limit": {
            given: project({ role: TOKENS, ...ends('request.time < timestamp("2026-01-16T00:00:00Z")') }),
        },
        "an end beyond it, when the limit is raised": {
            given: project({ role: TOKENS, ...ends('request.time < timestamp("2026-01-17T00:00:00Z")') }),
            options: { limit: "7d" },
        },
        "a named workload on one account": {
            given: [
                "serviceAccount:ci@example.iam.gserviceaccount.com",
                "serviceAccount:example.svc.id.goog[shop/orders]",
                `${pool.replace("principalSet", "principal")}/subject/repo:example/shop:ref:refs/heads/main`,
                `${pool}/attribute.repository_id/123`,
                "group:deployers@example.com",
            ].flatMap((member) => account({ role: "roles/iam.workloadIdentityUser", member })),
        },
        "the account of Pub/Sub, as Google's guide to push subscriptions says": {
            given: project({ role: TOKENS, member: "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com" }),
        },
        "the account of a service that the program asks for": {
            given: [
                { type: "gcp:projects/serviceIdentity:ServiceIdentity", name: "agent", inputs: { service: "x" } },
                {
                    type: "gcp:projects/iAMMember:IAMMember",
                    inputs: { project: "example", role: TOKENS, member: UNKNOWN },
                    sources: { member: ["urn:pulumi:t::t::gcp:projects/serviceIdentity:ServiceIdentity::agent"] },
                },
            ],
        },
        "roles that gcp-no-standing-admin judges": { given: project({ role: "roles/editor" }) },
        "everyday roles": {
            given: [...project({ role: "roles/run.developer" }), ...project({ role: "roles/storage.admin" })],
        },
        "a viewer of an account, for a domain": {
            given: account({ role: "roles/iam.serviceAccountViewer", member: "domain:example.com" }),
        },
        "members that are deleted": {
            given: project({ role: TOKENS, member: "deleted:user:ada@example.com?uid=1" }),
        },
        "a binding of no members": {
            given: of("gcp:projects/iAMBinding:IAMBinding", { project: "example", role: TOKENS, members: [] }),
        },
    },
    cannotDecide: {
        "a role that is not known yet": {
            given: project({ role: UNKNOWN }),
            says: ["`role` is not known before the deployment."],
        },
        "an end that is not known yet": {
            given: project({ role: TOKENS, ...ends(UNKNOWN) }),
            says: ["`condition.expression` is not known before the deployment."],
        },
    },
});
