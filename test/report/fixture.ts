import { duration } from "../../policypack/core/options";
import { resourceRule } from "../../policypack/core/rule";
import type { Report, ReportedFinding } from "../../policypack/report/model";

const KEY = "aws:iam/accessKey:AccessKey";
const ROLE = "aws:iam/role:Role";
const examples = { denied: [{ type: KEY, inputs: {} }], allowed: [{ type: ROLE, inputs: {} }] };

// Rules of the test's own, so that the words of a real one can change without these files.
export const noKey = resourceRule({
    name: "aws-no-test-key",
    severity: "critical",
    description: "Nobody is given a test key.",
    rationale: "A test key works from anywhere.",
    remedy: "Assume a role.",
    controls: ["NHI7:2025", "PR.AA-01"],
    on: [KEY],
    examples,
    *check() {},
});
export const maxTestSession = resourceRule({
    name: "aws-max-test-session",
    severity: "low",
    description: "A test session ends within the allowed time.",
    rationale: "The longest session is how long a stolen one works.",
    remedy: "Set `maxSessionDuration` to the limit or less.",
    controls: ["NHI7:2025"],
    options: {
        limit: duration({ description: "Longest session allowed.", default: "1h", minimum: "15m", maximum: "12h" }),
    },
    on: [ROLE],
    examples,
    *check() {},
});
export const requireTestOwner = resourceRule({
    name: "any-require-test-owner",
    severity: "medium",
    description: "Each test role has an owner.",
    rationale: "What nobody owns, nobody reviews.",
    remedy: "Tag the role with its owner.",
    controls: ["NHI1:2025"],
    on: [ROLE],
    examples,
    *check() {},
});

export function urn(type: string, name: string): string {
    return `urn:pulumi:dev::shop::${type}::${name}`;
}

const role = { type: ROLE, name: "deployer", urn: urn(ROLE, "deployer"), assumed: false };

/** One of everything. */
export const report: Report = {
    tool: { name: "jit-guard", version: "1.2.3" },
    project: "shop",
    stack: "dev",
    projectFile: "infra/Pulumi.yaml",
    now: "2026-01-15T12:00:00.000Z",
    resources: { seen: 9, judged: 5 },
    rules: [requireTestOwner, maxTestSession, noKey],
    findings: [
        {
            rule: noKey,
            remedy: noKey.remedy,
            level: "mandatory",
            urn: urn(KEY, "ci"),
            type: KEY,
            name: "ci",
            message: "This key never expires.",
            source: { file: "infra/index.ts", line: 12, column: 7 },
            assumed: false,
            fingerprint: "0123456789abcdef0123456789abcdef",
        },
        {
            ...role,
            rule: maxTestSession,
            remedy: maxTestSession.remedy,
            level: "advisory",
            message: "A session may last 12 h; the limit is 1 h, as `maxSessionDuration` says.",
            path: "maxSessionDuration",
            source: { file: "infra/my roles/deploy.ts", line: 3, column: 1 },
            fingerprint: "1123456789abcdef0123456789abcdef",
        },
        {
            ...role,
            rule: maxTestSession,
            remedy: maxTestSession.remedy,
            level: "advisory",
            message: "The statement allows `sts:AssumeRole` for 12 h.",
            path: "inlinePolicies[0].policy.Statement[1]",
            part: "sts:AssumeRole",
            source: { file: "infra/my roles/deploy.ts", line: 3, column: 1 },
            assumed: true,
            fingerprint: "2123456789abcdef0123456789abcdef",
        },
    ],
    undecided: [
        {
            ...role,
            name: "later",
            urn: urn(ROLE, "later"),
            rule: maxTestSession,
            remedy: maxTestSession.remedy,
            level: "advisory",
            message: "`maxSessionDuration` is not known before the deployment.",
            path: "maxSessionDuration",
            fingerprint: "3123456789abcdef0123456789abcdef",
        },
    ],
    unseen: [
        {
            kind: "invoke",
            what: "aws:iam/getRole:getRole",
            message: "Its answer depends on the account; give one in jit-guard.fixtures.yaml.",
            source: { file: "infra/index.ts", line: 4, column: 9 },
        },
        { kind: "remote-component", what: "eks:index:Cluster", message: "What it declares is not judged here." },
    ],
};

export const clean: Report = { ...report, findings: [], undecided: [], unseen: [] };

export const failed: Report = {
    ...report,
    failure: "The program threw an Error in infra/index.ts:31: no such region.\n    at fetchRegion (infra/region.ts:4:11)",
};

export const HOSTILE =
    "\u001b[31mred\u001b[0m\u0007 | <script>alert('x')</script> `tick` ]]> &amp; \r\nsecond \u2028 line \u202egnp.exe \u0000 \ud800 😀 @everyone [link](https://evil.example) \\| **bold**";

const hostileFinding = (message: string, index: number): ReportedFinding => ({
    rule: noKey,
    remedy: noKey.remedy,
    level: index % 2 ? "advisory" : "mandatory",
    urn: urn(KEY, HOSTILE),
    type: KEY + HOSTILE,
    name: HOSTILE,
    message,
    path: HOSTILE,
    part: HOSTILE,
    source: { file: `infra/${HOSTILE}`, line: 1, column: 1 },
    assumed: true,
    fingerprint: String(index),
});

/** Texts as a program can make them that wishes to fool whoever reads the report. */
export const hostile: Report = {
    ...report,
    project: HOSTILE,
    stack: HOSTILE,
    projectFile: HOSTILE,
    findings: [hostileFinding(HOSTILE, 0), hostileFinding("long ".repeat(2_000), 1)],
    undecided: [hostileFinding(HOSTILE, 2)],
    unseen: [{ kind: "invoke", what: HOSTILE, message: HOSTILE, urn: HOSTILE }],
    failure: HOSTILE,
};

export const huge: Report = {
    ...report,
    findings: Array.from({ length: 5_000 }, (_, index) => hostileFinding(`${index} ${HOSTILE}`, index)),
};
