import { type Check, Refused } from "../arguments";

/** What a member of a Google IAM policy may be: "user", "group", "serviceAccount", "principal", "principalSet". */
export type Kind = "user" | "group" | "serviceAccount" | "principal" | "principalSet";

export interface Member {
    readonly kind: Kind;
    /** As IAM takes it: "group:dba@example.com". */
    readonly name: string;
}

const EMAIL = /^(user|group|serviceAccount):[^\s@:*?"\\]+@[^\s@:*?"\\]+\.[^\s@:*?"\\]+$/;
const POOLS =
    "//iam\\.googleapis\\.com/(locations/global/workforcePools|projects/\\d+/locations/global/workloadIdentityPools)/[a-z0-9-]+";
const SUBJECT = new RegExp(`^principal:${POOLS}/subject/[^\\s"*\\\\]+$`);
const CHOSEN = new RegExp(`^principalSet:${POOLS}/(group/[^\\s"*\\\\]+|attribute\\.\\w+/[^\\s"*\\\\]+)$`);

/**
 * One person, group or service account, or what a pool takes for one; of a pool also those with one group or attribute.
 * What stands for everybody, or for whoever a domain or pool lets in, is refused. `rule` asks for it.
 */
// https://cloud.google.com/iam/docs/principal-identifiers
export function member(example: string, rule?: string): Check<Member> {
    return (given, at) => {
        const refuse = (wrong: string) => new Refused(at, wrong, `${at}: ${example}`, rule);
        if ((given ?? "") === "") throw refuse("is missing.");
        if (typeof given !== "string") throw refuse("is no text.");
        if (/^(allUsers|allAuthenticatedUsers)$/i.test(given)) throw refuse("is everybody.");
        if (/^domain:/i.test(given)) throw refuse("is a whole domain: it lets in whoever has an account there.");
        if (/^deleted:/i.test(given)) throw refuse("is deleted.");
        if (/^project(Owner|Editor|Viewer):/i.test(given)) throw refuse("is whoever has a basic role in a project.");
        if (given.includes("*")) throw refuse("has a wildcard: nobody could say whom it lets in.");
        if (/^principalSet:\/\/(cloudresourcemanager\.googleapis\.com|goog)\//i.test(given)) {
            throw refuse("is all of a project, folder or organization, or everybody: nobody could say whom it lets in.");
        }
        if (!EMAIL.test(given) && !SUBJECT.test(given) && !CHOSEN.test(given)) {
            throw refuse('is no member such as "user:…", "group:…", "serviceAccount:…" or "principal://…".');
        }
        return { kind: given.slice(0, given.indexOf(":")) as Kind, name: given };
    };
}

/** Whether two members are the same one: an e-mail address is the same in capitals. */
export function isSame(a: string, b: string): boolean {
    return EMAIL.test(a) ? a.toLowerCase() === b.toLowerCase() : a === b;
}
