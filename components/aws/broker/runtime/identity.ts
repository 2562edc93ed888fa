/** Who calls, as one text in one spelling. */
export interface Caller {
    readonly identity: string;
    /** A workload or an AI agent. */
    readonly isAgent: boolean;
}

const FORM = /^arn:aws(?:-cn|-us-gov)?:(iam|sts)::(\d{12}):(user|assumed-role)\/((?:[\x21-\x7e]+\/)?)([\w+=,.@-]+)$/;
// Identity Center names such roles after the permission set, and adds 16 characters of its own.
const SSO = /^awsreservedsso_.+_[0-9a-f]{16}$/;

/**
 * Whom an ARN stands for, or undefined: for nobody who can be told from others, such as the root of an account. Identity
 * Center sets the name of a session to that of the person; of any other role whoever assumes it chooses the name, so that
 * it says nothing.
 */
export function canonical(arn: unknown, userId: unknown): Caller | undefined {
    if (typeof arn !== "string" || typeof userId !== "string" || arn.length > 2_048) return undefined;
    const [, service, account, kind, path, name] = FORM.exec(arn) ?? [];
    if (account === undefined || name === undefined) return undefined;
    if (kind === "user") {
        // IAM lets no two users of an account differ in case only, whatever their paths.
        const isUser = service === "iam" && /^AIDA[A-Z0-9]{12,}$/.test(userId);
        return isUser ? { identity: `user:${account}/${name.toLowerCase()}`, isAgent: false } : undefined;
    }
    const [id, session, ...more] = userId.split(":");
    const role = path!.slice(0, -1).toLowerCase();
    const isSession = service === "sts" && /^AROA[A-Z0-9]{12,}$/.test(id!) && session === name && more.length === 0;
    if (!isSession || !/^[\w+=,.@-]+$/.test(role)) return undefined;
    if (SSO.test(role)) return { identity: `person:${name.toLowerCase()}`, isAgent: false };
    return { identity: `role:${account}/${role}`, isAgent: true };
}
