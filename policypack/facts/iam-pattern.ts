/** Whether the text fits a pattern in which `*` is any run of characters and `?` any one, in at most length by length steps. */
export function matches(pattern: string, text: string): boolean {
    let [p, t, star, from] = [0, 0, -1, 0];
    while (t < text.length) {
        if (pattern[p] === "*") [star, from] = [p++, t];
        else if (p < pattern.length && (pattern[p] === "?" || pattern[p] === text[t])) [p, t] = [p + 1, t + 1];
        else if (star >= 0) [p, t] = [star + 1, ++from];
        else return false;
    }
    while (pattern[p] === "*") p++;
    return p === pattern.length;
}

/** A name that nobody gives, so that a pattern which matches it has left the name open. Long, for the sake of "????*". */
export const NOBODY = "\0".repeat(64);

/** Whether the pattern matches whatever there is: "*", "**", "?*". */
export function matchesAll(pattern: string): boolean {
    return matches(pattern, NOBODY);
}

// In their ARNs the name comes first; in those of other services the type of resource does.
const NAME_FIRST = new Set(["codecommit", "codepipeline", "execute-api", "s3", "sns", "sqs"]);

/** Whether a pattern for ARNs leaves the name of the resource open: "*", "arn:aws:s3:::*", "arn:aws:dynamodb:*:*:table/*". */
export function leavesNameOpen(pattern: string): boolean {
    const [, , service = "", region, account, ...rest] = pattern.split(":");
    if (!pattern.startsWith("arn:")) return /[*?]$/.test(pattern);
    // In the policy of an identity "arn:aws:sqs" is "arn:aws:sqs:*:*:*".
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
    if (rest.length === 0) return true;
    const segments = rest.join(":").split(/[:/]/).filter(Boolean);
    const nameFirst = NAME_FIRST.has(service) && (service !== "s3" || (!region && !account));
    // table/NAME/index/NAME: every other segment is a name, and one that is written is enough.
    const names = nameFirst ? segments.slice(0, 1) : segments.filter((_, index) => index % 2 === 1);
    if (names.length > 0) return names.every((name) => /^[*?]+$/.test(name));
    // "tab*" is a type and all that follows; with any service it is as well a name.
    const [only = ""] = segments;
    return /[*?]/.test(only) && (!/[*?]/.test(service) || matchesAll(only));
}
