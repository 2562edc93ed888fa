import { describe, expect, test } from "vitest";
import { claimRead, fixedClaims } from "../../../policypack/facts/cel-claims";

const FIXED: Record<string, readonly string[] | undefined> = {
    "assertion.sub == 'a'": ["assertion.sub"],
    "'a' == assertion.sub": ["assertion.sub"],
    "assertion.sub == 'a' && assertion.ref == 'b'": ["assertion.sub", "assertion.ref"],
    "assertion.sub == 'a' || assertion.sub == 'b'": ["assertion.sub"],
    "assertion.sub == 'a' || assertion.ref == 'b'": [],
    "assertion.sub == 'a' || true": [],
    "assertion.sub == 'a' || false": ["assertion.sub"],
    "assertion.sub == 'a' && true": ["assertion.sub"],
    "!(assertion.sub != 'a')": ["assertion.sub"],
    "!(assertion.sub == 'a')": [],
    "!(assertion.sub != 'a' || assertion.ref != 'b')": ["assertion.sub", "assertion.ref"],
    "assertion.sub != 'a'": [],
    "assertion.sub == assertion.sub": [],
    "assertion.sub == assertion.ref": [],
    "assertion.sub != ''": [],
    "size(assertion.sub) == 3": [],
    "assertion.sub in ['a', 'b']": ["assertion.sub"],
    "assertion.sub in [assertion.sub]": [],
    "'admins' in google.groups": ["google.groups"],
    "!(assertion.sub in ['a'])": [],
    "assertion['a.b'] == 'c'": ["assertion.a.b"],
    "assertion.sub.split(':')[0] == 'a'": ["assertion.sub"],
    "assertion.arn.extract('assumed-role/{role}/') == 'deployer'": ["assertion.arn"],
    "assertion.sub.startsWith('repo:o/')": ["assertion.sub"],
    "assertion.sub.startsWith('organization:o:')": ["assertion.sub"],
    "assertion.sub.startsWith('repo:')": [],
    "assertion.sub.startsWith('repo:o')": [],
    "assertion.sub.startsWith('')": [],
    "!assertion.sub.startsWith('repo:o/')": [],
    "assertion.sub.matches('^repo:o/.*$')": ["assertion.sub"],
    "assertion.sub.matches('repo:o/.*')": [],
    "assertion.sub.matches('^repo:.*/')": [],
    "assertion.sub.matches('^repo:o/|.*')": [],
    "assertion.sub.endsWith('/r')": [],
    "assertion.sub.contains('o/r')": [],
    "assertion.a == 'x' ? assertion.b == 'y' : false": ["assertion.a", "assertion.b"],
    "assertion.a == 'x' ? assertion.b == 'y' : assertion.b == 'z'": ["assertion.b"],
    "assertion.a == 'x' ? true : assertion.b == 'z'": [],
    true: [],
    "": [],
    "assertion.sub ==": [],
    false: undefined,
    "false && assertion.sub == 'a'": undefined,
};

describe("fixedClaims", () => {
    test.each(Object.entries(FIXED))("%s", (expression, claims) => {
        expect(fixedClaims(expression)).toEqual(claims);
    });
});

test("claimRead", () => {
    expect(claimRead("assertion.sub")).toBe("assertion.sub");
    expect(claimRead("assertion.repository.split('/')[0]")).toBe("assertion.repository");
    expect(claimRead("'fixed'")).toBeUndefined();
    expect(claimRead("assertion.a + assertion.b")).toBeUndefined();
    expect(claimRead("")).toBeUndefined();
});
