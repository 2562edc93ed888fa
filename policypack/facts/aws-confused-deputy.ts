/**
 * Services that say, when they take a role, for which account and resource they do so, by aws:SourceAccount and
 * aws:SourceArn, each with the page that asks for a condition on these in the trust policy of the role, or shows one;
 * looked up 2026-11. Left out on purpose: those that are not documented to send them, such as EC2 and Lambda, and those
 * of which users report that they do not send what their pages ask for, such as Glue. And ECS tasks and VPC flow logs:
 * their pages ask for it, but most of their roles are written without, by AWS's own consoles too.
 */
const SEND_SOURCE_TO_ROLE: Readonly<Record<string, string>> = {
    amplify: "https://docs.aws.amazon.com/amplify/latest/userguide/cross-service-confused-deputy-prevention.html",
    bedrock: "https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html",
    codedeploy: "https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html",
    config: "https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html",
    datasync: "https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html",
    dms: "https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html",
    fis: "https://docs.aws.amazon.com/fis/latest/userguide/getting-started-iam-service-role.html",
    frauddetector: "https://docs.aws.amazon.com/frauddetector/latest/ug/confused-deputy-prevention.html",
    iot: "https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html",
    "monitoring.rds": "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html",
    personalize: "https://docs.aws.amazon.com/personalize/latest/dg/cross-service-confused-deputy-prevention.html",
    pipes: "https://www.pulumi.com/registry/packages/aws/api-docs/pipes/pipe",
    scheduler: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html",
    ssm: "https://docs.aws.amazon.com/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html",
    states: "https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html",
    transfer: "https://docs.aws.amazon.com/transfer/latest/userguide/confused-deputy.html",
};

/**
 * The same for services that call a Lambda function, each with the page on its set-up; the API is
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html.
 */
const SEND_SOURCE_TO_FUNCTION: Readonly<Record<string, string>> = {
    apigateway: "https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html",
    cloudfront:
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-lambda.html",
    "cognito-idp": "https://docs.aws.amazon.com/cognito/latest/developerguide/cross-service-confused-deputy-prevention.html",
    config: "https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html",
    elasticloadbalancing:
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html#register-deregister-lambda",
    events: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
    iot: "https://docs.aws.amazon.com/iot/latest/developerguide/lambda-rule-action.html",
    "lambda.alarms.cloudwatch":
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html",
    logs: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html",
    s3: "https://docs.aws.amazon.com/lambda/latest/dg/with-s3-example.html",
    secretsmanager:
        "https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-required-permissions-function.html",
    ses: "https://docs.aws.amazon.com/ses/latest/dg/receiving-email-permissions.html",
    sns: "https://docs.aws.amazon.com/lambda/latest/dg/with-sns.html",
};

/** Whether the service that takes a role says for whom. */
export function sendsSourceToRole(service: string): boolean {
    return Object.hasOwn(SEND_SOURCE_TO_ROLE, bare(service));
}

/** Whether the service that calls a function says for whom. */
export function sendsSourceToFunction(service: string): boolean {
    return Object.hasOwn(SEND_SOURCE_TO_FUNCTION, bare(service));
}

/** "logs.eu-west-1.amazonaws.com" and "states.cn-north-1.amazonaws.com.cn" are "logs" and "states". */
function bare(service: string): string {
    return service
        .toLowerCase()
        .replace(/\.amazonaws\.com(\.cn)?$/, "")
        .replace(/\.[a-z]{2}(-[a-z]+)+-\d$/, "");
}
