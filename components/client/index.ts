/** Asks a broker of this package for just-in-time access to AWS, from programs and AI agents. */
export { JitClient, type AskFor, type JitClientOptions, type Waiting } from "./client";
export type { Duration } from "./duration";
export { JitError, NotAuthorised, NotReached, Refused, Unusable } from "./errors";
export {
    OUTCOMES,
    STATES,
    isPending,
    type Approval,
    type Credentials,
    type End,
    type Extension,
    type Grant,
    type Outcome,
    type Review,
    type Scope,
    type State,
    type Wish,
} from "./grant";
export { REFUSALS, type RefusalCode } from "./refusals";
export type { Identity } from "./signing";
