import { printable } from "./printable";
import { REFUSALS, isKnown } from "./refusals";

/** Whatever goes wrong between a caller and the broker. The message says what, and what to do. */
export abstract class JitError extends Error {}

/** Nothing was asked: the caller has to change something first. */
export class Unusable extends JitError {
    override readonly name = "Unusable";
}

/** The broker says no. */
export class Refused extends JitError {
    override readonly name = "Refused";

    constructor(
        /** One of `REFUSALS`; a newer broker may know others. */
        readonly code: string,
        /** Of the policy: machine codes, and names of policies. */
        readonly reasons: readonly string[] = [],
        /** The member of the request that is not as it must be. */
        readonly field?: string,
    ) {
        const said = isKnown(code) ? REFUSALS[code] : `The broker refuses: ${printable(code)}.`;
        const why = reasons.length > 0 ? ` Reasons: ${reasons.map(printable).join(", ")}.` : "";
        super(`${said}${why}${field ? ` It is about: ${printable(field)}.` : ""}`);
    }
}

/** AWS says no before the broker is asked. */
export class NotAuthorised extends JitError {
    override readonly name = "NotAuthorised";
}

/** There is no answer, or none of a broker. Whether the broker did what it was asked is not known. */
export class NotReached extends JitError {
    override readonly name = "NotReached";
}
