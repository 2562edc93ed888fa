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

const program = "shop/dev";
const role = { program, type: ROLE, name: "deployer", urn: urn(ROLE, "deployer"), assumed: false };

/** One of everything. */
export const report: Report = {
    tool: { name: "jit-guard", version: "1.2.3" },
    now: "2026-01-15T12:00:00.000Z",
    programs: [{ project: "shop", stack: "dev", file: "infra/Pulumi.yaml", resources: { seen: 9, judged: 5 } }],
    rules: [requireTestOwner, maxTestSession, noKey],
    findings: [
        {
            rule: noKey,
            remedy: noKey.remedy,
            level: "mandatory",
            program,
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
        {
            rule: noKey,
            remedy: noKey.remedy,
            level: "mandatory",
            program,
            excuse: {
                kind: "exception",
                until: "2026-02-14T00:00:00.000Z",
                daysLeft: 30,
                owner: "payments@example.com",
                approver: "security@example.com",
                ticket: "SEC-1234",
                reason: "The partner's SFTP server takes nothing but a key until it is replaced.",
                at: { file: "guard/exceptions.yaml", line: 3, column: 5 },
            },
            urn: urn(KEY, "partner"),
            type: KEY,
            name: "partner",
            message: "This key never expires.",
            source: { file: "infra/index.ts", line: 20, column: 7 },
            assumed: false,
            fingerprint: "4123456789abcdef0123456789abcdef",
        },
        {
            ...role,
            rule: requireTestOwner,
            remedy: requireTestOwner.remedy,
            level: "mandatory",
            excuse: {
                kind: "baseline",
                until: "2026-03-31T08:30:00.000Z",
                daysLeft: 75,
                owner: "platform@example.com",
                at: { file: "guard/baseline.json", line: 9, column: 9 },
            },
            message: "The role has no owner.",
            fingerprint: "5123456789abcdef0123456789abcdef",
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
            program,
            kind: "invoke",
            what: "aws:iam/getRole:getRole",
            message: "Its answer depends on the account; give one in jit-guard.fixtures.yaml.",
            source: { file: "infra/index.ts", line: 4, column: 9 },
        },
        { program, kind: "remote-component", what: "eks:index:Cluster", message: "What it declares is not judged here." },
    ],
    accesses: [
        {
            ...access(KEY, "ci"),
            kind: "key",
            what: "an access key of user `ci`",
            from: "2024-03-01T09:00:00.000Z",
            until: "never",
            because: "an access key has no end",
            source: { file: "infra/index.ts", line: 12, column: 7 },
        },
        {
            ...access(ROLE, "db-upgrade"),
            kind: "role",
            what: "a role for `arn:aws:iam::123456789012:user/jo`",
            from: "2026-02-01T08:00:00.000Z",
            until: "2026-02-01T18:00:00.000Z",
            because: "trust and permissions end",
            each: 3_600,
        },
        {
            ...access("aws:secretsmanager/secret:Secret", "database"),
            kind: "secret",
            what: "a secret",
            until: "never",
            because: "rotated every 30 d",
            each: 2_592_000,
        },
        {
            ...access("gcp:privilegedaccessmanager/entitlement:Entitlement", "admin"),
            kind: "entitlement",
            what: "`roles/container.admin` on project `shop-prod`",
            until: "never",
            because: "each grant ends after 1 h",
            each: 3_600,
        },
        {
            ...access("gcp:projects/iAMMember:IAMMember", "jo"),
            kind: "grant",
            what: "`roles/editor` for `user:jo@example.com`",
            until: "unknown",
            because: "its condition is not known before the deployment",
        },
    ],
};

function access(type: string, name: string) {
    return { program, type, name, urn: urn(type, name) };
}

export const clean: Report = { ...report, findings: [], undecided: [], unseen: [], accesses: [] };

/** Three programs, one of them clean and one that did not come to its end. */
export const several: Report = {
    ...report,
    programs: [
        ...report.programs,
        { project: "billing", stack: "prod", file: "billing/Pulumi.yaml", resources: { seen: 4, judged: 4 } },
        {
            project: "mail",
            stack: "prod",
            file: "mail/Pulumi.yaml",
            resources: { seen: 0, judged: 0 },
            failure: "It threw.",
        },
    ],
};

const register = {
    program: "",
    rule: requireTestOwner,
    remedy: requireTestOwner.remedy,
    level: "mandatory" as const,
    urn: "urn:pulumi:::::jit-guard:index:Exceptions::guard/exceptions.yaml",
    type: "jit-guard:index:Exceptions",
    name: "guard/exceptions.yaml",
    assumed: false,
};

/** Several programs, and a register that is at fault itself: in two places of it, and in one outside of the repository. */
export const registers: Report = {
    ...several,
    findings: [
        ...several.findings,
        {
            ...register,
            message: "`exceptions[1]` ended at 2026-01-01T00:00:00.000Z. Remove it, or ask anew.",
            path: "exceptions[1].expires",
            source: { file: "guard/exceptions.yaml", line: 14, column: 14 },
            fingerprint: "6123456789abcdef0123456789abcdef",
        },
        {
            ...register,
            message: "`exceptions[2].approver` is the owner. Let another allow it.",
            path: "exceptions[2].approver",
            source: { file: "guard/exceptions.yaml", line: 25, column: 15 },
            fingerprint: "7123456789abcdef0123456789abcdef",
        },
        {
            ...register,
            urn: "urn:pulumi:::::jit-guard:index:Baseline::../baseline.json",
            type: "jit-guard:index:Baseline",
            name: "../baseline.json",
            message: "`findings[0]` is not found any more.",
            path: "findings[0]",
            fingerprint: "8123456789abcdef0123456789abcdef",
        },
    ],
};

export const failed: Report = {
    ...report,
    programs: report.programs.map((one) => ({
        ...one,
        failure:
            "The program threw an Error in infra/index.ts:31: no such region.\n    at fetchRegion (infra/region.ts:4:11)",
    })),
};

export const HOSTILE =
    "\u001b[31mred\u001b[0m\u0007 | <script>alert('x')</script> `tick` ]]> &amp; \r\nsecond \u2028 line \u202egnp.exe \u0000 \ud800 😀 @everyone [link](https://evil.example) \\| **bold**";

const hostileFinding = (message: string, index: number): ReportedFinding => ({
    rule: noKey,
    remedy: noKey.remedy,
    level: index % 2 ? "advisory" : "mandatory",
    program: `${HOSTILE}/${HOSTILE}`,
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
    programs: [
        { project: HOSTILE, stack: HOSTILE, file: HOSTILE, resources: { seen: 9, judged: 5 }, failure: HOSTILE },
        ...report.programs,
    ],
    findings: [hostileFinding(HOSTILE, 0), hostileFinding("long ".repeat(2_000), 1)],
    undecided: [hostileFinding(HOSTILE, 2)],
    unseen: [{ program: `${HOSTILE}/${HOSTILE}`, kind: "invoke", what: HOSTILE, message: HOSTILE, urn: HOSTILE }],
    accesses: [
        { ...access(KEY + HOSTILE, HOSTILE), kind: "key", what: HOSTILE, until: "never", because: HOSTILE },
        { ...access(KEY + HOSTILE, HOSTILE), kind: "role", what: HOSTILE, until: HOSTILE, because: HOSTILE },
    ],
};

/** The same in a register, whose reasons are free text. */
export const hostileRegister: Report = {
    ...hostile,
    findings: [
        {
            ...hostileFinding(HOSTILE, 3),
            excuse: {
                kind: "exception",
                until: "2026-02-14T00:00:00.000Z",
                daysLeft: 30,
                owner: HOSTILE,
                approver: HOSTILE,
                ticket: HOSTILE,
                reason: HOSTILE,
                at: { file: HOSTILE, line: 1, column: 1 },
            },
        },
        { ...register, name: HOSTILE, message: HOSTILE, path: HOSTILE, fingerprint: "4" },
    ],
};

export const huge: Report = {
    ...report,
    findings: Array.from({ length: 5_000 }, (_, index) => hostileFinding(`${index} ${HOSTILE}`, index)),
};
