import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-public-content";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];

describeRule(rule, {
    denies: {
        "a website": {
            given: of("gcp:storage/bucketIAMBinding:BucketIAMBinding", {
                bucket: "b",
                role: "roles/storage.objectViewer",
                members: ["allUsers", "allAuthenticatedUsers"],
            }),
            says: [
                "`roles/storage.objectViewer` is given to `allUsers`.",
                "`roles/storage.objectViewer` is given to `allAuthenticatedUsers`.",
            ],
        },
        "a service, a function, a registry, an image and a dataset": {
            given: [
                ...of("gcp:cloudrun/iamMember:IamMember", { service: "s", role: "roles/run.invoker", member: "allUsers" }),
                ...of("gcp:cloudfunctions/functionIamMember:FunctionIamMember", {
                    cloudFunction: "f",
                    role: "roles/cloudfunctions.invoker",
                    member: "allUsers",
                }),
                ...of("gcp:artifactregistry/repositoryIamMember:RepositoryIamMember", {
                    repository: "r",
                    role: "roles/artifactregistry.reader",
                    member: "allUsers",
                }),
                ...of("gcp:compute/imageIamMember:ImageIamMember", {
                    image: "i",
                    role: "roles/compute.imageUser",
                    member: "allAuthenticatedUsers",
                }),
                ...of("gcp:bigquery/dataset:Dataset", {
                    datasetId: "d",
                    accesses: [{ role: "READER", specialGroup: "allAuthenticatedUsers" }],
                }),
            ],
            says: [
                "`roles/run.invoker` is given to `allUsers`.",
                "`roles/cloudfunctions.invoker` is given to `allUsers`.",
                "`roles/artifactregistry.reader` is given to `allUsers`.",
                "`roles/compute.imageUser` is given to `allAuthenticatedUsers`.",
                "`READER` is given to `allAuthenticatedUsers`.",
            ],
        },
        "the older lists of a bucket": {
            given: [
                ...of("gcp:storage/bucketACL:BucketACL", { bucket: "b", predefinedAcl: "publicRead" }),
                ...of("gcp:storage/defaultObjectACL:DefaultObjectACL", { bucket: "b", roleEntities: ["READER:allUsers"] }),
                ...of("gcp:storage/objectAccessControl:ObjectAccessControl", {
                    bucket: "b",
                    object: "o",
                    entity: "allUsers",
                    role: "READER",
                }),
            ],
            says: [
                "`READER` is given to `allUsers`.",
                "`READER` is given to `allUsers`.",
                "`READER` is given to `allUsers`.",
            ],
        },
    },
    allows: {
        "a reader who is named": {
            given: of("gcp:storage/bucketIAMMember:BucketIAMMember", {
                bucket: "b",
                role: "roles/storage.objectViewer",
                member: "group:readers@example.com",
            }),
        },
        // gcp-no-public-access says so.
        "a secret for everyone": {
            given: of("gcp:secretmanager/secretIamMember:SecretIamMember", {
                secretId: "s",
                role: "roles/secretmanager.secretAccessor",
                member: "allUsers",
            }),
        },
    },
    cannotDecide: {
        "a list that is not known yet": {
            given: of("gcp:bigquery/dataset:Dataset", { datasetId: "d", accesses: UNKNOWN }),
            says: ["`accesses` is not known before the deployment."],
        },
    },
});
