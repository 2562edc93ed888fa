export { AccessReview, type AccessReviewArgs, type ReviewedArgs } from "./access-review";
export { BreakGlassRole, type BreakGlassRoleArgs } from "./break-glass-role";
export {
    Broker,
    type AuditArgs,
    type BrokerArgs,
    type BrokerLike,
    type BrokerReference,
    type BrokerRoles,
    type DirectoryArgs,
    type NotificationsArgs,
} from "./broker";
export {
    Entitlement,
    type ApprovalArgs,
    type BreakGlassArgs,
    type EntitlementArgs,
    type OnEndArgs,
    type ScopeArgs,
} from "./entitlement";
export { JitRole, type JitRoleArgs } from "./jit-role";
export { RotatingSecret, type RotatingSecretArgs, type RotationHandler, type RotationStrategy } from "./rotating-secret";
export { TimeboxedRole, type TimeboxedRoleArgs } from "./timeboxed-role";
export { WorkloadRole, type WorkloadArgs, type WorkloadRoleArgs } from "./workload-role";
