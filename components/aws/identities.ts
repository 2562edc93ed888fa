import { type Check, Refused } from "../arguments";

/** Who asks, approves, reviews: in the one spelling by which the broker compares them. */

const EXAMPLE = '"group:9067f1b2c3-11111111-2222-3333-4444-555555555555"';
const ARN = /^arn:aws(?:-cn|-us-gov)?:iam::(\d{12}):(user|role)\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]+)$/;
// Of Identity Center. https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_Group.html
const GROUP = /^group:([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// Identity Center makes the name of somebody the name of their sessions, which has these characters.
const PERSON = /^person:[\w+=,.@-]{1,64}$/;

/**
 * One person of Identity Center by user name, "person:jo@example.com", one of its groups by id, "group:…", or the ARN of an
 * IAM user or role.
 */
export const identity: Check<string> = (given, at) => {
    const refuse = (wrong: string) => new Refused(at, wrong, `${at}: ${EXAMPLE}`);
    if ((given ?? "") === "") throw refuse("is missing.");
    if (typeof given !== "string") throw refuse("is no text.");
    if (given.includes("*")) throw refuse("has a wildcard: nobody could say whom it lets in.");
    if (/^(\d{12}|arn:aws[a-z-]*:iam::\d{12}:root)$/.test(given)) {
        throw refuse("is a whole account: it lets in whoever that account lets in.");
    }
    if (/:sts::\d{12}:assumed-role\//.test(given)) throw refuse("is one session of a role, which ends; name the role.");
    if (/^(person|group):/.test(given)) {
        if (!PERSON.test(given) && !GROUP.test(given)) {
            throw refuse("is no user name and no id of a group of Identity Center.");
        }
        // Of people, the broker compares names in lower case.
        return given.startsWith("person:") ? given.toLowerCase() : given;
    }
    const [, account, kind, name] = ARN.exec(given) ?? [];
    if (name === undefined) throw refuse("is no person, no group and no ARN of an IAM user or role.");
    if (/^AWSReservedSSO_/i.test(name)) {
        throw refuse("is a role of IAM Identity Center, which many share: name its people or their group.");
    }
    return `${kind}:${account}/${name.toLowerCase()}`;
};

export function isGroup(canonical: string): boolean {
    return canonical.startsWith("group:");
}
