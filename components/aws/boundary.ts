import { type Check, Refused } from "../arguments";
import { iso, now, required, window } from "../checks";
import { type Document, document } from "./iam";

/** What a session with an end could leave behind that has none. A permissions boundary denies it, group by group. */
export const PERSISTENCE = {
    /** Going on as another role. */
    "assume-role": ["sts:AssumeRole*", "sts:AssumeRoot"],
    /** Giving a role to something that goes on. */
    "pass-role": ["iam:PassRole"],
    /** New users, keys and rights, and the end of its own. */
    "change-iam": [
        "iam:A*",
        "iam:C*",
        "iam:D*",
        "iam:E*",
        "iam:Put*",
        "iam:R*",
        "iam:Send*",
        "iam:Set*",
        "iam:Tag*",
        "iam:U*",
        "identitystore:C*",
        "identitystore:U*",
        "organizations:*",
        "rolesanywhere:*",
        "sso:*",
        "sso-directory:*",
    ],
    /** Opening a resource to others by its own policy. */
    "change-access": [
        "backup:PutBackupVaultAccessPolicy",
        "dynamodb:PutResourcePolicy",
        "ecr:SetRepositoryPolicy",
        "eks:AssociateAccessPolicy",
        "eks:CreateAccessEntry",
        "elasticfilesystem:PutFileSystemPolicy",
        "events:PutPermission",
        "glacier:SetVaultAccessPolicy",
        "glue:PutResourcePolicy",
        "kms:CreateGrant",
        "kms:PutKeyPolicy",
        "lambda:Add*Permission",
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
    ],
    /** Credentials that outlive the session. */
    "issue-credentials": [
        "codeartifact:GetAuthorizationToken",
        "ec2:CreateKeyPair",
        "ec2:ImportKeyPair",
        "ecr:GetAuthorizationToken",
        "lightsail:CreateBucketAccessKey",
        "sts:GetFederationToken",
        "sts:GetSessionToken",
        "sts:GetWebIdentityToken",
        "ssm:CreateActivation",
    ],
    /** Code that runs, now or later, as a role that is already there. */
    "change-code": [
        "apprunner:UpdateService",
        "batch:SubmitJob",
        "cloudformation:*ChangeSet",
        "cloudformation:*Stack*",
        "codebuild:StartBuild*",
        "codebuild:UpdateProject",
        "codedeploy:CreateDeployment",
        "ec2:ModifyInstanceAttribute",
        "ec2:ModifyLaunchTemplate",
        "glue:UpdateDevEndpoint",
        "glue:UpdateJob",
        "lambda:UpdateFunctionCode*",
        "lambda:UpdateFunctionConfiguration*",
        "sagemaker:UpdateNotebookInstance",
        "states:UpdateStateMachine",
    ],
    /** A shell or a browser on a machine: it stays open when the credentials end, and acts as the machine's role. */
    "enter-machines": [
        "bedrock-agentcore:Connect*",
        "bedrock-agentcore:Invoke*",
        "ec2-instance-connect:*",
        "ecs:ExecuteCommand",
        "sagemaker:CreatePresigned*",
        "ssm:ResumeSession",
        "ssm:SendCommand",
        "ssm:StartSession",
    ],
} as const;

export type Persistence = keyof typeof PERSISTENCE;

/** The risk of an exception, taken by somebody and for a while. */
export interface AcceptedRisk {
    /** Why it is needed. */
    reason: string;
    /** Until when, as an instant with a zone; at most 30 d ahead. */
    until: string;
}

/** A boundary that allows all that the policies of a role allow, but what would outlive its sessions. */
export function boundary(allowed: readonly Persistence[] = []): Document {
    const groups = Object.entries(PERSISTENCE).filter(([group]) => !allowed.includes(group as Persistence));
    return document(
        { Sid: "WhatItsPoliciesAllow", Effect: "Allow", Action: "*", Resource: "*" },
        ...groups.map(([group, actions]) => ({
            Sid: `No${group.replace(/(^|-)[a-z]/g, (letter) => letter.replace("-", "").toUpperCase())}`,
            Effect: "Deny" as const,
            Action: actions,
            Resource: "*",
        })),
    );
}

/** Of { allowPersistence, acceptRisk, policies }: the groups that are allowed. */
export const persistence: Check<readonly Persistence[]> = (given) => {
    const {
        allowPersistence = [],
        acceptRisk,
        policies = [],
    } = given as {
        allowPersistence?: readonly Persistence[];
        acceptRisk?: Partial<AcceptedRisk>;
        policies?: readonly unknown[];
    };
    const unknown = allowPersistence.find((group) => !(group in PERSISTENCE));
    const names = Object.keys(PERSISTENCE)
        .map((group) => `"${group}"`)
        .join(", ");
    if (unknown !== undefined) throw new Refused("allowPersistence", `names a group that there is not.`, `some of ${names}`);
    const isAdmin = policies.some((arn) => /:policy\/AdministratorAccess$/.test(String(arn)));
    if (!isAdmin || allowPersistence.length === 0) return allowPersistence;
    const at = now();
    const example = `acceptRisk: { reason: "moves the organization's roles", until: "${iso(Math.ceil(at / 3_600_000 + 8) * 3_600_000)}" }`;
    if (!acceptRisk) {
        throw new Refused(
            "allowPersistence",
            "lets an administrator outlive the end of the role.",
            example,
            "aws-no-privilege-escalation",
        );
    }
    required('"moves the organization\'s roles"')(acceptRisk.reason, "acceptRisk.reason");
    try {
        window(at)({ notBefore: iso(at - 1_000), notAfter: acceptRisk.until }, "acceptRisk");
    } catch (error) {
        if (error instanceof Refused) throw new Refused("acceptRisk.until", error.wrong, example);
        throw error;
    }
    return allowPersistence;
};
