// Written by `npm run sync`.
import type { Rule } from "./core/rule";
import awsNoIamAccessKey from "./aws/static-keys/no-iam-access-key";
import awsMaxSessionDuration from "./aws/unbounded-ttl/max-session-duration";

export const rules: readonly Rule[] = [awsMaxSessionDuration, awsNoIamAccessKey];
