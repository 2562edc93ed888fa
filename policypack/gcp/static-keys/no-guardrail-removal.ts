import { resourceRule } from "../../core/rule";
import { ORGANIZATION_POLICIES, type Said, constraintOf, said } from "../../facts/gcp-org-policies";
import { each, isUnreadable } from "../../facts/values";

const POLICY = ORGANIZATION_POLICIES[0];
/** What turns each constraint off. */
const BOOLEAN: readonly Said["says"][] = ["off", "default"];
const LIST: readonly Said["says"][] = ["allows all", "default"];
// https://docs.cloud.google.com/organization-policy/reference/org-policy-constraints
const GUARDRAILS: Readonly<Record<string, readonly Said["says"][]>> = {
    "iam.disableServiceAccountKeyCreation": BOOLEAN,
    "iam.disableServiceAccountKeyUpload": BOOLEAN,
    "iam.automaticIamGrantsForDefaultServiceAccounts": BOOLEAN,
    "iam.managed.disableServiceAccountKeyCreation": BOOLEAN,
    "iam.managed.disableServiceAccountKeyUpload": BOOLEAN,
    "iam.managed.disableServiceAccountApiKeyCreation": BOOLEAN,
    "iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts": BOOLEAN,
    "iam.managed.allowedPolicyMembers": BOOLEAN,
    "iam.allowedPolicyMemberDomains": LIST,
    "iam.serviceAccountKeyExpiryHours": LIST,
    "iam.workloadIdentityPoolProviders": LIST,
    "iam.workloadIdentityPoolAwsAccounts": LIST,
    "storage.restrictAuthTypes": LIST,
    "compute.requireOsLogin": BOOLEAN,
};
const parent = "projects/example";
const name = `${parent}/policies/iam.disableServiceAccountKeyCreation`;

export default resourceRule({
    name: "gcp-no-guardrail-removal",
    severity: "medium",
    description: "No organization policy that forbids keys, default grants or foreign trust is turned off.",
    rationale:
        "Turned off for one project, it is off for everyone who works there, and for every key that is made from then on.",
    remedy: "Leave the policy of the parent in force; where one resource needs more, tag it and put the exception under a condition on that tag.",
    controls: ["NHI6:2025", "NHI7:2025", "PR.AA-01", "PR.AA-05"],
    on: [...ORGANIZATION_POLICIES],
    examples: {
        denied: [{ type: POLICY, inputs: { parent, name, spec: { rules: [{ enforce: "FALSE" }] } } }],
        allowed: [{ type: POLICY, inputs: { parent, name, spec: { rules: [{ enforce: "TRUE" }] } } }],
    },

    *check(resource) {
        const constraint = constraintOf(resource);
        const isOff = Object.hasOwn(GUARDRAILS, constraint) ? GUARDRAILS[constraint]! : [];
        for (const found of isOff.length > 0 ? each([resource], said) : []) {
            if (isUnreadable(found)) yield found;
            else if (isOff.includes(found.says)) yield { message: `This turns \`${constraint}\` off.`, path: found.path };
        }
    },
});
