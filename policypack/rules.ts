// Written by `npm run sync`.
import awsMaxSessionDuration from "./aws/unbounded-ttl/max-session-duration";
import awsNoIamAccessKey from "./aws/static-keys/no-iam-access-key";
import gcpMaxEntitlementDuration from "./gcp/unbounded-ttl/max-entitlement-duration";
import gcpMaxWorkforceSession from "./gcp/unbounded-ttl/max-workforce-session";
import gcpNoHmacKey from "./gcp/static-keys/no-hmac-key";
import gcpNoProviderKey from "./gcp/static-keys/no-provider-key";
import gcpNoServiceAccountKey from "./gcp/static-keys/no-service-account-key";
import gcpNoStandingAdmin from "./gcp/permanent-admin/no-standing-admin";
import gcpRequireProviderCondition from "./gcp/federation-trust/require-provider-condition";
import gcpRequireSecretRotation from "./gcp/rotation/require-secret-rotation";
import type { Rule } from "./core/rule";

export const rules: readonly Rule[] = [
    awsMaxSessionDuration,
    awsNoIamAccessKey,
    gcpMaxEntitlementDuration,
    gcpMaxWorkforceSession,
    gcpNoHmacKey,
    gcpNoProviderKey,
    gcpNoServiceAccountKey,
    gcpNoStandingAdmin,
    gcpRequireProviderCondition,
    gcpRequireSecretRotation,
];
