/**
 * How a secret of one kind is made, put to use and retired. The values are those of the secret, as text. Secrets Manager
 * may call each step again after a crash or a timeout, with the same pending value: every step must stand that.
 */
export interface Strategy {
    /** A new value, made from the current one, which is not there before the first rotation. */
    create(current: string | undefined): Promise<string>;
    /** Makes the other side accept the pending value, and leaves the current one working. */
    set(pending: string, current: string | undefined): Promise<void>;
    /** Uses the pending value once; throws when it is not accepted. */
    test(pending: string): Promise<void>;
    /** After the pending value has become the current one: what of older ones ends now. */
    retire?(current: string, previous: string | undefined): Promise<void>;
}
