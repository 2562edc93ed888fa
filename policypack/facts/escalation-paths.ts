export interface EscalationPath {
    readonly id: string;
    /**
     * What it needs besides the actions. "direct": nothing that an account lacks. "passrole": a privileged role that
     * trusts `service`. "environment": something that runs with a privileged role, or a limit that can be lifted.
     */
    readonly tier: "direct" | "passrole" | "environment";
    /** The service that a role is passed to. */
    readonly service?: string;
    /** All of them are needed. */
    readonly actions: readonly string[];
}

// Ids: pathfinding.cloud (Apache-2.0, snapshot of 2025-12-17) where it has one; else by the source that names the path:
// iam-vulnerable (iamv-), cloudsplaining (cs-), prowler, PMapper (pmapper-), our own analysis (own-). Actions that only
// discover are left out. Retired services stay, as their names still match.
const TABLE = `
iam-001 direct - iam:CreatePolicyVersion
iam-002 direct - iam:CreateAccessKey
iam-003 direct - iam:CreateAccessKey iam:DeleteAccessKey
iam-004 direct - iam:CreateLoginProfile
iam-005 direct - iam:PutRolePolicy
iam-006 direct - iam:UpdateLoginProfile
iam-007 direct - iam:PutUserPolicy
iam-008 direct - iam:AttachUserPolicy
iam-009 direct - iam:AttachRolePolicy
iam-010 direct - iam:AttachGroupPolicy
iam-011 direct - iam:PutGroupPolicy
iam-012 direct - iam:UpdateAssumeRolePolicy
iam-013 direct - iam:AddUserToGroup
iam-014 direct - iam:AttachRolePolicy sts:AssumeRole
iam-015 direct - iam:AttachUserPolicy iam:CreateAccessKey
iam-016 direct - iam:CreatePolicyVersion sts:AssumeRole
iam-017 direct - iam:PutRolePolicy sts:AssumeRole
iam-018 direct - iam:PutUserPolicy iam:CreateAccessKey
iam-019 direct - iam:AttachRolePolicy iam:UpdateAssumeRolePolicy
iam-020 direct - iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy
iam-021 direct - iam:PutRolePolicy iam:UpdateAssumeRolePolicy
sts-001 direct - sts:AssumeRole
apprunner-001 passrole tasks.apprunner.amazonaws.com iam:PassRole apprunner:CreateService
apprunner-002 environment - apprunner:UpdateService
bedrock-001 passrole bedrock-agentcore.amazonaws.com iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter
bedrock-002 environment - bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter
cloudformation-001 passrole cloudformation.amazonaws.com iam:PassRole cloudformation:CreateStack
cloudformation-002 environment - cloudformation:UpdateStack
cloudformation-003 passrole cloudformation.amazonaws.com iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances
cloudformation-004 passrole cloudformation.amazonaws.com iam:PassRole cloudformation:UpdateStackSet
cloudformation-005 environment - cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet
codebuild-001 passrole codebuild.amazonaws.com iam:PassRole codebuild:CreateProject codebuild:StartBuild
codebuild-002 environment - codebuild:StartBuild
codebuild-003 environment - codebuild:StartBuildBatch
codebuild-004 passrole codebuild.amazonaws.com iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch
datapipeline-001 passrole datapipeline.amazonaws.com iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline
ec2-001 passrole ec2.amazonaws.com iam:PassRole ec2:RunInstances
ec2-002 environment - ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances
ec2-003 passrole ec2.amazonaws.com iam:PassRole ec2:RequestSpotInstances
ec2-004 environment - ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate
ec2instanceconnect-003 environment - ec2-instance-connect:SendSSHPublicKey
ecs-001 passrole ecs-tasks.amazonaws.com iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService
ecs-002 passrole ecs-tasks.amazonaws.com iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask
ecs-003 passrole ecs-tasks.amazonaws.com iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService
ecs-004 passrole ecs-tasks.amazonaws.com iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask
ecs-005 passrole ecs-tasks.amazonaws.com iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask
glue-001 passrole glue.amazonaws.com iam:PassRole glue:CreateDevEndpoint
glue-002 environment - glue:UpdateDevEndpoint
glue-003 passrole glue.amazonaws.com iam:PassRole glue:CreateJob glue:StartJobRun
glue-004 passrole glue.amazonaws.com iam:PassRole glue:CreateJob glue:CreateTrigger
glue-005 passrole glue.amazonaws.com iam:PassRole glue:UpdateJob glue:StartJobRun
glue-006 passrole glue.amazonaws.com iam:PassRole glue:UpdateJob glue:CreateTrigger
lambda-001 passrole lambda.amazonaws.com iam:PassRole lambda:CreateFunction lambda:InvokeFunction
lambda-002 passrole lambda.amazonaws.com iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping
lambda-003 environment - lambda:UpdateFunctionCode
lambda-004 environment - lambda:UpdateFunctionCode lambda:InvokeFunction
lambda-005 environment - lambda:UpdateFunctionCode lambda:AddPermission
lambda-006 passrole lambda.amazonaws.com iam:PassRole lambda:CreateFunction lambda:AddPermission
sagemaker-001 passrole sagemaker.amazonaws.com iam:PassRole sagemaker:CreateNotebookInstance
sagemaker-002 passrole sagemaker.amazonaws.com iam:PassRole sagemaker:CreateTrainingJob
sagemaker-003 passrole sagemaker.amazonaws.com iam:PassRole sagemaker:CreateProcessingJob
sagemaker-004 environment - sagemaker:CreatePresignedNotebookInstanceUrl
sagemaker-005 environment - sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance
ssm-001 environment - ssm:StartSession
ssm-002 environment - ssm:SendCommand
ecs-006 environment - ecs:ExecuteCommand
iamv-privesc2 direct - iam:SetDefaultPolicyVersion
cs-lambda-newdynamo passrole lambda.amazonaws.com iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping dynamodb:CreateTable dynamodb:PutItem
iam-022 environment - iam:DeleteUserPermissionsBoundary
iam-023 environment - iam:DeleteRolePermissionsBoundary sts:AssumeRole
sso-001 direct - sso:CreatePermissionSet sso:CreateAccountAssignment sso:AttachManagedPolicyToPermissionSet
sso-002 direct - sso:AttachManagedPolicyToPermissionSet
sso-003 direct - sso:PutInlinePolicyToPermissionSet
batch-001 passrole ecs-tasks.amazonaws.com iam:PassRole batch:RegisterJobDefinition batch:SubmitJob
batch-002 environment - batch:SubmitJob
braket-001 passrole braket.amazonaws.com iam:PassRole braket:CreateJob
codedeploy-001 environment - codedeploy:CreateDeployment codedeploy:RegisterApplicationRevision
cognitoidentity-001 passrole cognito-identity.amazonaws.com iam:PassRole cognito-identity:SetIdentityPoolRoles
ecs-009 environment ecs-tasks.amazonaws.com iam:PassRole ecs:StartTask
emr-001 passrole ec2.amazonaws.com iam:PassRole elasticmapreduce:RunJobFlow
emrserverless-001 passrole emr-serverless.amazonaws.com iam:PassRole emr-serverless:CreateApplication emr-serverless:StartJobRun
gamelift-001 passrole gamelift.amazonaws.com iam:PassRole gamelift:CreateBuild gamelift:CreateFleet gamelift:RequestUploadCredentials
glue-007 passrole glue.amazonaws.com iam:PassRole glue:CreateSession glue:RunStatement
imagebuilder-001 passrole ec2.amazonaws.com iam:PassRole imagebuilder:CreateComponent imagebuilder:CreateImageRecipe imagebuilder:CreateInfrastructureConfiguration imagebuilder:CreateImage
kinesisanalytics-001 passrole kinesisanalytics.amazonaws.com iam:PassRole kinesisanalytics:CreateApplication kinesisanalytics:StartApplication
omics-001 passrole omics.amazonaws.com iam:PassRole omics:CreateWorkflow omics:StartRun s3:GetObject
scheduler-001 passrole scheduler.amazonaws.com iam:PassRole scheduler:CreateSchedule
ssm-003 passrole ssm.amazonaws.com iam:PassRole ssm:CreateDocument ssm:StartAutomationExecution
stepfunctions-001 passrole states.amazonaws.com iam:PassRole states:CreateStateMachine states:StartExecution
stepfunctions-002 environment - states:UpdateStateMachine states:StartExecution
prowler-agentcore-runtime-cmd environment - bedrock-agentcore:InvokeAgentRuntimeCommand
prowler-agentcore-runtime-new passrole bedrock-agentcore.amazonaws.com iam:PassRole bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:CreateAgentRuntimeEndpoint bedrock-agentcore:CreateWorkloadIdentity bedrock-agentcore:InvokeAgentRuntimeCommand
prowler-agentcore-harness-new passrole bedrock-agentcore.amazonaws.com iam:PassRole bedrock-agentcore:CreateHarness bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:CreateAgentRuntimeEndpoint bedrock-agentcore:CreateWorkloadIdentity bedrock-agentcore:GetAgentRuntime bedrock-agentcore:InvokeAgentRuntimeCommand
prowler-agentcore-browser-existing environment - bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream
prowler-agentcore-browser-new passrole bedrock-agentcore.amazonaws.com iam:PassRole bedrock-agentcore:CreateBrowser bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream
prowler-codestar passrole codestar.amazonaws.com iam:PassRole codestar:CreateProject
prowler-asg-create passrole ec2.amazonaws.com iam:PassRole autoscaling:CreateAutoScalingGroup autoscaling:CreateLaunchConfiguration
prowler-asg-update environment ec2.amazonaws.com iam:PassRole autoscaling:UpdateAutoScalingGroup autoscaling:CreateLaunchConfiguration
prowler-ecs-runtask-override environment ecs-tasks.amazonaws.com iam:PassRole ecs:RunTask
prowler-ecs-register-instance passrole ecs-tasks.amazonaws.com iam:PassRole ecs:StartTask ecs:RegisterContainerInstance ecs:DeregisterContainerInstance
prowler-lambda-config environment - lambda:UpdateFunctionConfiguration
pmapper-createrole-attach direct - iam:CreateRole iam:AttachRolePolicy
pmapper-createrole-put direct - iam:CreateRole iam:PutRolePolicy
pmapper-codebuild-update environment codebuild.amazonaws.com iam:PassRole codebuild:UpdateProject codebuild:StartBuild
pmapper-lambda-swap-role environment lambda.amazonaws.com iam:PassRole lambda:UpdateFunctionCode lambda:UpdateFunctionConfiguration
pmapper-ec2-associate environment ec2.amazonaws.com iam:PassRole ec2:AssociateIamInstanceProfile
pmapper-cfn-update-role environment cloudformation.amazonaws.com iam:PassRole cloudformation:UpdateStack
own-replace-profile environment ec2.amazonaws.com iam:PassRole ec2:ReplaceIamInstanceProfileAssociation
own-createuser-attach-key direct - iam:CreateUser iam:AttachUserPolicy iam:CreateAccessKey
own-deny-removal-detach environment - iam:DetachRolePolicy
own-deny-removal-inline environment - iam:DeleteRolePolicy
own-put-boundary environment - iam:PutRolePermissionsBoundary
own-saml-provider direct - iam:UpdateSAMLProvider
own-rolesanywhere passrole rolesanywhere.amazonaws.com iam:PassRole rolesanywhere:CreateTrustAnchor rolesanywhere:CreateProfile
own-assumeroot environment - sts:AssumeRoot
own-eks-access-entry environment - eks:CreateAccessEntry eks:AssociateAccessPolicy
`;

/** The sets of actions by which an AWS principal raises its own rights. */
export const ESCALATION_PATHS: readonly EscalationPath[] = TABLE.trim()
    .split("\n")
    .map((line) => {
        const [id = "", tier = "", service, ...actions] = line.split(" ");
        return { id, tier: tier as EscalationPath["tier"], ...(service !== "-" && service && { service }), actions };
    });

/** Every action of a path, in lower case. */
export const ESCALATION_ACTIONS: readonly string[] = [
    ...new Set(ESCALATION_PATHS.flatMap(({ actions }) => actions.map((action) => action.toLowerCase()))),
].sort();
