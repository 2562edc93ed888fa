import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type PublicKind, quote } from "../../../policypack/facts/quote";

const SHOWN: [PublicKind, string][] = [
    ["action", "*"],
    ["action", "iam:PassRole"],
    ["action", "s3:Get*"],
    ["arn", "arn:aws:iam::aws:policy/AdministratorAccess"],
    ["arn", "arn:aws-us-gov:iam::123456789012:role/path/deployer"],
    ["account", "123456789012"],
    ["service", "ec2.amazonaws.com"],
    ["service", "ec2.amazonaws.com.cn"],
    ["issuer", "https://token.actions.githubusercontent.com"],
    ["issuer", "api.pulumi.com/oidc"],
    ["role", "roles/resourcemanager.projectIamAdmin"],
    ["role", "projects/example/roles/custom_role"],
    ["role", "organizations/123/roles/custom"],
    ["member", "allUsers"],
    ["member", "serviceAccount:ci@example.iam.gserviceaccount.com"],
    ["subject", "repo:o/r:ref:refs/heads/main"],
    ["subject", "*"],
];

// Made up, in the forms that scanners look for; none has ever been valid.
const SECRETS = [
    ["AKIA", "IOSFODNN7EXAMPLE"].join(""),
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    ["ghp", "0123456789abcdefghijABCDEFGHIJ012345"].join("_"),
    ["ya29", "a0AfH6SMBx".repeat(16)].join("."),
    "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----",
    '{"type":"service_account"}',
    "correct horse battery staple",
    "hunter2",
    "",
];

const kinds = [...new Set(SHOWN.map(([kind]) => kind))];

describe("quote", () => {
    test.each(SHOWN)("shows the %s %s", (kind, identifier) => {
        expect(quote(kind, identifier)).toBe(`\`${identifier}\``);
    });

    test.each(kinds)("shows no secret as %s", (kind) => {
        for (const secret of SECRETS) expect(quote(kind, secret)).toBe(`(an unusual ${kind}, not shown)`);
    });

    test.each(SHOWN)("shows no %s with anything before or behind it", (kind, identifier) => {
        for (const more of [`${identifier} hunter2`, `hunter2 ${identifier}`, `${identifier}\nhunter2`, `${identifier}\``]) {
            expect(quote(kind, more)).not.toContain("hunter2");
            expect(quote(kind, more).split("`").length).toBeLessThanOrEqual(3);
        }
    });

    test("is one line with at most one quotation", () => {
        fc.assert(
            fc.property(fc.constantFrom(...kinds), fc.string(), (kind, identifier) => {
                expect(quote(kind, identifier)).toMatch(/^(`[^`\s]+`|\(an unusual [a-z]+, not shown\))$/);
            }),
        );
    });
});
