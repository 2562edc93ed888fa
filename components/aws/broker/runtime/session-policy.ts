import { second } from "./instants";
import type { Scope } from "./scope";

export type { Scope };

/** The characters that STS takes. What it packs them into, with the tags, has a limit of its own that nobody can compute. */
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
export const LONGEST = 2_048;

/** By what a session could go on after its end, or free itself: the boundary has more of it, and more room. */
const LAUNDERING = [
    // Going on as another role, and tokens that live longer. Who it is it may ask all the same.
    "sts:A*",
    "sts:G*",
    "iam:Pa*",
    // Users, keys and rights that stay, and its own revocation.
    ...["A*", "C*", "D*", "E*", "Pu*", "R*", "Se*", "T*", "U*"].map((verb) => `iam:${verb}`),
    "identitystore:C*",
    "identitystore:U*",
    "organizations:*",
    "rolesanywhere:*",
    "sso:*",
    "sso-directory:*",
    // Credentials of other services.
    "codeartifact:GetA*",
    "ec2:CreateK*",
    "ec2:ImportK*",
    "ecr:GetA*",
    "lightsail:CreateBucketA*",
    "ssm:CreateA*",
];

/** There is no room in a session policy for what is asked for. */
export class TooLarge extends Error {
    override readonly name = "TooLarge";

    constructor(
        /** Of the policy, in characters. */
        readonly size: number,
    ) {
        super(`A session policy of ${size} characters is longer than ${LONGEST}.`);
    }
}

/**
 * The policy of a session: the task's actions on the task's resources, nothing from the end on, in milliseconds since 1970, and
 * nothing by which it could go on after it, unless the task names an action of that kind by its full name. Throws TooLarge.
 */
export function sessionPolicy(scopes: readonly Scope[], end: number): string {
    const policy = write(scopes, end);
    if (policy.length > LONGEST) throw new TooLarge(policy.length);
    return policy;
}

/** How many characters it has, whatever its end. */
export function sessionPolicySize(scopes: readonly Scope[]): number {
    return write(scopes, 0).length;
}

function write(scopes: readonly Scope[], end: number): string {
    const named = scopes.flatMap(({ actions }) => actions).map((action) => action.toLowerCase());
    const laundering = LAUNDERING.filter((pattern) => !named.some((action) => isOf(pattern, action)));
    return JSON.stringify({
        Version: "2012-10-17",
        Statement: [
            ...scopes
                // STS takes no empty list.
                .filter(({ actions, resources }) => actions.length > 0 && resources.length > 0)
                .map(({ actions, resources }) => ({ Effect: "Allow", Action: one(actions), Resource: one(resources) })),
            // A Deny beside the Allow: the policy of a resource that names the session knows no end.
            {
                Effect: "Deny",
                Action: "*",
                Resource: "*",
                Condition: { DateGreaterThanEquals: { "aws:CurrentTime": second(end) } },
            },
            { Effect: "Deny", Action: laundering, Resource: "*" },
        ],
    });
}

/** A pattern of actions, such as "sts:A*", and an action by its full name. */
function isOf(pattern: string, action: string): boolean {
    return !/[*?]/.test(action) && action.startsWith(pattern.slice(0, -1).toLowerCase());
}

function one(list: readonly string[]): string | readonly string[] {
    return list.length === 1 ? list[0]! : list;
}
