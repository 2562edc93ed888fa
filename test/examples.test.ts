import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { componentFolders } from "../scripts/component-md";
import { offlinePreview } from "./harness/offline";
import { declares } from "./harness/provider-types";

const EXAMPLES = join(__dirname, "..", "examples");
const names = readdirSync(join(EXAMPLES, "denied"));

/** The rules that each denied example is there to break. */
const BREAKS: Readonly<Record<string, readonly string[]>> = {
    "ci-user-key": [
        "any-require-owner",
        "any-require-review",
        "aws-no-iam-access-key",
        "aws-no-iam-user",
        "aws-no-provider-key",
        "aws-no-wildcard-policy",
    ],
    "data-team-admin": [
        "any-require-owner",
        "any-require-review",
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
        "any-require-owner",
        "any-require-review",
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
    "gcp-owner-and-key": [
        "any-require-owner",
        "any-require-review",
        "gcp-no-hmac-key",
        "gcp-no-service-account-key",
        "gcp-no-standing-admin",
    ],
    "loose-federation": ["aws-require-oidc-audience", "aws-require-oidc-subject", "gcp-require-provider-condition"],
    "plaintext-secrets": ["aws-no-master-password", "aws-no-plaintext-credential", "aws-no-plaintext-parameter"],
    "shadow-admin": [
        "any-require-owner",
        "any-require-review",
        "aws-no-privilege-escalation",
        "aws-no-unscoped-secret-read",
    ],
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
    const program = join(COMPONENTS, name);
    const ran = offlinePreview(program, { preset: "strict" });

    test("passes the whole pack at its strictest, with nothing left undecided", async () => {
        const { outcome, report } = await ran;
        expect(outcome.failure).toBeUndefined();
        expect(report.findings.map(({ rule, urn, message }) => `${rule.name} ${urn} ${message}`)).toEqual([]);
        expect(report.undecided.map(({ rule, urn, message }) => `${rule.name} ${urn} ${message}`)).toEqual([]);
        expect(report.unseen).toEqual([]);
    });

    test("makes what it makes under its component, named after it, owned and to be reviewed", async () => {
        const { resources } = (await ran).outcome;
        const components = new Map(resources.filter(({ kind }) => kind === "component").map((each) => [each.urn, each]));
        expect([...components.values()].map(({ type }) => type)).toContainEqual(expect.stringMatching(/^jit-guard:/));
        const files = readdirSync(program).filter((file) => file.endsWith(".ts"));
        const own = files.map((file) => readFileSync(join(program, file), "utf8")).join("\n");
        for (const resource of resources.filter(({ kind }) => kind === "custom")) {
            const component = components.get(resource.parent ?? "");
            const isNamed = component
                ? resource.name === component.name || resource.name.startsWith(`${component.name}-`)
                : own.includes(`"${resource.name}"`);
            expect(isNamed, `${resource.urn} is under ${component?.name ?? "the program"}`).toBe(true);
            if (!component?.type.startsWith("jit-guard:")) continue;
            // What Google Cloud calls tags is something else.
            const labels = declares(resource.type, "userLabels") ? "userLabels" : "labels";
            const input = resource.type.startsWith("gcp:") ? labels : "tags";
            if (!declares(resource.type, input)) continue;
            for (const key of ["owner", "review"])
                expect(resource.inputs.get(input).get(key).absent, `${resource.urn} ${input}.${key}`).toBe(false);
        }
    });
});

test("every component passes at its strictest with no more than it must be told", async () => {
    const { outcome, report } = await offlinePreview(join(__dirname, "components", "defaults"), { preset: "strict" });
    expect(outcome.failure).toBeUndefined();
    expect(outcome.resources.filter(({ type }) => type.startsWith("jit-guard:"))).toHaveLength(componentFolders().length);
    expect(report.findings.map(({ rule, urn, message }) => `${rule.name} ${urn} ${message}`)).toEqual([]);
    expect(report.undecided.map(({ rule, urn, message }) => `${rule.name} ${urn} ${message}`)).toEqual([]);
    expect(report.unseen).toEqual([]);
});

const REFUSED = join(EXAMPLES, "refused");

test.each(readdirSync(REFUSED))("refused/%s is refused by its component", async (name) => {
    const { outcome } = await offlinePreview(join(REFUSED, name));
    expect(outcome.failure?.message).toMatch(/^\w+ "[\w-]+" cannot be made:\n( {2}[\w.[\]]+ .+ Write .+\.\n?)+/);
    expect(outcome.resources.filter(({ kind }) => kind !== "stack")).toEqual([]);
});

test("each component has an example of its own", () => {
    expect(readdirSync(COMPONENTS)).toEqual(
        expect.arrayContaining(componentFolders().map((folder) => folder.replace("/", "-"))),
    );
});
