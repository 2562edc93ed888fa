import type { Input, Output } from "@pulumi/pulumi";
import { output } from "@pulumi/pulumi";
import type { Read } from "./arguments";
import { duration, like, written } from "./checks";

/** Who answers for an entitlement, and how often it is looked at again. */
export interface OwnershipArgs {
    /** Who answers for it: an e-mail address or a team, such as "payments@example.com". */
    owner: Input<string>;
    /**
     * How often somebody looks whether it is still needed; at most "180d".
     * @default "90d"
     */
    review?: Input<string>;
}

export interface Ownership {
    readonly owner: Output<string>;
    /** As written: "90d". */
    readonly review: Output<string>;
}

const OWNER = /^[\w.+=@/ -]{2,128}$/;

export function ownership(read: Read, { owner, review }: Partial<OwnershipArgs>, byDefault = "90d"): Ownership {
    return {
        owner: read.one("owner", owner, like(OWNER, "e-mail address or team name", '"payments@example.com"')),
        review: read
            .one(
                "review",
                review,
                duration({
                    byDefault,
                    least: "1d",
                    most: "180d",
                    because: "what nobody looks at for half a year has no owner",
                }),
            )
            .apply(written),
    };
}

/** As tags of AWS, beside those that the user gives. */
export function tags(
    { owner, review }: Ownership,
    own: Input<Record<string, Input<string>>> = {},
): Output<Record<string, string>> {
    return output([own, owner, review] as const).apply(([given, by, every]): Record<string, string> => ({
        ...given,
        owner: by,
        review: every,
    }));
}

/** As labels of GCP, which take lower-case letters, digits, "_" and "-", and 63 of them. */
export function labels(
    { owner, review }: Ownership,
    own: Input<Record<string, Input<string>>> = {},
): Output<Record<string, string>> {
    return output([own, owner, review] as const).apply(([given, by, every]): Record<string, string> => ({
        ...given,
        owner: by
            .toLowerCase()
            .replaceAll("@", "_at_")
            .replace(/[^a-z0-9_-]/g, "_")
            .slice(0, 63),
        review: every,
    }));
}
