import { ESCALATION_ACTIONS } from "./escalation-paths";

/**
 * What hands out secrets. Not the parameters of SSM, most of which are none, and which AWS's own policies for instances
 * let each of them read.
 */
export const SECRET_READS: readonly string[] = ["secretsmanager:GetSecretValue"];

/** What changes who may reach a resource, by a policy, a permission or a grant on it. */
export const PERMISSION_WRITES: readonly string[] = [
    "backup:PutBackupVaultAccessPolicy",
    "dynamodb:PutResourcePolicy",
    "ecr:SetRepositoryPolicy",
    "elasticfilesystem:PutFileSystemPolicy",
    "events:PutPermission",
    "glacier:SetVaultAccessPolicy",
    "glue:PutResourcePolicy",
    "kms:CreateGrant",
    "kms:PutKeyPolicy",
    "lambda:AddLayerVersionPermission",
    "lambda:AddPermission",
    "logs:PutResourcePolicy",
    "s3:PutAccessPointPolicy",
    "s3:PutBucketAcl",
    "s3:PutBucketPolicy",
    "secretsmanager:PutResourcePolicy",
    "ses:PutIdentityPolicy",
    "sns:AddPermission",
    "sqs:AddPermission",
    "ssm:ModifyDocumentPermission",
    "ssm:PutResourcePolicy",
];

/** Every action that a fact asks for, in lower case. */
export const ACTIONS: readonly string[] = [
    ...new Set([...ESCALATION_ACTIONS, ...[...SECRET_READS, ...PERMISSION_WRITES].map((action) => action.toLowerCase())]),
].sort();
