export { BreakGlassEntitlement, type BreakGlassEntitlementArgs } from "./break-glass-entitlement";
export { Entitlement, type EntitlementArgs } from "./entitlement";
export { GrantSweep, type GrantSweepArgs } from "./grant-sweep";
export { RotatingSecret, type RotatingSecretArgs } from "./rotating-secret";
export { TimeboxedMember, type TimeboxedMemberArgs } from "./timeboxed-member";
export { WorkloadIdentity, type WorkloadArgs, type WorkloadIdentityArgs } from "./workload-identity";
