import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/federation-trust/require-workload-subject";
import { describeRule } from "../../../harness/describe-rule";

const provider = (subject: unknown, inputs = {}) => [
    {
        type: "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
        inputs: {
            attributeMapping: subject === undefined ? undefined : { "google.subject": subject },
            oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
            attributeCondition: "assertion.repository_owner_id == '123'",
            ...inputs,
        },
    },
];
const says = ["The subject is made of nothing that tells one workload from another."];

describeRule(rule, {
    denies: {
        "the name of an environment": { given: provider("assertion.environment"), says },
        "a branch": { given: provider("assertion.ref"), says },
        "a fixed text": { given: provider("'ci'"), says },
        "an owner, in small letters": { given: provider("assertion.repository_owner.lowerAscii()"), says },
        "several claims that all have": { given: provider("assertion.repository_owner + '::' + assertion.ref"), says },
        "an account of AWS": { given: provider("assertion.account", { oidc: undefined, aws: {} }), says },
        "a subject of the wrong kind": { given: provider(1), says: ["`attributeMapping.google.subject` is not a text."] },
    },
    allows: {
        "the subject of the token": { given: provider("assertion.sub") },
        "a repository with its branch": { given: provider("assertion.repository + ':' + assertion.ref") },
        "a text before the subject, and a tenant": { given: provider('"azure::" + assertion.tid + "::" + assertion.sub') },
        "a piece of the subject": { given: provider("assertion.sub.extract('repo:{name}:')") },
        "a choice by what all have, between subjects": {
            given: provider("assertion.environment == 'live' ? assertion.sub : assertion.repository"),
        },
        "a reusable workflow": { given: provider("assertion.job_workflow_ref") },
        "the name in a certificate": { given: provider("assertion.subject.dn.cn", { oidc: undefined, x509: {} }) },
        "a table by the id of an application": { given: provider("{'8bb': 'workload1'}[assertion.oid]") },
        "what cannot be parsed": { given: provider("assertion.") },
        "a fixed text for one repository": {
            given: provider("'ci'", { attributeCondition: "assertion.repository_id == '20300177'" }),
        },
        "the ARN that AWS providers take by default": { given: provider(undefined, { oidc: undefined, aws: {} }) },
    },
    cannotDecide: {
        "a mapping that is not known yet": {
            given: provider(UNKNOWN),
            says: ["`attributeMapping.google.subject` is not known before the deployment."],
        },
        "a condition that is not known yet": {
            given: provider("'ci'", { attributeCondition: UNKNOWN }),
            says: ["`attributeCondition` is not known before the deployment."],
        },
    },
});
