import { type Unreadable, Value, each, elements, list } from "./values";

/** Where a resource holds what an identity may do. `within` is a list whose elements have `key`. */
interface Place {
    readonly within?: string;
    readonly key: string;
}

const DOCUMENTS: Readonly<Record<string, Place>> = {
    "aws:iam/groupPolicy:GroupPolicy": { key: "policy" },
    "aws:iam/policy:Policy": { key: "policy" },
    "aws:iam/role:Role": { within: "inlinePolicies", key: "policy" },
    "aws:iam/rolePolicy:RolePolicy": { key: "policy" },
    "aws:iam/userPolicy:UserPolicy": { key: "policy" },
    "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": { key: "inlinePolicy" },
};

// Not here: boundaries, guardrails and session policies, which take rights away, and customer managed policies of a
// permission set, which are attached by a name that says nothing of what they hold.
const ARNS: Readonly<Record<string, readonly string[]>> = {
    "aws:budgets/budgetAction:BudgetAction": ["definition", "iamActionDefinition", "policyArn"],
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": ["policyArn"],
    "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": ["policyArns"],
    "aws:iam/policyAttachment:PolicyAttachment": ["policyArn"],
    "aws:iam/role:Role": ["managedPolicyArns"],
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn"],
    "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": ["policyArns"],
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": ["policyArn"],
    "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": ["policyArns"],
    "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": ["managedPolicyArn"],
    "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": ["managedPolicyArns"],
};

export const HOLD_DOCUMENTS = Object.keys(DOCUMENTS) as [string, ...string[]];
export const ATTACH_POLICIES = Object.keys(ARNS) as [string, ...string[]];

/** What `body` yields for each policy document in a resource of one of the types in HOLD_DOCUMENTS. */
export function* eachDocument<F>(
    { type, inputs }: { type: string; inputs: Value },
    body: (document: Value) => Iterable<F>,
): Generator<F | Unreadable> {
    const place = DOCUMENTS[type];
    if (!place) return;
    const holders = place.within === undefined ? [inputs] : list(inputs.get(place.within));
    yield* each(holders, (holder) => body(holder.get(place.key)));
}

/** The ARNs of the policies that a resource attaches; none for a type that is not in ATTACH_POLICIES. */
export function attachedPolicies({ type, inputs }: { type: string; inputs: Value }): readonly Value[] {
    const place = ARNS[type];
    return place ? elements(place.reduce((value, key) => value.get(key), inputs)) : [];
}

/** Whether the value of an input that is not known yet comes from policies of the program, and so from no policy of AWS. */
export function isOwnPolicy(sources: readonly string[] = []): boolean {
    return sources.length > 0 && sources.every((urn) => /[:$]aws:iam\/policy:Policy::/.test(urn));
}
