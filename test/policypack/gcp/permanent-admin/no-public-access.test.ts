import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-public-access";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const bucket = (inputs: Record<string, unknown>) =>
    of("gcp:storage/bucketIAMMember:BucketIAMMember", { bucket: "b", ...inputs });

describeRule(rule, {
    denies: {
        "a secret for everyone": {
            given: of("gcp:secretmanager/secretIamMember:SecretIamMember", {
                secretId: "s",
                role: "roles/secretmanager.secretAccessor",
                member: "allUsers",
            }),
            says: ["`roles/secretmanager.secretAccessor` is given to `allUsers`."],
        },
        "a key for everyone who has an account with Google": {
            given: of("gcp:kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding", {
                cryptoKeyId: "k",
                role: "roles/cloudkms.viewer",
                members: ["group:a@example.com", "allAuthenticatedUsers"],
            }),
            says: ["`roles/cloudkms.viewer` is given to `allAuthenticatedUsers`."],
        },
        "a role on a project, under a condition, as Google takes none": {
            given: of("gcp:projects/iAMMember:IAMMember", {
                project: "p",
                role: "roles/owner",
                member: "allUsers",
                condition: { title: "ends", expression: 'request.time < timestamp("2026-01-15T13:00:00Z")' },
            }),
            says: ["`roles/owner` is given to `allUsers`."],
        },
        "a custom role on a key ring": {
            given: of("gcp:kms/keyRingIAMMember:KeyRingIAMMember", {
                keyRingId: "k",
                role: "projects/p/roles/uses",
                member: "allUsers",
            }),
            says: ["`projects/p/roles/uses` is given to `allUsers`."],
        },
        "the tokens of a service account": {
            given: of("gcp:serviceaccount/iAMPolicy:IAMPolicy", {
                serviceAccountId: "a",
                policyData: JSON.stringify({
                    bindings: [{ role: "roles/iam.serviceAccountTokenCreator", members: ["allUsers", UNKNOWN] }],
                }),
            }),
            says: ["`roles/iam.serviceAccountTokenCreator` is given to `allUsers`."],
        },
        "the right to write to a bucket": {
            given: bucket({ role: "roles/storage.objectAdmin", member: "allUsers" }),
            says: ["`roles/storage.objectAdmin` is given to `allUsers`."],
        },
        "the messages of a topic": {
            given: of("gcp:pubsub/topicIAMMember:TopicIAMMember", {
                topic: "t",
                role: "roles/pubsub.publisher",
                member: "allUsers",
            }),
            says: ["`roles/pubsub.publisher` is given to `allUsers`."],
        },
        "a Dataproc cluster": {
            given: of("gcp:dataproc/clusterIAMMember:ClusterIAMMember", {
                cluster: "c",
                role: "roles/dataproc.editor",
                member: "allUsers",
            }),
            says: ["`roles/dataproc.editor` is given to `allUsers`."],
        },
        "the right to write, in the older lists": {
            given: [
                ...of("gcp:storage/bucketACL:BucketACL", { bucket: "b", roleEntities: ["OWNER:user-a", "WRITER:allUsers"] }),
                ...of("gcp:storage/objectACL:ObjectACL", { bucket: "b", object: "o", predefinedAcl: "publicReadWrite" }),
                ...of("gcp:storage/bucketAccessControl:BucketAccessControl", {
                    bucket: "b",
                    entity: "allAuthenticatedUsers",
                    role: "OWNER",
                }),
                ...of("gcp:bigquery/dataset:Dataset", {
                    datasetId: "d",
                    accesses: [{ role: "WRITER", specialGroup: "allAuthenticatedUsers" }],
                }),
                ...of("gcp:bigquery/datasetAccess:DatasetAccess", {
                    datasetId: "d",
                    role: "roles/bigquery.dataOwner",
                    iamMember: "allUsers",
                }),
            ],
            says: [
                "`WRITER` is given to `allUsers`.",
                "`WRITER` is given to `allUsers`.",
                "`OWNER` is given to `allAuthenticatedUsers`.",
                "`WRITER` is given to `allAuthenticatedUsers`.",
                "`roles/bigquery.dataOwner` is given to `allUsers`.",
            ],
        },
    },
    allows: {
        // gcp-no-public-content says so, as an advisory.
        "a website": { given: bucket({ role: "roles/storage.objectViewer", member: "allUsers" }) },
        "a public service": {
            given: of("gcp:cloudrunv2/serviceIamMember:ServiceIamMember", {
                name: "s",
                role: "roles/run.invoker",
                member: "allUsers",
            }),
        },
        "a custom role for what everyone may read": {
            given: [
                ...bucket({ role: "projects/p/roles/reads", member: "allUsers" }),
                {
                    type: "gcp:storage/bucketIAMMember:BucketIAMMember",
                    inputs: { bucket: "b", role: UNKNOWN, member: "allUsers" },
                    sources: { role: ["urn:pulumi:t::t::gcp:projects/iAMCustomRole:IAMCustomRole::reads"] },
                },
            ],
        },
        "a member that the program makes": {
            given: [
                {
                    type: "gcp:secretmanager/secretIamMember:SecretIamMember",
                    inputs: { secretId: "s", role: "roles/secretmanager.secretAccessor", member: UNKNOWN },
                    sources: { member: ["app"] },
                },
            ],
        },
        "a dataset without a list, or with one for a group": {
            given: [
                ...of("gcp:bigquery/dataset:Dataset", { datasetId: "d" }),
                ...of("gcp:bigquery/dataset:Dataset", {
                    datasetId: "d",
                    accesses: [{ role: "OWNER", specialGroup: "projectOwners" }, { view: {} }],
                }),
            ],
        },
        "an older list for one's own": {
            given: of("gcp:storage/bucketACL:BucketACL", { bucket: "b", predefinedAcl: "projectPrivate", roleEntities: [] }),
        },
    },
    cannotDecide: {
        "a member that is not known yet": {
            given: of("gcp:secretmanager/secretIamMember:SecretIamMember", {
                secretId: "s",
                role: "roles/x.y",
                member: UNKNOWN,
            }),
            says: ["`member` is not known before the deployment."],
        },
        "a role that is not known yet, for everyone": {
            given: bucket({ role: UNKNOWN, member: "allUsers" }),
            says: ["`role` is not known before the deployment."],
        },
    },
});
