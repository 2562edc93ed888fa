import { githubTrust, policyOf } from "./aws-documents";

/** Roles as a program declares them, for examples. */

export const ROLE = "aws:iam/role:Role";

/** A role that lets in these principals: `{ Service: "ec2.amazonaws.com" }`. */
export function roleFor(Principal: unknown, Condition?: object, Action: string | readonly string[] = "sts:AssumeRole") {
    return { type: ROLE, inputs: { assumeRolePolicy: policyOf({ Effect: "Allow", Principal, Action, Condition }) } };
}

/** A role for GitHub Actions, with conditions on claims. */
export function githubRole(condition: Parameters<typeof githubTrust>[0]) {
    return { type: ROLE, inputs: { assumeRolePolicy: githubTrust(condition) } };
}
