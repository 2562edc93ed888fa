export { TimeboxedRole, type TimeboxedRoleArgs } from "./timeboxed-role";
