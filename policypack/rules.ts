// Written by `npm run sync`.
import awsMaxAppsyncKeyLife from "./aws/unbounded-ttl/max-appsync-key-life";
import awsMaxCognitoTokenValidity from "./aws/unbounded-ttl/max-cognito-token-validity";
import awsMaxPermissionSetSession from "./aws/unbounded-ttl/max-permission-set-session";
import awsMaxRotationInterval from "./aws/rotation/max-rotation-interval";
import awsMaxSessionDuration from "./aws/unbounded-ttl/max-session-duration";
import awsNoAdminManagedPolicy from "./aws/permanent-admin/no-admin-managed-policy";
import awsNoIamAccessKey from "./aws/static-keys/no-iam-access-key";
import awsNoLoginProfile from "./aws/static-keys/no-login-profile";
import awsNoProviderKey from "./aws/static-keys/no-provider-key";
import awsNoServiceWildcard from "./aws/permanent-admin/no-service-wildcard";
import awsNoWildcardPolicy from "./aws/permanent-admin/no-wildcard-policy";
import awsRequireOidcAudience from "./aws/federation-trust/require-oidc-audience";
import awsRequireOidcSubject from "./aws/federation-trust/require-oidc-subject";
import awsRequireSecretRotation from "./aws/rotation/require-secret-rotation";
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
    awsMaxAppsyncKeyLife,
    awsMaxCognitoTokenValidity,
    awsMaxPermissionSetSession,
    awsMaxRotationInterval,
    awsMaxSessionDuration,
    awsNoAdminManagedPolicy,
    awsNoIamAccessKey,
    awsNoLoginProfile,
    awsNoProviderKey,
    awsNoServiceWildcard,
    awsNoWildcardPolicy,
    awsRequireOidcAudience,
    awsRequireOidcSubject,
    awsRequireSecretRotation,
    gcpMaxEntitlementDuration,
    gcpMaxWorkforceSession,
    gcpNoHmacKey,
    gcpNoProviderKey,
    gcpNoServiceAccountKey,
    gcpNoStandingAdmin,
    gcpRequireProviderCondition,
    gcpRequireSecretRotation,
];
