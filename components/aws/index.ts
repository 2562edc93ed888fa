export { AccessReview, type AccessReviewArgs, type ReviewedArgs } from "./access-review";
export { BreakGlassRole, type BreakGlassRoleArgs } from "./break-glass-role";
export { RotatingSecret, type RotatingSecretArgs, type RotationHandler, type RotationStrategy } from "./rotating-secret";
export { TimeboxedRole, type TimeboxedRoleArgs } from "./timeboxed-role";
export { WorkloadRole, type WorkloadArgs, type WorkloadRoleArgs } from "./workload-role";
