/** What may be printed of an input, by kind. Anything that does not look like its kind is not shown, as it may be a secret. */
const PUBLIC = {
    action: /^(\*|[a-z0-9*?-]{1,64}:[a-z0-9*?]{1,128})$/i,
    arn: /^arn:[a-z0-9*?-]{1,20}:[a-z0-9*?-]{0,64}:[a-z0-9*?-]{0,32}:[a-z0-9*?]{0,16}:[\w+=,.@/:*?${}#-]{0,256}$/i,
    // A pattern for ARNs, which may stop before the name.
    resource: /^arn:[a-z0-9*?-]{1,20}(:[\w+=,.@/*?${}#-]{0,256}){0,8}$/i,
    account: /^\d{12}$/,
    service: /^[a-z0-9.-]{1,100}\.(amazonaws\.com(\.cn)?|amazon\.com)$/i,
    issuer: /^(https:\/\/)?([a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(:\d{1,5})?(\/[\w.~/-]{0,128})?$/i,
    role: /^((projects|organizations)\/[\w.:-]{1,64}\/)?roles\/[\w.]{1,64}$/,
    member: /^(allUsers|allAuthenticatedUsers|[a-zA-Z]{1,20}:[\w.+@:/*-]{1,256})$/,
    subject:
        /^(\*|\{[0-9a-f-]{36}\}|(repo|project_path|organization|workspace|system|org|owner|space|environment|job_workflow_ref|pulumi|repository|repository_id|repository_owner|repository_owner_id|pool|spiffe|serviceaccount|sc)[:*?/][\w.*?:/@${}=-]{0,256})$/,
} as const;

export type PublicKind = keyof typeof PUBLIC;

/** A public identifier, marked as such in a message; what does not look like one is replaced by a word. */
export function quote(kind: PublicKind, identifier: string): string {
    return PUBLIC[kind].test(identifier) ? `\`${identifier}\`` : `(an unusual ${kind}, not shown)`;
}
