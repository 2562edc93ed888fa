import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import rule from "../../../../policypack/any/review/require-valid-exception";
import { EXCEPTIONS } from "../../../../policypack/core/exceptions";
import { excuses } from "../../../../policypack/core/excuses";
import { judge } from "../../../../policypack/core/judge";
import { readRegister } from "../../../../policypack/core/register-file";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { rules } from "../../../../policypack/rules";
import { describeRule } from "../../../harness/describe-rule";
import { EXCEPTION } from "../../../harness/exception";

const known = { "aws-no-iam-access-key": "critical", "aws-no-standing-admin": "high", "aws-max-session-duration": "medium" };
const entry = EXCEPTION;
const emergency = {
    ...entry,
    opened: "2026-01-10T03:00:00Z",
    expires: "2026-01-16T03:00:00Z",
    breakGlass: true,
    review: { due: "2026-01-30" },
};
const reviewed = { due: "2026-01-14", by: "audit@example.com", outcome: "One key was made, used and removed again." };
const given = (...exceptions: unknown[]) => [{ type: EXCEPTIONS, inputs: { exceptions, rules: known } }];
const without = (key: keyof typeof entry) => ({ ...entry, [key]: undefined });

describeRule(rule, {
    denies: {
        ...Object.fromEntries(
            (
                [
                    ["rule", "rule: aws-no-iam-access-key"],
                    ["owner", "owner: payments@example.com"],
                    ["approver", "approver: security@example.com"],
                    ["ticket", "ticket: SEC-1234"],
                    ["reason", "reason: The partner's SFTP server takes nothing but a key until it is replaced."],
                    ["opened", 'opened: "2026-01-15"'],
                    ["expires", 'expires: "2026-02-14"'],
                ] as const
            ).map(([key, write]) => [
                `an exception without ${key}`,
                {
                    given: given(without(key)),
                    says: [`\`exceptions[0]\` has no \`${key}\`. Write for example \`${write}\`.`],
                },
            ]),
        ),
        "an exception of no resource": {
            given: given(without("resource")),
            says: [
                '`exceptions[0]` names no resource. Write for example `resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner"`.',
            ],
        },
        "an exception of every resource": {
            given: given({ ...entry, resource: "urn:pulumi:prod::*" }),
            says: [
                '`exceptions[0].resource` names every resource. Write for example `resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner"`.',
            ],
        },
        "an exception of every resource of all programs": {
            given: given({ ...entry, resource: "*::*" }),
            says: [
                '`exceptions[0].resource` names every resource. Write for example `resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner"`.',
            ],
        },
        "an exception of all types and names of a program": {
            given: given({ ...entry, resource: "urn:pulumi:prod::shop::*::*" }),
            says: [
                '`exceptions[0].resource` names every resource. Write for example `resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner"`.',
            ],
        },
        "a name where a URN belongs": {
            given: given({ ...entry, resource: "partner" }),
            says: [
                '`exceptions[0].resource` is no URN. Write for example `resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner"`.',
            ],
        },
        "a type that is no token": {
            given: given({ ...entry, type: "AccessKey" }),
            says: ['`exceptions[0].type` is no type token. Write for example `type: "aws:iam/accessKey:AccessKey"`.'],
        },
        "a field that nobody knows": {
            given: given({ ...entry, expiry: "2026-01-30" }),
            says: ["`exceptions[0].expiry` is not known. Did you mean `expires`? If not, remove it."],
        },
        "a number where a text belongs": {
            given: given({ ...entry, ticket: 1234 }),
            says: ["`exceptions[0].ticket` is not a text. Write for example `ticket: SEC-1234`."],
        },
        "an entry that is a text": {
            given: given("aws-no-iam-access-key"),
            says: ["`exceptions[0]` is not an object of fields such as `rule: aws-no-iam-access-key`."],
        },
        "a rule that there is not": {
            given: given({ ...entry, rule: "aws-no-access-key" }),
            says: [
                "`exceptions[0].rule` is no rule that can be excepted. Did you mean aws-no-iam-access-key, aws-no-standing-admin, aws-max-session-duration?",
            ],
        },
        "an owner who approves, however spelled": {
            given: given({ ...entry, approver: " Payments+security@Example.com" }),
            says: ["`exceptions[0].approver` is the owner. Write who else allowed it."],
        },
        "an owner who is nobody": {
            given: given({ ...entry, owner: "?" }),
            says: [
                "`exceptions[0].owner` is no e-mail address or name of a team. Write for example `owner: payments@example.com`.",
            ],
        },
        "a ticket that is none": {
            given: given({ ...entry, ticket: "TBD" }),
            says: ["`exceptions[0].ticket` names no ticket. Write for example `ticket: SEC-1234`."],
        },
        "a reason that is none": {
            given: given({ ...entry, reason: "needed" }),
            says: [
                "`exceptions[0].reason` gives no reason. Write for example `reason: The partner's SFTP server takes nothing but a key until it is replaced.`.",
            ],
        },
        "a day that there is not": {
            given: given({ ...entry, expires: "2026-02-30" }),
            says: [
                '`exceptions[0].expires` is no day, and no instant with its zone. Write for example `expires: "2026-02-14"`.',
            ],
        },
        "an instant without its zone": {
            given: given({ ...entry, opened: "2026-01-02T10:00:00" }),
            says: [
                '`exceptions[0].opened` is no day, and no instant with its zone. Write for example `opened: "2026-01-15"`.',
            ],
        },
        "an end before the beginning": {
            given: given({ ...entry, expires: "2026-01-02" }),
            says: ["`exceptions[0].expires` is not after `opened`. Write when it ends."],
        },
        "a beginning that is not reached": {
            given: given(entry),
            now: "2026-01-01T23:59:59Z",
            says: ["`exceptions[0].opened` is not reached yet. Write the day on which it was allowed."],
        },
        "an end that is past by nothing": {
            given: given(entry),
            now: "2026-01-30T00:00:00Z",
            says: [
                "`exceptions[0].expires` is past since 2026-01-30T00:00:00.000Z. Do as the rule demands and remove the entry, or have it allowed anew.",
            ],
        },
        ...Object.fromEntries(
            (
                [
                    ["critical", "aws-no-iam-access-key", 30, "2026-02-01"],
                    ["high", "aws-no-standing-admin", 60, "2026-03-03"],
                    ["medium", "aws-max-session-duration", 90, "2026-04-02"],
                ] as const
            ).map(([severity, of, days, latest]) => [
                `an end a second too far for ${severity}`,
                {
                    given: given({ ...entry, rule: of, expires: `${latest}T00:00:01Z` }),
                    says: [
                        `\`exceptions[0].expires\` is ${days} d 1 s after \`opened\`, and a rule of ${severity} severity allows ${days} d. Write \`expires: "${latest}"\` or earlier.`,
                    ],
                },
            ]),
        ),
        "the same exception twice": {
            given: given(entry, { ...entry, ticket: "SEC-1235" }),
            says: ["`exceptions[1]` says the same as `exceptions[0]`. Remove one of them."],
        },
        "an exception that lets nothing through": {
            given: [{ type: EXCEPTIONS, inputs: { exceptions: [entry], rules: known, unmatched: [0] } }],
            says: ["`exceptions[0]` lets nothing through: what it names is not found. Remove it."],
        },
        "an emergency without a review": {
            given: given({ ...emergency, review: undefined }),
            says: [
                '`exceptions[0]` is a break-glass exception without `review`. Write for example `review: { due: "2026-01-29" }`.',
            ],
        },
        "an emergency of more than a week": {
            given: given({ ...emergency, expires: "2026-01-17T03:00:01Z" }),
            says: [
                '`exceptions[0].expires` is 7 d 1 s after `opened`, and a break-glass exception allows 7 d. Write `expires: "2026-01-17"` or earlier.',
            ],
        },
        "a review that comes too late": {
            given: given({ ...emergency, review: { due: "2026-01-30T03:00:01Z" } }),
            says: ['`exceptions[0].review.due` is more than 14 d after `expires`. Write `due: "2026-01-30"` or earlier.'],
        },
        "a review that is overdue": {
            given: given({ ...emergency, review: { due: "2026-01-14" } }),
            now: "2026-01-14T00:00:00Z",
            says: [
                "The review of `exceptions[0]` is overdue since 2026-01-14T00:00:00.000Z. Review what was done, and write `outcome: One key was made, used for the import and removed.` with `by`.",
            ],
        },
        "an outcome that nobody signed": {
            given: given({ ...emergency, review: { ...reviewed, by: undefined } }),
            says: ["`exceptions[0].review` has an outcome and no `by`. Write for example `by: security@example.com`."],
        },
        "a review by the owner": {
            given: given({ ...emergency, review: { ...reviewed, by: "payments@example.com" } }),
            says: ["`exceptions[0].review.by` is the owner. Let somebody else review it."],
        },
        "a review of what is no emergency": {
            given: given({ ...entry, review: reviewed }),
            says: ["`exceptions[0].review` belongs to a break-glass exception. Write `breakGlass: true`, or remove it."],
        },
        "a register that is no list": {
            given: [{ type: EXCEPTIONS, inputs: { exceptions: entry, rules: known } }],
            says: ["`exceptions` is not a list. Write each entry behind a dash: `- rule: aws-no-iam-access-key`."],
        },
        "what else stands in a register": {
            given: [{ type: EXCEPTIONS, inputs: { exceptions: [], exception: [entry], rules: known } }],
            says: ["`exception` is not known: a register holds `exceptions: [...]` and nothing else."],
        },
        "each fault of an entry, and the next entry too": {
            given: given({ ...entry, owner: undefined, ticket: "-" }, { ...entry, approver: entry.owner, part: "x" }),
            says: [
                "`exceptions[0]` has no `owner`. Write for example `owner: payments@example.com`.",
                "`exceptions[0].ticket` names no ticket. Write for example `ticket: SEC-1234`.",
                "`exceptions[1].approver` is the owner. Write who else allowed it.",
            ],
        },
    },
    allows: {
        "no exceptions": { given: given() },
        "an empty register": { given: [{ type: EXCEPTIONS, inputs: { rules: known } }] },
        "an exception from its first second": { given: given(entry), now: "2026-01-02T00:00:00Z" },
        "an exception to its last second": { given: given(entry), now: "2026-01-29T23:59:59Z" },
        "the longest for critical": { given: given({ ...entry, expires: "2026-02-01" }) },
        "the longest for high": { given: given({ ...entry, rule: "aws-no-standing-admin", expires: "2026-03-03" }) },
        "the longest for medium": { given: given({ ...entry, rule: "aws-max-session-duration", expires: "2026-04-02" }) },
        "an exception of a type": { given: given({ ...without("resource"), type: "aws:iam/accessKey:AccessKey" }) },
        "two exceptions of two parts": { given: given({ ...entry, part: "a" }, { ...entry, part: "b" }) },
        "the longest emergency, its review to come": { given: given({ ...emergency, expires: "2026-01-17T03:00:00Z" }) },
        "the latest review": { given: given({ ...emergency, review: { due: "2026-01-30T03:00:00Z" } }) },
        "a review in its last second": {
            given: given({ ...emergency, review: { due: "2026-01-14" } }),
            now: "2026-01-13T23:59:59Z",
        },
        "an emergency that is over, to be reviewed yet": { given: given(emergency), now: "2026-01-20T00:00:00Z" },
        "an emergency that was reviewed": { given: given({ ...emergency, review: reviewed }), now: "2026-03-01T00:00:00Z" },
    },
    cannotDecide: {
        "an end that is not known": {
            given: given({ ...entry, expires: UNKNOWN }),
            says: ["`exceptions[0].expires` is not known before the deployment."],
        },
    },
});

describe("a register that is no register", () => {
    const now = new Date("2026-01-15T12:00:00Z");
    const said = (text: string) => {
        const file = join(mkdtempSync(join(tmpdir(), "register-")), "exceptions.yaml");
        writeFileSync(file, text);
        const registers = excuses({ exceptions: readRegister(file, "exceptions.yaml") }, rules, now);
        return registers.resources([]).flatMap((register) =>
            [...judge(rule, [register], {}, now)].map(({ kind, urn, path, message }) => {
                const { line, column } = registers.place(urn, path)!;
                return `${kind} ${line}:${column} ${message}`;
            }),
        );
    };

    test.each([
        [
            "has a line where the YAML breaks",
            "exceptions:\n  - rule: a\n   owner: b\n",
            "violation 3:1 The register of exceptions cannot be read: Sequence item without - indicator.",
        ],
        [
            "says a key twice",
            "exceptions: []\nexceptions: []\n",
            "violation 2:1 The register of exceptions cannot be read: Map keys must be unique.",
        ],
        [
            "is a list",
            "- rule: a\n",
            "violation 1:1 The register of exceptions cannot be read: it holds no object of fields.",
        ],
        [
            "is a bomb of aliases",
            `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nexceptions: [*c,*c,*c]\n`,
            "violation 1:1 The register of exceptions cannot be read: Excessive alias count indicates a resource exhaustion attack.",
        ],
    ])("that %s", (_, text, message) => {
        expect(said(text)).toEqual([message]);
    });

    test("names the line of each fault", () => {
        const text = stringify({ exceptions: [entry, { ...entry, part: "x", ticket: "none", approver: entry.owner }] });
        expect(said(text)).toEqual([
            `violation ${lineOf(text, "ticket: none")}:13 \`exceptions[1].ticket\` names no ticket. Write for example \`ticket: SEC-1234\`.`,
            `violation ${lineOf(text, "approver: payments")}:15 \`exceptions[1].approver\` is the owner. Write who else allowed it.`,
        ]);
    });

    function lineOf(text: string, part: string): number {
        return text.slice(0, text.indexOf(part)).split("\n").length;
    }
});
