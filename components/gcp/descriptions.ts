import { type Output, interpolate } from "@pulumi/pulumi";
import type { Ownership } from "../ownership";

/** Owner and review in words, where Google Cloud takes no labels. At most 160 characters, of 256. */
export function described({ owner, review }: Ownership): Output<string> {
    return interpolate`Owner: ${owner}. Review: ${review}.`;
}
