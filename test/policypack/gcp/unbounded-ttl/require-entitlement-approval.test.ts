import rule from "../../../../policypack/gcp/unbounded-ttl/require-entitlement-approval";
import { ENTITLEMENT, entitlement } from "../../../../policypack/facts/gcp-entitlements";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const ADMIN = "roles/resourcemanager.projectIamAdmin";
const of = (role: string, approvalWorkflow?: unknown) => [
    { type: ENTITLEMENT, inputs: { ...entitlement(role), approvalWorkflow } },
];
const manualApprovals = { steps: [{ approvers: { principals: ["group:leads@example.com"] } }] };

const FILTER =
    'protoPayload.serviceName="privilegedaccessmanager.googleapis.com" AND protoPayload.methodName=~"[.]CreateGrant$" AND ' +
    'protoPayload.resourceName=~"/locations/global/entitlements/on-request(/|$)"';
const sink = (filter: unknown, more: object = {}, type = "project") => ({
    type: `gcp:logging/${type}Sink:${type[0]!.toUpperCase()}${type.slice(1)}Sink`,
    inputs: { destination: "pubsub.googleapis.com/projects/security/topics/uses", filter, ...more },
});
const UNWATCHED = [`Nobody approves who takes \`${ADMIN}\`, and no log sink tells of it.`];

describeRule(rule, {
    denies: {
        "an admin role, when a sink carries the grants of another entitlement": {
            given: [...of(ADMIN), sink(FILTER.replace("on-request", "on-request-2"))],
            says: UNWATCHED,
        },
        "an admin role, when a sink carries other calls": {
            given: [...of(ADMIN), sink(FILTER.replace("CreateGrant", "DenyGrant"))],
            says: UNWATCHED,
        },
        "an admin role, when a sink carries what another service says of it": {
            given: [...of(ADMIN), sink(FILTER.replace("privilegedaccessmanager", "run"))],
            says: UNWATCHED,
        },
        "an admin role, when a sink of something else is not known yet": {
            given: [...of(ADMIN), sink(UNKNOWN), sink(["x"]), sink(FILTER, { disabled: true })],
            says: UNWATCHED,
        },
        "an admin role, when the sink is switched off": {
            given: [...of(ADMIN), sink(FILTER, { disabled: true })],
            says: UNWATCHED,
        },
        "an admin role, when the sink has no filter that names it": {
            given: [...of(ADMIN), sink(undefined)],
            says: UNWATCHED,
        },
        "an admin role that nobody approves": {
            given: of(ADMIN),
            says: [`Nobody approves who takes \`${ADMIN}\`, and no log sink tells of it.`],
        },
        "a workflow without steps": {
            given: of(ADMIN, { manualApprovals: { steps: [] } }),
            says: [`Nobody approves who takes \`${ADMIN}\`, and no log sink tells of it.`],
        },
        "any role, when that is asked for": {
            given: of("roles/run.developer"),
            options: { everyRole: true },
            says: ["Nobody approves who takes `roles/run.developer`, and no log sink tells of it."],
        },
    },
    allows: {
        "an admin role that somebody approves": { given: of(ADMIN, { manualApprovals }) },
        "a workflow that is not known yet": { given: of(ADMIN, UNKNOWN) },
        "an admin role for emergencies, whose grants a sink carries": { given: [...of(ADMIN), sink(FILTER)] },
        "the same in a folder": { given: [...of(ADMIN), sink(FILTER, { includeChildren: true }, "folder")] },
        "the same in an organization": { given: [sink(FILTER, {}, "organization"), ...of(ADMIN)] },
        "the same beside a sink that is not known yet": { given: [sink(UNKNOWN), ...of(ADMIN), sink(FILTER)] },
        "less than admin": { given: of("roles/run.developer") },
    },
    cannotDecide: {
        "an admin role beside a sink that is made from it, and not known yet": {
            given: [
                { ...of(ADMIN)[0]!, name: "repair" },
                { ...sink(UNKNOWN), sources: { filter: ["repair"] } },
            ],
            says: ["`filter` is not known before the deployment."],
        },
        "an admin role of an id that is not known yet, beside a sink": {
            given: [{ type: ENTITLEMENT, inputs: { ...entitlement(ADMIN), entitlementId: UNKNOWN } }, sink(UNKNOWN)],
            says: ["`entitlementId` is not known before the deployment."],
        },
        "a role that is not known yet": {
            given: of(UNKNOWN),
            says: ["`privilegedAccess.gcpIamAccess.roleBindings[0].role` is not known before the deployment."],
        },
    },
});
