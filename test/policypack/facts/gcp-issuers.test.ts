import { expect, test } from "vitest";
import {
    audienceNamesTenant,
    lastingClaim,
    namesWorkload,
    tenantClaims,
    width,
} from "../../../policypack/facts/gcp-issuers";

const GITHUB = "https://token.actions.githubusercontent.com";

test("an issuer is known by its whole URL", () => {
    expect(tenantClaims(`${GITHUB}/`)).toContain("repository_owner_id");
    expect(tenantClaims(GITHUB)).not.toContain("job_workflow_ref");
    // Of an enterprise that asked for an issuer of its own, and of a team.
    expect(tenantClaims(`${GITHUB}/acme`)).toBeUndefined();
    expect(tenantClaims("https://oidc.vercel.com/acme")).toBeUndefined();
    expect(tenantClaims("https://oidc.vercel.com")).toContain("owner_id");
    expect(tenantClaims("https://login.microsoftonline.com/Organizations/v2.0")).toContain("tid");
    expect(tenantClaims("https://login.microsoftonline.com/826602fe-2101-470c-9d71-ee1343668989/v2.0")).toBeUndefined();
});

test("a name has an id beside it, or none", () => {
    expect(lastingClaim("repository", GITHUB)).toBe("repository_id");
    expect(lastingClaim("repository_id", GITHUB)).toBeUndefined();
    expect(lastingClaim("sub", GITHUB)).toBeUndefined();
    expect(lastingClaim("constructor", GITHUB)).toBeUndefined();
    expect(lastingClaim("repository", "https://example.com")).toBeUndefined();
});

test("whose a value of a claim is", () => {
    expect(namesWorkload("repository", GITHUB)).toBe(true);
    expect(namesWorkload("repository_owner_id", GITHUB)).toBe(false);
    expect(namesWorkload("ref", GITHUB)).toBe(false);
    expect(namesWorkload("anything", "https://example.com")).toBe(true);
    expect(namesWorkload("tid", "https://sts.windows.net/1")).toBe(false);
    expect(namesWorkload("aud", "https://example.com")).toBe(false);
    expect(width("repository_owner")).toBe("tenant");
    expect(width("environment")).toBe("any job");
    expect(width("repository")).toBeUndefined();
});

test("of the name of an attribute less is certain than of a claim", () => {
    expect(width("environment", true)).toBeUndefined();
    expect(width("owner", true)).toBeUndefined();
    expect(width("owner")).toBe("tenant");
    expect(width("ref", true)).toBe("any job");
});

test("an audience that nobody can choose", () => {
    expect(audienceNamesTenant("https://api.pulumi.com/oidc")).toBe(true);
    expect(audienceNamesTenant("https://api.pulumi.com/oidc/v2")).toBe(false);
    expect(audienceNamesTenant("https://cognito-identity.amazonaws.com")).toBe(true);
    expect(audienceNamesTenant(GITHUB)).toBe(false);
});
