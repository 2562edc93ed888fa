// Written by `npm run sync`.
import anyNoCrossEnvironmentTrust from "./any/review/no-cross-environment-trust";
import anyNoOverdueReview from "./any/review/no-overdue-review";
import anyNoPlaintextOutput from "./any/static-keys/no-plaintext-output";
import anyNoSharedIdentity from "./any/review/no-shared-identity";
import anyNoStaleBaseline from "./any/review/no-stale-baseline";
import anyRequireOwner from "./any/review/require-owner";
import anyRequireReview from "./any/review/require-review";
import anyRequireValidException from "./any/review/require-valid-exception";
import awsMaxActivationLife from "./aws/unbounded-ttl/max-activation-life";
import awsMaxAppsyncKeyLife from "./aws/unbounded-ttl/max-appsync-key-life";
import awsMaxCognitoTokenValidity from "./aws/unbounded-ttl/max-cognito-token-validity";
import awsMaxGrafanaTokenLife from "./aws/unbounded-ttl/max-grafana-token-life";
import awsMaxIdleSession from "./aws/unbounded-ttl/max-idle-session";
import awsMaxMetadataHops from "./aws/static-keys/max-metadata-hops";
import awsMaxPermissionSetSession from "./aws/unbounded-ttl/max-permission-set-session";
import awsMaxPrivateCertificateLife from "./aws/unbounded-ttl/max-private-certificate-life";
import awsMaxRotationInterval from "./aws/rotation/max-rotation-interval";
import awsMaxServiceCredentialAge from "./aws/unbounded-ttl/max-service-credential-age";
import awsMaxSessionDuration from "./aws/unbounded-ttl/max-session-duration";
import awsMaxSignInSession from "./aws/unbounded-ttl/max-sign-in-session";
import awsMaxTemporaryPasswordLife from "./aws/unbounded-ttl/max-temporary-password-life";
import awsNoAccountTrust from "./aws/federation-trust/no-account-trust";
import awsNoAdminManagedPolicy from "./aws/permanent-admin/no-admin-managed-policy";
import awsNoAmbiguousRole from "./aws/federation-trust/no-ambiguous-role";
import awsNoAppsyncApiKey from "./aws/static-keys/no-appsync-api-key";
import awsNoClusterCreatorAdmin from "./aws/permanent-admin/no-cluster-creator-admin";
import awsNoDebugEnclave from "./aws/federation-trust/no-debug-enclave";
import awsNoEksClusterAdmin from "./aws/permanent-admin/no-eks-cluster-admin";
import awsNoExpiredCertificate from "./aws/rotation/no-expired-certificate";
import awsNoFullAccessPolicy from "./aws/permanent-admin/no-full-access-policy";
import awsNoGuestCredentials from "./aws/federation-trust/no-guest-credentials";
import awsNoIamAccessKey from "./aws/static-keys/no-iam-access-key";
import awsNoIamUser from "./aws/static-keys/no-iam-user";
import awsNoIamUserCredential from "./aws/static-keys/no-iam-user-credential";
import awsNoImportedCertificate from "./aws/rotation/no-imported-certificate";
import awsNoIotGeneratedKey from "./aws/static-keys/no-iot-generated-key";
import awsNoKeyPair from "./aws/static-keys/no-key-pair";
import awsNoLightsailBucketKey from "./aws/static-keys/no-lightsail-bucket-key";
import awsNoLoginProfile from "./aws/static-keys/no-login-profile";
import awsNoMasterPassword from "./aws/static-keys/no-master-password";
import awsNoOpenFunctionUrl from "./aws/federation-trust/no-open-function-url";
import awsNoPasswordUser from "./aws/static-keys/no-password-user";
import awsNoPinnedSecretVersion from "./aws/rotation/no-pinned-secret-version";
import awsNoPlaintextCredential from "./aws/static-keys/no-plaintext-credential";
import awsNoPlaintextParameter from "./aws/static-keys/no-plaintext-parameter";
import awsNoPrivilegeEscalation from "./aws/permanent-admin/no-privilege-escalation";
import awsNoProviderKey from "./aws/static-keys/no-provider-key";
import awsNoPublicPolicy from "./aws/federation-trust/no-public-policy";
import awsNoPublicTrust from "./aws/federation-trust/no-public-trust";
import awsNoPullRequestTrust from "./aws/federation-trust/no-pull-request-trust";
import awsNoRepositoryToken from "./aws/static-keys/no-repository-token";
import awsNoServiceWildcard from "./aws/permanent-admin/no-service-wildcard";
import awsNoSharedRole from "./aws/permanent-admin/no-shared-role";
import awsNoStaticConnectionKey from "./aws/static-keys/no-static-connection-key";
import awsNoTransferSshKey from "./aws/static-keys/no-transfer-ssh-key";
import awsNoUnscopedPermissionChange from "./aws/permanent-admin/no-unscoped-permission-change";
import awsNoUnscopedSecretRead from "./aws/permanent-admin/no-unscoped-secret-read";
import awsNoUserAssignment from "./aws/unbounded-ttl/no-user-assignment";
import awsNoWildcardPolicy from "./aws/permanent-admin/no-wildcard-policy";
import awsRequireAnchoredFilter from "./aws/federation-trust/require-anchored-filter";
import awsRequireApiAuthorizer from "./aws/static-keys/require-api-authorizer";
import awsRequireCertificateCondition from "./aws/federation-trust/require-certificate-condition";
import awsRequireCognitoMfa from "./aws/static-keys/require-cognito-mfa";
import awsRequireCognitoPasswordPolicy from "./aws/static-keys/require-cognito-password-policy";
import awsRequireDataStoreAuthentication from "./aws/static-keys/require-data-store-authentication";
import awsRequireDatabaseIamAuthentication from "./aws/static-keys/require-database-iam-authentication";
import awsRequireIamPasswordPolicy from "./aws/static-keys/require-iam-password-policy";
import awsRequireImdsv2 from "./aws/static-keys/require-imdsv2";
import awsRequireInvokerSource from "./aws/federation-trust/require-invoker-source";
import awsRequireKeyRotation from "./aws/rotation/require-key-rotation";
import awsRequireOidcAudience from "./aws/federation-trust/require-oidc-audience";
import awsRequireOidcSubject from "./aws/federation-trust/require-oidc-subject";
import awsRequireOpensearchIam from "./aws/static-keys/require-opensearch-iam";
import awsRequirePermissionWindow from "./aws/unbounded-ttl/require-permission-window";
import awsRequireRootManagement from "./aws/static-keys/require-root-management";
import awsRequireSamlAudience from "./aws/federation-trust/require-saml-audience";
import awsRequireSecretRotation from "./aws/rotation/require-secret-rotation";
import awsRequireStolenPasswordBlock from "./aws/static-keys/require-stolen-password-block";
import awsRequireTokenRevocation from "./aws/unbounded-ttl/require-token-revocation";
import awsRequireTrustSource from "./aws/federation-trust/require-trust-source";
import gcpMaxEntitlementDuration from "./gcp/unbounded-ttl/max-entitlement-duration";
import gcpMaxIapSession from "./gcp/unbounded-ttl/max-iap-session";
import gcpMaxOsLoginKeyLife from "./gcp/unbounded-ttl/max-os-login-key-life";
import gcpMaxPrivateCertificateLife from "./gcp/unbounded-ttl/max-private-certificate-life";
import gcpMaxWorkforceSession from "./gcp/unbounded-ttl/max-workforce-session";
import gcpNoApiKey from "./gcp/static-keys/no-api-key";
import gcpNoAuthoritativeGrant from "./gcp/permanent-admin/no-authoritative-grant";
import gcpNoBasicRole from "./gcp/permanent-admin/no-basic-role";
import gcpNoBoundApiKey from "./gcp/static-keys/no-bound-api-key";
import gcpNoBroadImpersonation from "./gcp/permanent-admin/no-broad-impersonation";
import gcpNoClusterCertificate from "./gcp/static-keys/no-cluster-certificate";
import gcpNoCollidingSubjects from "./gcp/federation-trust/no-colliding-subjects";
import gcpNoContainedDatabaseLogin from "./gcp/static-keys/no-contained-database-login";
import gcpNoDatabaseCertificate from "./gcp/static-keys/no-database-certificate";
import gcpNoDebugToken from "./gcp/static-keys/no-debug-token";
import gcpNoDefaultAccountGrant from "./gcp/permanent-admin/no-default-account-grant";
import gcpNoDefaultServiceAccount from "./gcp/static-keys/no-default-service-account";
import gcpNoForeignAudience from "./gcp/federation-trust/no-foreign-audience";
import gcpNoForgeableToken from "./gcp/federation-trust/no-forgeable-token";
import gcpNoGuardrailRemoval from "./gcp/static-keys/no-guardrail-removal";
import gcpNoHmacKey from "./gcp/static-keys/no-hmac-key";
import gcpNoImplicitSignIn from "./gcp/federation-trust/no-implicit-sign-in";
import gcpNoLegacyAbac from "./gcp/static-keys/no-legacy-abac";
import gcpNoMetadataSshKey from "./gcp/static-keys/no-metadata-ssh-key";
import gcpNoOpenEntitlement from "./gcp/unbounded-ttl/no-open-entitlement";
import gcpNoPasswordUser from "./gcp/static-keys/no-password-user";
import gcpNoPeerApproval from "./gcp/unbounded-ttl/no-peer-approval";
import gcpNoPersonalAccount from "./gcp/permanent-admin/no-personal-account";
import gcpNoPlaintextCredential from "./gcp/static-keys/no-plaintext-credential";
import gcpNoPrivilegeEscalation from "./gcp/permanent-admin/no-privilege-escalation";
import gcpNoProjectSshKey from "./gcp/static-keys/no-project-ssh-key";
import gcpNoProviderKey from "./gcp/static-keys/no-provider-key";
import gcpNoPublicAccess from "./gcp/permanent-admin/no-public-access";
import gcpNoPublicContent from "./gcp/permanent-admin/no-public-content";
import gcpNoRawDiskKey from "./gcp/static-keys/no-raw-disk-key";
import gcpNoSecretInState from "./gcp/static-keys/no-secret-in-state";
import gcpNoServiceAccountKey from "./gcp/static-keys/no-service-account-key";
import gcpNoSharedSecret from "./gcp/static-keys/no-shared-secret";
import gcpNoStandingAdmin from "./gcp/permanent-admin/no-standing-admin";
import gcpNoTokenLifetimeExtension from "./gcp/unbounded-ttl/no-token-lifetime-extension";
import gcpNoUserGrant from "./gcp/permanent-admin/no-user-grant";
import gcpNoWideFederatedGrant from "./gcp/federation-trust/no-wide-federated-grant";
import gcpRequireApiKeyRestriction from "./gcp/static-keys/require-api-key-restriction";
import gcpRequireAttestedWorkload from "./gcp/federation-trust/require-attested-workload";
import gcpRequireCacheAuthentication from "./gcp/static-keys/require-cache-authentication";
import gcpRequireDatabaseIamAuthentication from "./gcp/static-keys/require-database-iam-authentication";
import gcpRequireDatabasePassword from "./gcp/static-keys/require-database-password";
import gcpRequireEntitlementApproval from "./gcp/unbounded-ttl/require-entitlement-approval";
import gcpRequireEntitlementJustification from "./gcp/unbounded-ttl/require-entitlement-justification";
import gcpRequireImmutableClaim from "./gcp/federation-trust/require-immutable-claim";
import gcpRequireKeyRotation from "./gcp/rotation/require-key-rotation";
import gcpRequireOsLogin from "./gcp/static-keys/require-os-login";
import gcpRequireProviderCondition from "./gcp/federation-trust/require-provider-condition";
import gcpRequireSecretRotation from "./gcp/rotation/require-secret-rotation";
import gcpRequireSeparateKeyDuties from "./gcp/permanent-admin/require-separate-key-duties";
import gcpRequireServiceAccount from "./gcp/static-keys/require-service-account";
import gcpRequireWorkloadMetadata from "./gcp/static-keys/require-workload-metadata";
import gcpRequireWorkloadSubject from "./gcp/federation-trust/require-workload-subject";
import type { Rule } from "./core/rule";

export const rules: readonly Rule[] = [
    anyNoCrossEnvironmentTrust,
    anyNoOverdueReview,
    anyNoPlaintextOutput,
    anyNoSharedIdentity,
    anyNoStaleBaseline,
    anyRequireOwner,
    anyRequireReview,
    anyRequireValidException,
    awsMaxActivationLife,
    awsMaxAppsyncKeyLife,
    awsMaxCognitoTokenValidity,
    awsMaxGrafanaTokenLife,
    awsMaxIdleSession,
    awsMaxMetadataHops,
    awsMaxPermissionSetSession,
    awsMaxPrivateCertificateLife,
    awsMaxRotationInterval,
    awsMaxServiceCredentialAge,
    awsMaxSessionDuration,
    awsMaxSignInSession,
    awsMaxTemporaryPasswordLife,
    awsNoAccountTrust,
    awsNoAdminManagedPolicy,
    awsNoAmbiguousRole,
    awsNoAppsyncApiKey,
    awsNoClusterCreatorAdmin,
    awsNoDebugEnclave,
    awsNoEksClusterAdmin,
    awsNoExpiredCertificate,
    awsNoFullAccessPolicy,
    awsNoGuestCredentials,
    awsNoIamAccessKey,
    awsNoIamUser,
    awsNoIamUserCredential,
    awsNoImportedCertificate,
    awsNoIotGeneratedKey,
    awsNoKeyPair,
    awsNoLightsailBucketKey,
    awsNoLoginProfile,
    awsNoMasterPassword,
    awsNoOpenFunctionUrl,
    awsNoPasswordUser,
    awsNoPinnedSecretVersion,
    awsNoPlaintextCredential,
    awsNoPlaintextParameter,
    awsNoPrivilegeEscalation,
    awsNoProviderKey,
    awsNoPublicPolicy,
    awsNoPublicTrust,
    awsNoPullRequestTrust,
    awsNoRepositoryToken,
    awsNoServiceWildcard,
    awsNoSharedRole,
    awsNoStaticConnectionKey,
    awsNoTransferSshKey,
    awsNoUnscopedPermissionChange,
    awsNoUnscopedSecretRead,
    awsNoUserAssignment,
    awsNoWildcardPolicy,
    awsRequireAnchoredFilter,
    awsRequireApiAuthorizer,
    awsRequireCertificateCondition,
    awsRequireCognitoMfa,
    awsRequireCognitoPasswordPolicy,
    awsRequireDataStoreAuthentication,
    awsRequireDatabaseIamAuthentication,
    awsRequireIamPasswordPolicy,
    awsRequireImdsv2,
    awsRequireInvokerSource,
    awsRequireKeyRotation,
    awsRequireOidcAudience,
    awsRequireOidcSubject,
    awsRequireOpensearchIam,
    awsRequirePermissionWindow,
    awsRequireRootManagement,
    awsRequireSamlAudience,
    awsRequireSecretRotation,
    awsRequireStolenPasswordBlock,
    awsRequireTokenRevocation,
    awsRequireTrustSource,
    gcpMaxEntitlementDuration,
    gcpMaxIapSession,
    gcpMaxOsLoginKeyLife,
    gcpMaxPrivateCertificateLife,
    gcpMaxWorkforceSession,
    gcpNoApiKey,
    gcpNoAuthoritativeGrant,
    gcpNoBasicRole,
    gcpNoBoundApiKey,
    gcpNoBroadImpersonation,
    gcpNoClusterCertificate,
    gcpNoCollidingSubjects,
    gcpNoContainedDatabaseLogin,
    gcpNoDatabaseCertificate,
    gcpNoDebugToken,
    gcpNoDefaultAccountGrant,
    gcpNoDefaultServiceAccount,
    gcpNoForeignAudience,
    gcpNoForgeableToken,
    gcpNoGuardrailRemoval,
    gcpNoHmacKey,
    gcpNoImplicitSignIn,
    gcpNoLegacyAbac,
    gcpNoMetadataSshKey,
    gcpNoOpenEntitlement,
    gcpNoPasswordUser,
    gcpNoPeerApproval,
    gcpNoPersonalAccount,
    gcpNoPlaintextCredential,
    gcpNoPrivilegeEscalation,
    gcpNoProjectSshKey,
    gcpNoProviderKey,
    gcpNoPublicAccess,
    gcpNoPublicContent,
    gcpNoRawDiskKey,
    gcpNoSecretInState,
    gcpNoServiceAccountKey,
    gcpNoSharedSecret,
    gcpNoStandingAdmin,
    gcpNoTokenLifetimeExtension,
    gcpNoUserGrant,
    gcpNoWideFederatedGrant,
    gcpRequireApiKeyRestriction,
    gcpRequireAttestedWorkload,
    gcpRequireCacheAuthentication,
    gcpRequireDatabaseIamAuthentication,
    gcpRequireDatabasePassword,
    gcpRequireEntitlementApproval,
    gcpRequireEntitlementJustification,
    gcpRequireImmutableClaim,
    gcpRequireKeyRotation,
    gcpRequireOsLogin,
    gcpRequireProviderCondition,
    gcpRequireSecretRotation,
    gcpRequireSeparateKeyDuties,
    gcpRequireServiceAccount,
    gcpRequireWorkloadMetadata,
    gcpRequireWorkloadSubject,
];
