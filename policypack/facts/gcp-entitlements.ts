import { type Value, each, elements, ifKnown, readable, text } from "./values";

export const ENTITLEMENT = "gcp:privilegedaccessmanager/entitlement:entitlement";

/** Who may ask for a grant. */
export function requesters(inputs: Value): readonly Value[] {
    return elements(inputs.get("eligibleUsers")).flatMap((users) =>
        users.unknown ? [users] : elements(users.get("principals")),
    );
}

/** Who may approve one, of all steps. */
export function approvers(inputs: Value): readonly Value[] {
    const workflow = inputs.get("approvalWorkflow");
    if (workflow.unknown) return [workflow];
    return steps(inputs).flatMap((step) => (step.unknown ? [step] : principalsOf(step.get("approvers"))));
}

/** Whether somebody is asked before a grant begins. */
export function isApproved(inputs: Value): boolean {
    const workflow = inputs.get("approvalWorkflow");
    return workflow.unknown || steps(inputs).length > 0;
}

/** Everybody, everybody of an organization or a pool, or some. */
export function who(principal: string): "all" | "many" | "some" {
    if (/^(allUsers|allAuthenticatedUsers)$/.test(principal)) return "all";
    // A set by one attribute or group is "…/group/id" or "…/attribute.team/sre".
    return /^domain:|^principalSet:\/\/cloudresourcemanager|^principalSet:\/\/.*\/\*$/.test(principal) ? "many" : "some";
}

/** The texts of these that are known, in order. */
export function known(principals: readonly Value[]): readonly string[] {
    const read = each(principals, function* (principal) {
        yield ifKnown(() => text(principal)) ?? "";
    });
    return readable(read)
        .filter((one) => one !== "")
        .sort();
}

function steps(inputs: Value): readonly Value[] {
    const workflow = inputs.get("approvalWorkflow");
    if (workflow.unknown) return [];
    const manual = workflow.get("manualApprovals");
    return manual.unknown ? [manual] : elements(manual.get("steps"));
}

function principalsOf(of: Value): readonly Value[] {
    return of.unknown ? [of] : elements(of.get("principals"));
}

/** The inputs of a good entitlement to a role of a project, for examples. */
export function entitlement(role: string) {
    const service = "cloudresourcemanager.googleapis.com";
    return {
        entitlementId: "on-request",
        location: "global",
        parent: "projects/example",
        maxRequestDuration: "3600s",
        eligibleUsers: [{ principals: ["group:developers@example.com"] }],
        privilegedAccess: {
            gcpIamAccess: {
                resource: `//${service}/projects/example`,
                resourceType: `${service}/Project`,
                roleBindings: [{ role }],
            },
        },
        requesterJustificationConfig: { unstructured: {} },
    };
}
