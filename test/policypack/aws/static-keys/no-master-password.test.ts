import rule from "../../../../policypack/aws/static-keys/no-master-password";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { secret } from "../../../../policypack/preview/wire";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const instance = (inputs: Record<string, unknown>) =>
    of("aws:rds/instance:Instance", { instanceClass: "db.t4g.micro", ...inputs });
const search = (masterUserOptions: unknown) =>
    of("aws:opensearch/domain:Domain", { advancedSecurityOptions: { enabled: true, masterUserOptions } });
const says = (path: string, instead: string) => [`\`${path}\` gives the database a password; \`${instead}\` needs none.`];

describeRule(rule, {
    denies: {
        "a password": {
            given: instance({ username: "app", password: "Winter-2026!" }),
            says: says("password", "manageMasterUserPassword: true"),
        },
        "a password from the configuration, which is in the state": {
            given: instance({ password: secret("Winter-2026!") }),
            says: says("password", "manageMasterUserPassword: true"),
        },
        "a password that the program makes": {
            given: instance({ password: secret(UNKNOWN) }),
            says: says("password", "manageMasterUserPassword: true"),
        },
        "a password beside one that AWS manages": {
            given: instance({ manageMasterUserPassword: true, password: "Winter-2026!" }),
            says: says("password", "manageMasterUserPassword: true"),
        },
        "a password set anew on a restored snapshot": {
            given: instance({ snapshotIdentifier: "s", password: "Winter-2026!" }),
            says: says("password", "manageMasterUserPassword: true"),
        },
        "a password of an Aurora, a DocumentDB and a Redshift cluster": {
            given: [
                ...of("aws:rds/cluster:Cluster", { masterPassword: "p" }),
                ...of("aws:docdb/cluster:Cluster", { masterPassword: "p" }),
                ...of("aws:redshift/cluster:Cluster", { masterPassword: "p" }),
                ...of("aws:redshiftserverless/namespace:Namespace", { adminUserPassword: "p" }),
            ],
            says: [
                ...says("masterPassword", "manageMasterUserPassword: true"),
                ...says("masterPassword", "manageMasterUserPassword: true"),
                ...says("masterPassword", "manageMasterPassword: true"),
                ...says("adminUserPassword", "manageAdminPassword: true"),
            ],
        },
        "a password of an elastic cluster of DocumentDB": {
            given: of("aws:docdb/elasticCluster:ElasticCluster", { authType: "PLAIN_TEXT", adminUserPassword: "p" }),
            says: says("adminUserPassword", 'authType: "SECRET_ARN"'),
        },
        "a user of OpenSearch with a password": {
            given: search({ masterUserName: "admin", masterUserPassword: "Winter-2026!" }),
            says: says("advancedSecurityOptions.masterUserOptions.masterUserPassword", "masterUserArn"),
        },
        "a password of a migration's endpoint": {
            given: of("aws:dms/endpoint:Endpoint", { username: "app", password: "Winter-2026!" }),
            says: says("password", "secretsManagerArn"),
        },
        "a password that is no text": { given: instance({ password: ["p"] }), says: ["`password` is not a text."] },
    },
    allows: {
        "one that AWS makes and rotates": { given: instance({ username: "app", manageMasterUserPassword: true }) },
        "one that is write-only": { given: instance({ username: "app", passwordWo: "Winter-2026!", passwordWoVersion: 1 }) },
        "a replica, which has none of its own": { given: instance({ replicateSourceDb: "primary" }) },
        "a snapshot, which brings its own": { given: instance({ snapshotIdentifier: "s" }) },
        "an empty password, which is none": { given: instance({ password: "" }) },
        "an elastic cluster that is given the ARN of a secret": {
            given: of("aws:docdb/elasticCluster:ElasticCluster", {
                authType: "SECRET_ARN",
                adminUserPassword: "arn:aws:secretsmanager:x",
            }),
        },
        "a master user of OpenSearch that is a role": {
            given: search({ masterUserArn: "arn:aws:iam::111122223333:role/search" }),
        },
        "a domain without fine-grained access": { given: of("aws:opensearch/domain:Domain", {}) },
        "an endpoint with a secret": {
            given: of("aws:dms/endpoint:Endpoint", { secretsManagerArn: "arn:aws:secretsmanager:x" }),
        },
    },
    cannotDecide: {
        "options of a domain that are not known yet": {
            given: of("aws:opensearch/domain:Domain", { advancedSecurityOptions: UNKNOWN }),
            says: ["`advancedSecurityOptions` is not known before the deployment."],
        },
    },
});
