import type { Input } from "@pulumi/pulumi";
import { type Check, Refused } from "../../arguments";
import { duration, like, required } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import type { RunArgs } from "../function";
import { type Node, node } from "../nodes";

export interface GrantSweepArgs extends RunArgs, OwnershipArgs {
    /** Whose grants are swept: "projects/example", "folders/123456789012", "organizations/123456789012"; at most twenty. */
    parents: string[];
    /**
     * The number of the organization that the folders belong to; there a role is made for them.
     * @default none: needed for folders only
     */
    organization?: Input<string>;
    /**
     * How often: "15m", "20m", "30m", or whole hours that divide a day; at most "24h".
     * @default "1h"
     */
    every?: Input<string>;
    /**
     * The roles that it may take away, at most ten. It could grant them too, so none that can grant others.
     * @default []: it reports, and takes nothing away
     */
    removable?: string[];
    /**
     * The titles of all grants of TimeboxedMember on the parents, those of other programs too: a grant of another title
     * is orphaned. At most a hundred.
     * @default not asked
     */
    known?: Input<Input<string>[]>;
}

export const title = required('"jit-guard: db-upgrade"');

/** They decide which resources there are, and so are no outputs. */
export const parents: Check<readonly Node[]> = (given, at) => {
    const line = `${at}: ["projects/example"]`;
    if (given === undefined) throw new Refused(at, "is missing.", line);
    if (!Array.isArray(given)) throw new Refused(at, "is not a list.", line);
    if (given.length === 0) throw new Refused(at, "has 0 of at least 1.", line);
    if (given.length > 20)
        throw new Refused(at, `has ${given.length}, more than 20: each is read within one call.`, "at most 20");
    if (new Set(given).size < given.length) throw new Refused(at, "names one twice.", "each once");
    return given.map((each: unknown, index) => node(each, `${at}[${index}]`));
};

/** Of { organization, parents }. */
export const organization: Check<string> = (given, at) => {
    const { organization, parents = [] } = given as { organization?: unknown; parents?: unknown[] };
    const isNeeded = Array.isArray(parents) && parents.some((each) => String(each).startsWith("folders/"));
    if (organization === undefined && !isNeeded) return "";
    return like(/^\d+$/, "number of an organization", '"123456789012"')(organization, at);
};

/** In seconds, which divide a day. */
export const every: Check<number> = (given, at) => {
    const because = "who is told a day later is told too late";
    const found = duration({ byDefault: "1h", least: "15m", most: "24h", because })(given, at);
    const divides = found < 3_600 ? 3_600 % found === 0 : found % 3_600 === 0 && 86_400 % found === 0;
    if (!divides) throw new Refused(at, "does not divide a day into equal parts.", `${at}: "1h"`);
    return found;
};

const ROLE = /^(roles|projects\/[^/\s"]+\/roles|organizations\/\d+\/roles)\/[\w.]+$/;
const RULE = "gcp-no-privilege-escalation";

export const removable: Check<readonly string[]> = (given, at) => {
    const line = `${at}: ["roles/cloudsql.admin"]`;
    if (given === undefined) return [];
    if (!Array.isArray(given)) throw new Refused(at, "is not a list.", line);
    if (given.length > 10) {
        throw new Refused(at, `has ${given.length}, more than 10: a condition takes ten roles.`, "at most 10");
    }
    return given.map((each: unknown, index) => {
        const role = like(ROLE, "role", '"roles/cloudsql.admin"')(each, `${at}[${index}]`);
        if (/^roles\/(owner|editor|viewer|admin|writer|reader)$/.test(role)) {
            throw new Refused(
                `${at}[${index}]`,
                "is a basic role, which is nearly everything.",
                '"roles/cloudsql.admin"',
                RULE,
            );
        }
        return role;
    });
};
