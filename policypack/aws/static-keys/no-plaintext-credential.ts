import { resourceRule } from "../../core/rule";
import { inPlainText } from "../../facts/plaintext";
import { PLACES, plaintexts } from "../../facts/plaintext-places";
import { each } from "../../facts/values";

const LAMBDA = "aws:lambda/function:Function";
const ROLE = "arn:aws:iam::111122223333:role/orders";

export default resourceRule({
    name: "aws-no-plaintext-credential",
    severity: "high",
    description: "No environment variable, start script or definition holds a credential in plain text.",
    rationale:
        "Whoever may describe the resource reads it; it is in the state and in every copy, and stays when the secret store rotates it.",
    remedy: "Keep it in Secrets Manager (RotatingSecret) and give its ARN: `secrets` of ECS, type SECRETS_MANAGER of CodeBuild, a read with the role elsewhere.",
    controls: ["NHI2:2025", "NHI7:2025", "PR.AA-01", "MANAGE 2.4"],
    replaces: [
        "Checkov CKV_AWS_45",
        "Checkov CKV_AWS_46",
        "Checkov CKV_AWS_295",
        "Trivy AWS-0029",
        "Trivy AWS-0036",
        "Trivy AWS-0122",
        "Trivy AWS-0129",
        "Prowler ec2_instance_secrets_user_data",
        "Prowler ec2_launch_template_no_secrets",
        "Prowler autoscaling_find_secrets_ec2_launch_configuration",
        "Prowler awslambda_function_no_secrets_in_variables",
        "Prowler ecs_task_definitions_no_environment_secrets",
        "Prowler codebuild_project_no_secrets_in_variables",
        "Prowler codebuild_project_source_repo_url_no_sensitive_credentials",
        "Prowler apigateway_restapi_no_secrets_in_stage_variables",
        "Prowler amplify_app_no_secrets_in_environment",
        "Prowler batch_job_definition_no_secrets",
        "Prowler cloudformation_stack_outputs_find_secrets",
        "Prowler glue_catalog_connection_no_secrets",
        "Prowler glue_etl_jobs_no_secrets_in_arguments",
        "Prowler glue_data_catalogs_connection_passwords_encryption_enabled",
        "Prowler datapipeline_pipeline_no_secrets_in_definition",
        "Prowler stepfunctions_statemachine_no_secrets_in_definition",
        "Prowler ssm_document_secrets",
        "Prowler sagemaker_notebook_instance_no_secrets",
        "cdk-nag AwsSolutions-ECS2",
        "cdk-nag CodeBuildProjectEnvVarAwsCred",
        "cdk-nag CodeBuildProjectSourceRepoUrl",
    ],
    on: [LAMBDA, ...Object.keys(PLACES).filter((type) => type !== LAMBDA)],
    examples: {
        denied: [{ type: LAMBDA, inputs: { role: ROLE, environment: { variables: { DB_PASSWORD: "Winter-2026!" } } } }],
        allowed: [
            {
                type: LAMBDA,
                inputs: {
                    role: ROLE,
                    environment: {
                        variables: {
                            DB_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:orders-AbCdEf",
                        },
                    },
                },
            },
        ],
    },

    // A variable that the program marks as secret is encrypted in the state alone: the service shows it as it is.
    *check(resource) {
        yield* inPlainText(each([resource], plaintexts));
    },
});
