import * as aws from "./aws";
import * as gcp from "./gcp";

export const deployRoleArn = aws.deploy.arn;
export const migrationRoleArn = aws.migration.arn;
export const repairRoleArn = aws.repair.arn;
export const reviews = aws.review.evidence;

export const deployPrincipal = gcp.deploy.principalSet;
export const commands = { dba: gcp.dba.requestCommand, repair: gcp.repair.requestCommand };
export const secret = gcp.signing.current;
