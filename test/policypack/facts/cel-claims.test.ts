import { describe, expect, test } from "vitest";
import { claimPassed, claimsRead, exactClaims, fixedClaims } from "../../../policypack/facts/cel-claims";

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
    "'a' == 'a'": [],
    "'a' == 'b'": undefined,
    "'a' != 'b'": [],
    "'a' < 'b'": [],
    "!('a' == 'b')": [],
    "(assertion.a == 'x' ? assertion.b : 'n') == 'y'": ["assertion.a", "assertion.b"],
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
    "assertion.sub.startsWith('pulumi:deploy:')": [],
    "assertion.sub.startsWith('pulumi:deploy:org:')": [],
    "assertion.sub.startsWith('pulumi:deploy:org:o:')": ["assertion.sub"],
    "assertion.sub.startsWith('system:serviceaccount:')": [],
    "assertion.sub.startsWith('system:serviceaccount:shop:')": ["assertion.sub"],
    "assertion.arn.startsWith('arn:aws:sts::')": [],
    "assertion.arn.startsWith('arn:aws:sts::1:')": ["assertion.arn"],
    "assertion.sub.startsWith('repo:pulumi/')": ["assertion.sub"],
    "assertion.sub.startsWith(assertion.ref)": [],
    "assertion.sub.matches('^repo:o/?')": [],
    "assertion.sub.matches('^my.org/')": [],
    "assertion.sub.matches('^my\\\\.org/')": ["assertion.sub"],
    "assertion.sub.matches('^(o/a|o/b)$')": ["assertion.sub"],
    "assertion.sub.matches('^(?:o/a|b)$')": [],
    "assertion.sub.matches('^(o/a)?')": [],
    "assertion.sub.matches('^o/(a|b)$')": ["assertion.sub"],
    "assertion.sub.matches('^o/a|^p/b')": ["assertion.sub"],
    "['a', 'b'].exists(x, x == assertion.sub)": ["assertion.sub"],
    "['a', 'b'].exists(x, assertion.sub.startsWith(x))": [],
    "['o/', 'p/'].exists(x, assertion.sub.startsWith(x))": ["assertion.sub"],
    "['a', 'b'].exists(x, x == 'a')": [],
    "[].exists(x, x == assertion.sub)": [],
    "['a'].exists(x, ['b'].exists(y, assertion.sub == x))": ["assertion.sub"],
    "['a'].exists(x, ['b'].exists(y, ['c'].exists(z, assertion.sub == x)))": [],
    "['a', 'b'].all(x, x in assertion.groups)": ["assertion.groups"],
    "assertion.groups.exists(g, g == 'a')": ["assertion.groups"],
    "assertion.groups.all(g, g == 'a')": [],
    "!['a'].exists(x, x == assertion.sub)": [],
    "'a' in assertion.signatures.map(s, s.key)": ["assertion.signatures"],
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

const MAPPED: Record<string, readonly string[] | undefined> = {
    "attribute.owner == 'o'": ["assertion.repository_owner"],
    "attribute['owner'] == 'o'": ["assertion.repository_owner"],
    "google.subject == 'a'": ["assertion.sub"],
    "attribute.piece == 'o'": ["assertion.repository"],
    "attribute.piece.startsWith('o/')": ["assertion.repository"],
    "attribute.two == 'o'": [],
    "attribute.fixed == 'x'": [],
    "attribute.fixed == 'y'": undefined,
    "attribute.known == '1'": ["assertion.groups"],
    "'1' == attribute.known": ["assertion.groups"],
    "attribute.known != '0'": ["assertion.groups"],
    "attribute.known == '0'": [],
    "attribute.known == '2'": undefined,
    "attribute.other == 'o'": ["attribute.other"],
    "attribute.broken == 'o'": ["attribute.broken"],
};
const MAPPING: Record<string, string> = {
    "attribute.owner": "assertion.repository_owner",
    "attribute.piece": "assertion.repository.split('/')[0]",
    "attribute.two": "assertion.a + assertion.b",
    "attribute.fixed": "'x'",
    "attribute.known": "'42' in assertion.groups ? '1' : '0'",
    "attribute.broken": "assertion.",
    "google.subject": "assertion.sub",
};

describe("fixedClaims by a mapping", () => {
    test.each(Object.entries(MAPPED))("%s", (expression, claims) => {
        expect(fixedClaims(expression, (attribute) => MAPPING[attribute])).toEqual(claims);
    });
});

const EXACT: Record<string, readonly string[] | undefined> = {
    "assertion.sub == 'a'": ["assertion.sub"],
    "assertion.sub in ['a', 'b']": ["assertion.sub"],
    "assertion.sub.lowerAscii() == 'a'": ["assertion.sub"],
    "assertion.repository.split('/')[0] == 'o'": [],
    "assertion.sub.extract('repo:{owner}/') == 'o'": [],
    "assertion.sub.startsWith('repo:o/')": [],
    "assertion.sub.startsWith('repo:o/r:')": ["assertion.sub"],
    "assertion.sub.startsWith('project_path:g/p:')": ["assertion.sub"],
    "assertion.sub.startsWith('organization:o:project:p:')": ["assertion.sub"],
    "assertion.sub.startsWith('organization:o:')": [],
    "assertion.repository.matches('^o/(a|b)$')": ["assertion.repository"],
    "assertion.repository.matches('^o/.*$')": [],
    "assertion.repository.matches('^o/a|b$')": [],
    false: undefined,
};

describe("exactClaims", () => {
    test.each(Object.entries(EXACT))("%s", (expression, claims) => {
        expect(exactClaims(expression)).toEqual(claims);
    });
});

test("claimPassed", () => {
    expect(claimPassed("assertion.sub")).toBe("assertion.sub");
    expect(claimPassed("assertion['a.b']")).toBe("assertion.a.b");
    expect(claimPassed("assertion.sub.lowerAscii()")).toBe("assertion.sub");
    expect(claimPassed("assertion.repository.split('/')[0]")).toBeUndefined();
    expect(claimPassed("'a::' + assertion.sub")).toBeUndefined();
    expect(claimPassed("assertion.")).toBeUndefined();
});

test("claimsRead", () => {
    expect(claimsRead("'fixed'")).toEqual([]);
    expect(claimsRead("'a::' + assertion.tid + '::' + assertion.sub")).toEqual(["assertion.tid", "assertion.sub"]);
    expect(claimsRead("assertion.a == 'x' ? assertion.b : assertion.sub.extract('x/{y}')")).toEqual([
        "assertion.a",
        "assertion.b",
        "assertion.sub",
    ]);
    expect(claimsRead("{'a': 'b'}[assertion.oid]")).toEqual(["…", "assertion.oid"]);
    expect(claimsRead("!(assertion.a in [assertion.b])")).toEqual(["assertion.a", "assertion.b"]);
    expect(claimsRead("assertion.")).toBeUndefined();
});
