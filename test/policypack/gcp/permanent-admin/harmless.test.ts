import { expect, test } from "vitest";
import type { Example } from "../../../../policypack/core/rule";
import { rules } from "../../../../policypack/rules";
import { run, typesOf } from "../../../harness/describe-rule";

/** What most programs grant, and rightly: of none of it may a rule say anything, and of what is public only as advice. */

const all = rules.filter(({ name }) => name.startsWith("gcp-"));
const blocking = all.filter(({ severity }) => severity !== "low");
const ENDS = { title: "ends", expression: 'request.time < timestamp("2026-01-15T20:00:00Z")' };
const APP = "serviceAccount:orders@example.iam.gserviceaccount.com";
const pool = "iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/ci";

const project = (role: string, member: string, condition?: object) => ({
    type: "gcp:projects/iAMMember:IAMMember",
    inputs: { project: "example", role, member, condition },
});
const account = (role: string, member: string) => ({
    type: "gcp:serviceaccount/iAMMember:IAMMember",
    inputs: { serviceAccountId: "projects/example/serviceAccounts/orders@example.iam.gserviceaccount.com", role, member },
});

const HARMLESS: Readonly<Record<string, Example>> = {
    "roles of a workload": [
        "roles/logging.logWriter",
        "roles/monitoring.metricWriter",
        "roles/cloudtrace.agent",
        "roles/artifactregistry.reader",
        "roles/cloudsql.client",
        "roles/pubsub.publisher",
        "roles/pubsub.subscriber",
        "roles/storage.objectUser",
        "roles/secretmanager.secretAccessor",
        "roles/run.invoker",
        "roles/container.defaultNodeServiceAccount",
        "roles/datastore.user",
        "roles/bigquery.jobUser",
        "roles/eventarc.eventReceiver",
        "roles/cloudbuild.builds.builder",
        "roles/run.developer",
        "roles/container.developer",
    ].map((role) => project(role, APP)),
    "readers among the people": [
        project("roles/viewer", "group:all@example.com"),
        project("roles/browser", "domain:example.com"),
    ],
    "the identity of one Kubernetes service account": [
        account("roles/iam.workloadIdentityUser", "serviceAccount:example.svc.id.goog[shop/orders]"),
        account("roles/iam.workloadIdentityUser", `principal://${pool}/subject/repo:example/shop:environment:production`),
        account("roles/iam.workloadIdentityUser", `principalSet://${pool}/attribute.repository_id/20300177`),
    ],
    "an account that acts as another, and one that signs for itself": [
        account("roles/iam.serviceAccountUser", "serviceAccount:deployer@example.iam.gserviceaccount.com"),
        account("roles/iam.serviceAccountTokenCreator", APP),
    ],
    "an admin whose time ends": [
        project("roles/resourcemanager.projectIamAdmin", "user:ada@example.com", ENDS),
        project("roles/iam.serviceAccountTokenCreator", "group:sre@example.com", ENDS),
    ],
    "what the guides of Google say of its own accounts": [
        project("roles/iam.serviceAccountTokenCreator", "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com"),
        project("roles/container.serviceAgent", "serviceAccount:service-1@container-engine-robot.iam.gserviceaccount.com"),
        project("roles/dataform.serviceAgent", "serviceAccount:service-1@gcp-sa-dataform.iam.gserviceaccount.com"),
        project("roles/editor", "serviceAccount:123456789012@cloudservices.gserviceaccount.com"),
        {
            type: "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
            inputs: {
                cryptoKeyId: "projects/example/locations/global/keyRings/app/cryptoKeys/orders",
                role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
                member: "serviceAccount:service-1@gs-project-accounts.iam.gserviceaccount.com",
            },
        },
    ],
};

const PUBLIC: Readonly<Record<string, Example>> = {
    "a website and a public service": [
        {
            type: "gcp:storage/bucketIAMMember:BucketIAMMember",
            inputs: { bucket: "site", role: "roles/storage.objectViewer", member: "allUsers" },
        },
        {
            type: "gcp:cloudrunv2/serviceIamMember:ServiceIamMember",
            inputs: { name: "web", role: "roles/run.invoker", member: "allUsers" },
        },
    ],
};

test.each(Object.entries(HARMLESS))("%s", (_, given) => quiet(all, given));

test.each(Object.entries(PUBLIC))("%s", (_, given) => quiet(blocking, given));

function quiet(judging: typeof rules, given: Example): void {
    for (const rule of judging) {
        const said = run(rule, { given: given.filter(({ type }) => typesOf(rule).includes(type)) });
        expect(said, rule.name).toEqual([]);
    }
}
