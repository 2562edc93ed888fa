import { describe, expect, test } from "vitest";
import { canonical } from "../../../../components/aws/broker/runtime/identity";
import { shortHash } from "../../../../components/aws/broker/runtime/role";

const ROLE_ID = "AROA00000000000000001";
const session = (role: string, name: string, account = "123456789012") =>
    canonical(`arn:aws:sts::${account}:assumed-role/${role}/${name}`, `${ROLE_ID}:${name}`);
const user = (path: string, account = "123456789012") =>
    canonical(`arn:aws:iam::${account}:user/${path}`, "AIDA00000000000000001");

describe("one person is one text", () => {
    test.each([
        ["under another permission set", session("AWSReservedSSO_Admin_fedcba9876543210", "jo@example.com")],
        ["in another account", session("AWSReservedSSO_Dba_0123456789abcdef", "jo@example.com", "999999999999")],
        ["in other letters", session("AWSReservedSSO_Dba_0123456789abcdef", "Jo@EXAMPLE.com")],
        ["of a permission set with a line in its name", session("AWSReservedSSO_Db_A_0123456789abcdef", "jo@example.com")],
    ])("%s", (_, caller) => expect(caller).toEqual({ identity: "person:jo@example.com", isAgent: false }));

    test("and others are others", () =>
        expect(session("AWSReservedSSO_Dba_0123456789abcdef", "max@example.com")?.identity).toBe("person:max@example.com"));
});

describe("of a role the name of the session says nothing", () => {
    test.each([
        ["", session("agent", "one")],
        ["whatever it is", session("agent", "jo@example.com")],
        ["in other letters", session("Agent", "two")],
    ])("%s", (_, caller) => expect(caller).toEqual({ identity: "role:123456789012/agent", isAgent: true }));

    test("and a role that is named like one of Identity Center is none", () => {
        expect(session("AWSReservedSSO_Dba", "jo@example.com")?.identity).toBe("role:123456789012/awsreservedsso_dba");
        expect(session("xAWSReservedSSO_Dba_0123456789abcdef", "jo")?.identity).toMatch(/^role:/);
        expect(session("AWSReservedSSO_Dba_0123456789abcde", "jo")?.identity).toMatch(/^role:/);
        expect(session("AWSReservedSSO_Dba_0123456789abcdeff", "jo")?.identity).toMatch(/^role:/);
    });

    test("and the account says which it is", () =>
        expect(session("agent", "one", "999999999999")?.identity).toMatch(/999999999999/));
});

describe("a user is the user of an account", () => {
    test.each(["jo", "Jo", "team/jo", "team/a/JO"])("%s", (path) =>
        expect(user(path)).toEqual({ identity: "user:123456789012/jo", isAgent: false }),
    );
    test("and of no other", () => expect(user("jo", "999999999999")?.identity).toBe("user:999999999999/jo"));
});

describe("an id of IAM begins with its kind, and has twelve characters more at least", () => {
    const ids = (kind: string) => [11, 12, 17].map((length) => `${kind}${"0".repeat(length)}`);

    test("of a user", () => {
        const of = (userId: string) => canonical("arn:aws:iam::123456789012:user/jo", userId)?.identity;
        expect(ids("AIDA").map(of)).toEqual([undefined, "user:123456789012/jo", "user:123456789012/jo"]);
    });

    test("of a role", () => {
        const of = (id: string) => canonical("arn:aws:sts::123456789012:assumed-role/agent/one", `${id}:one`)?.identity;
        expect(ids("AROA").map(of)).toEqual([undefined, "role:123456789012/agent", "role:123456789012/agent"]);
    });
});

test("an ARN has an account of twelve digits, and 2,048 characters at most", () => {
    for (const [account, of] of [
        ["1".repeat(11), undefined],
        ["1".repeat(12), "jo"],
        ["1".repeat(13), undefined],
    ] as const) {
        expect(user("jo", account)?.identity).toBe(of && `user:${account}/${of}`);
    }
    const long = (length: number) => {
        const [start, end] = ["arn:aws:iam::123456789012:user/", "/jo"];
        return canonical(`${start}${"a".repeat(length - start.length - end.length)}${end}`, "AIDA00000000000000001");
    };
    expect([2_048, 2_049].map((length) => long(length)?.identity)).toEqual(["user:123456789012/jo", undefined]);
});

test.each([
    ["a root", canonical("arn:aws:iam::123456789012:root", "123456789012")],
    ["a federated user", canonical("arn:aws:sts::123456789012:federated-user/jo", "123456789012:jo")],
    ["a service", canonical("arn:aws:sts::123456789012:assumed-role/agent", ROLE_ID)],
    ["a user with the id of a role", canonical("arn:aws:iam::123456789012:user/jo", `${ROLE_ID}:jo`)],
    [
        "a session with the id of a user",
        canonical("arn:aws:sts::123456789012:assumed-role/agent/jo", "AIDA00000000000000001:jo"),
    ],
    [
        "a session with another name in its id",
        canonical("arn:aws:sts::123456789012:assumed-role/agent/jo", `${ROLE_ID}:max`),
    ],
    ["a session with more in its id", canonical("arn:aws:sts::123456789012:assumed-role/agent/jo", `${ROLE_ID}:jo:max`)],
    ["a session of a user", canonical("arn:aws:sts::123456789012:user/jo", "AIDA00000000000000001")],
    ["a role that is no session", canonical("arn:aws:iam::123456789012:role/agent", ROLE_ID)],
    ["nothing", canonical(undefined, undefined)],
])("%s is nobody", (_, caller) => expect(caller).toBeUndefined());

// By RFC 4648, the first 26 of: printf %s TEXT | sha256sum | xxd -r -p | base32
test.each([
    ["", "4oymiquy7qobjgx36tejs35zeq"],
    ["arn:aws:iam::123456789012:role/jit/dba", "x7yw5pcdw7ogvlb6x2owzyt3sq"],
    ["a", "zklycewkdo64v6wcggzzui64jw"],
    ["b", "hyr6qfqahfmuum4jj5swjynrgs"],
])("an id is the hash of what it is of, in base 32: %s", (text, id) => expect(shortHash(text)).toBe(id));
