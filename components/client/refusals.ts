/** Why the broker says no, and what to do about it. */
export const REFUSALS = {
    already: "That has happened already. `jit status` shows how things are.",
    "entitlement-changed": "The entitlement is not what it was when this was asked for. Ask anew with `jit request`.",
    malformed:
        "The broker does not take what was asked. Correct it, or bring this command and the broker to the same version.",
    method: "The broker does not take requests of this form. Bring this command and the broker to the same version.",
    "no-such-grant": "There is no such grant, or it is not yours to see or to decide on. `jit list` shows those that are.",
    "no-such-role": "No entitlement gives this role. Take the ARN that `jit status` shows.",
    "not-active": "The grant is not active. `jit status` shows how things are.",
    "not-allowed": "The policy does not allow it.",
    "not-an-approver": "You are none of its approvers. Ask somebody who is.",
    "not-assumable":
        "AWS does not let the broker take the role. If it is new, try again in a minute; else tell its owner to look at its trust.",
    "not-denied": "Its sessions are not ended yet. Try again in a minute.",
    "not-due": "It is too early for that. `jit status` shows when it is due.",
    "not-ended": "The grant is not over yet. A review comes after its end; `jit end` ends it now.",
    "not-entitled":
        "There is no such entitlement, or it is not for you. Check its name, or ask its owner to make you eligible.",
    "not-identified":
        "The broker cannot tell who you are. Sign in as a person through Identity Center, as an IAM user or with a role; not as root.",
    "not-pending": "There is nothing to decide. `jit status` shows how things are.",
    "not-proven":
        "The broker could not have it confirmed that it is you who asks. Try again; bring this command and the broker to the same version.",
    "not-scheduled": "Its end could not be scheduled, so nothing was given. Try again in a minute.",
    "not-the-requester": "Only whoever asked for a grant can do that.",
    "past-end": "Its time is over. Ask anew with `jit request`.",
    pending: "An extension waits for approval already. It must be decided on first.",
    "review-overdue": "A review of earlier emergency access is overdue. It must be done first, with `jit review`.",
    "self-approval": "Nobody decides on what they asked for themselves. Another approver must.",
    "self-review": "Nobody reviews their own access. Another reviewer must.",
    shut: "The role is shut in an emergency. Ask your security team; `jit reopen` opens it again.",
    superseded: "A later end holds. `jit status` shows it.",
    "token-used": "Something else was asked for with this token. Take another one, or none.",
    "too-large": "That is more than the broker reads. Ask for less.",
    "too-late": "It was not decided on in time. Ask anew with `jit request`.",
    "too-many": "You have asked for too much within this hour. Wait for the next one.",
    "try-again": "The broker was too slow to be sure. Nothing was given; try again.",
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export function isKnown(code: string): code is RefusalCode {
    return Object.hasOwn(REFUSALS, code);
}
