import { duration } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { escalating } from "../../facts/gcp-escalation";
import { JOINED, unreadable } from "../../facts/gcp-holders";
import { ON_CONTAINERS } from "../../facts/gcp-iam-types";

const ROLE = "gcp:projects/iAMCustomRole:IAMCustomRole";
const MEMBER = "gcp:projects/iAMMember:IAMMember";
const grant = { project: "example", role: "projects/example/roles/deployer", member: "group:deployers@example.com" };
const custom = { project: "example", roleId: "deployer", title: "Deployer" };

export default stackRule({
    name: "gcp-no-privilege-escalation",
    severity: "high",
    description: "No member can raise its own rights by what its roles together allow, for longer than allowed.",
    rationale: "Who can make itself an administrator is one, and is seen by nobody who looks for administrators.",
    remedy: "Take the permission out of the custom role, or grant it on one service account; for administration use Entitlement.",
    controls: ["NHI5:2025", "PR.AA-05", "MEASURE 2.7"],
    on: ON_CONTAINERS,
    beside: JOINED,
    options: {
        limit: duration({ description: "Longest grant allowed.", default: "12h", minimum: "15m", maximum: "90d" }),
    },
    examples: {
        denied: [
            { type: ROLE, inputs: { ...custom, permissions: ["iam.roles.update"] } },
            { type: MEMBER, inputs: grant },
        ],
        allowed: [
            { type: ROLE, inputs: { ...custom, permissions: ["run.services.update"] } },
            { type: MEMBER, inputs: grant },
        ],
    },

    *check(resources, { limit }, now) {
        yield* eachResource(resources, unreadable);
        yield* escalating(resources, limit, now.getTime());
    },
});
