import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { offlinePreview } from "./harness/offline";

const EXAMPLES = join(__dirname, "..", "examples");
const names = readdirSync(join(EXAMPLES, "denied"));

/** The rules that each denied example is there to break. */
const BREAKS: Readonly<Record<string, readonly string[]>> = {
    "ci-user-key": ["aws-no-iam-access-key", "aws-no-iam-user", "aws-no-provider-key", "aws-no-wildcard-policy"],
    "data-team-admin": [
        "aws-max-permission-set-session",
        "aws-max-session-duration",
        "aws-no-account-trust",
        "aws-no-admin-managed-policy",
        "aws-no-full-access-policy",
        "aws-no-iam-user",
        "aws-no-login-profile",
        "aws-no-wildcard-policy",
    ],
    "forgotten-rotation": [
        "aws-max-appsync-key-life",
        "aws-max-cognito-token-validity",
        "aws-max-rotation-interval",
        "aws-no-appsync-api-key",
        "aws-require-cognito-mfa",
        "aws-require-secret-rotation",
        "gcp-max-entitlement-duration",
        "gcp-max-workforce-session",
        "gcp-require-secret-rotation",
    ],
    "gcp-owner-and-key": ["gcp-no-hmac-key", "gcp-no-service-account-key", "gcp-no-standing-admin"],
    "loose-federation": ["aws-require-oidc-audience", "aws-require-oidc-subject", "gcp-require-provider-condition"],
    "plaintext-secrets": ["aws-no-master-password", "aws-no-plaintext-credential", "aws-no-plaintext-parameter"],
    "shadow-admin": ["aws-no-privilege-escalation", "aws-no-unscoped-secret-read"],
};

describe.each(names)("%s", (name) => {
    test("is denied, for these reasons", async () => {
        const { outcome, report } = await offlinePreview(join(EXAMPLES, "denied", name));
        expect(outcome.failure).toBeUndefined();
        expect([...new Set(report.findings.map(({ rule }) => rule.name))].sort()).toEqual(BREAKS[name]);
        for (const { source, urn } of report.findings) {
            // A default provider is declared by nobody; all else has its line.
            if (!urn.includes("pulumi:providers:")) expect(source).toMatchObject({ file: "index.ts" });
        }
    });

    test("has an allowed twin", async () => {
        const { outcome, report } = await offlinePreview(join(EXAMPLES, "allowed", name));
        expect(outcome.failure).toBeUndefined();
        expect(report.findings).toEqual([]);
        expect(report.unseen).toEqual([]);
    });
});

const COMPONENTS = join(EXAMPLES, "components");

describe.each(readdirSync(COMPONENTS))("components/%s", (name) => {
    test("passes the whole pack at its strictest", async () => {
        const { outcome, report } = await offlinePreview(join(COMPONENTS, name), { preset: "strict" });
        expect(outcome.failure).toBeUndefined();
        expect(report.findings.map(({ rule, urn, message }) => `${rule.name} ${urn} ${message}`)).toEqual([]);
        expect(report.undecided.map(({ rule, urn, message }) => `${rule.name} ${urn} ${message}`)).toEqual([]);
        expect(report.unseen).toEqual([]);
        expect(outcome.resources.length).toBeGreaterThan(2);
    });
});
