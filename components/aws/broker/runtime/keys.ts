/** Keys of the records that the program writes and the functions read. */

/** Of the one that says where the broker is. */
export const ADDRESS = "address";

export function entitlementKey(name: string): string {
    return `entitlement#${name}`;
}
