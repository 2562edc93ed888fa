import { type Check, Refused } from "../arguments";
import { like } from "../checks";

const ROLE = /^(roles\/[a-z][\w.]*|projects\/[a-z0-9][a-z0-9:.-]*\/roles\/[\w.]+|organizations\/\d+\/roles\/[\w.]+)$/;

/**
 * A predefined or custom role that can be granted until a fixed time. The basic roles of old take no condition, and those of
 * service agents are Google's own.
 */
// https://cloud.google.com/iam/docs/conditions-overview, https://cloud.google.com/iam/docs/pam-create-entitlements
export function role(example: string, rule?: string): Check<string> {
    const written = like(ROLE, "role", example, rule);
    return (given, at) => {
        const found = written(given, at);
        const refuse = (wrong: string) => new Refused(at, wrong, `${at}: ${example}`, rule);
        if (/^roles\/(owner|editor|viewer)$/.test(found)) throw refuse("is a basic role, which takes no end.");
        if (/^roles\/[\w.]*serviceAgent(V2Ext)?$/i.test(found)) {
            throw refuse("is a role of Google's own service agents, whose rights change without notice.");
        }
        return found;
    };
}
