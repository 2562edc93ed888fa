import { resourceRule } from "../../core/rule";
import { policyOf } from "../../facts/aws-documents";
import { SHAREABLE, publicGrants } from "../../facts/aws-resource-policies";

const KEY = "aws:kms/key:Key";
const policy = (Condition?: object) => ({
    policy: policyOf({ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*", Condition }),
});

export default resourceRule({
    name: "aws-no-public-policy",
    severity: "high",
    description: "No policy of a key, secret, queue, topic, registry or other resource lets anyone use it.",
    rationale: "Everyone who has an AWS account, and with some services everyone, can use what such a policy opens.",
    remedy: "Name the principals, or add a condition that does: aws:PrincipalOrgID, aws:SourceAccount or aws:SourceArn by StringEquals or ArnLike.",
    controls: ["NHI6:2025", "NHI5:2025", "NHI2:2025", "PR.AA-05", "MANAGE 3.1"],
    replaces: [
        "Checkov CKV_AWS_33",
        "Checkov CKV_AWS_32",
        "Checkov CKV_AWS_70",
        "Checkov CKV_AWS_72",
        "Checkov CKV_AWS_167",
        "Checkov CKV_AWS_168",
        "Checkov CKV_AWS_169",
        "Checkov CKV_AWS_301",
        "Checkov CKV_AWS_303",
        "Checkov CKV_AWS_387",
        "Trivy AWS-0032",
        "Trivy AWS-0097",
        "Prowler awslambda_function_not_publicly_accessible",
        "Prowler cloudwatch_log_group_not_publicly_accessible",
        "Prowler ecr_repositories_not_publicly_accessible",
        "Prowler eventbridge_bus_exposed",
        "Prowler glacier_vaults_policy_public_access",
        "Prowler glue_data_catalogs_not_publicly_accessible",
        "Prowler kms_key_not_publicly_accessible",
        "Prowler opensearch_service_domains_not_publicly_accessible",
        "Prowler s3_bucket_policy_public_write_access",
        "Prowler secretsmanager_has_restrictive_resource_policy",
        "Prowler secretsmanager_not_publicly_accessible",
        "Prowler ses_identity_not_publicly_accessible",
        "Prowler sns_topics_not_publicly_accessible",
        "Prowler sqs_queues_not_publicly_accessible",
        "Prowler ssm_documents_set_as_public",
        "cdk-nag AwsSolutions-ECR1",
        "cdk-nag AwsSolutions-EVB1",
        "cdk-nag AwsSolutions-OS5",
        "cdk-nag LambdaFunctionPublicAccessProhibited",
    ],
    on: SHAREABLE,
    examples: {
        denied: [{ type: KEY, inputs: policy() }],
        allowed: [{ type: KEY, inputs: policy({ StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } }) }],
    },

    *check(resource) {
        for (const grant of publicGrants(resource)) {
            yield typeof grant === "string" ? { message: `\`${grant}\` lets in anyone.`, path: grant } : grant;
        }
    },
});
