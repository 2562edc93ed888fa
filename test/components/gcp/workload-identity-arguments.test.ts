import { describe, expect, test } from "vitest";
import { type Kind, identity, poolId, serviceAccount } from "../../../components/gcp/workload-identity/arguments";

/** A member of a workload, what else is told of it, and what may stand there and what may not. */
interface Member {
    readonly beside: object;
    readonly takes: readonly unknown[];
    readonly refuses: readonly unknown[];
}

const PLACE = { id: "mine-000000", isShared: false };
const GUID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\nAA==\n-----END CERTIFICATE-----\n";
const KEYS = '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}';
const IN_GITHUB = { repository: "acme/shop", ids: { owner: "1", repository: "2" }, branch: "main" };
const IN_GITLAB = { project: "acme/shop", ids: { project: "1" }, branch: "main" };
const RUN = {
    organization: "acme",
    project: "shop",
    workspace: "live",
    ids: { organization: "org-1a", workspace: "ws-2b" },
};
const POD = { issuer: "https://issuer.example.com", namespace: "orders", serviceAccount: "reader" };
const TOKEN = { issuer: "https://issuer.example.com", subjects: ["job:1"] };
const ROLE = { account: "123456789012", role: "orders" };
const IDENTITY = { tenant: GUID, objectId: GUID, audience: "api://acme" };
const MACHINE = { trustAnchors: [PEM], commonName: "backup.example.com" };
const without = (of: object, name: string) => Object.fromEntries(Object.entries(of).filter(([key]) => key !== name));

const REF = {
    takes: ["main", "release/2026-01", "a@b", "x(refs/y)", 'a"b', "${a}"],
    refuses: ["", " main", "main ", "a b", "a\tb", "a:b", "a\\b", "a~1", "a^", "a[b", "a*", "a?", "refs/heads/main", 1],
};
const NAME = {
    takes: ["acme", "a", "Default Project", "a_b-c.1", 'a"b'],
    refuses: ["", " a", "a ", "a  b", "a:b", "a\nb", "a*", "a?", 1],
};
const NUMBER = { takes: ["1", "10", "123456"], refuses: ["", "0", "01", "1a", "a1", "-1", "1.5", "*", undefined, 1] };
const ISSUER = {
    takes: [
        "https://a.b",
        "https://issuer.example.com",
        "https://issuer.example.com/",
        "https://issuer.example.com:8443",
        "https://issuer.example.com/org/Team_1.~-x",
        "https://my-issuer.example-1.com",
    ],
    refuses: [
        "",
        "issuer.example.com",
        "http://issuer.example.com",
        "xhttps://issuer.example.com",
        "https://issuer",
        "https://issuer..com",
        "https://.com",
        "https://issuer.",
        "https://Issuer.example.com",
        "https://issuer.Example.com",
        "https://a_b.example.com",
        "https://issuer.example.com:",
        "https://issuer.example.com:x",
        "https://issuer.example.com//",
        "https://issuer.example.com//a",
        "https://issuer.example.com/a b",
        "https://issuer.example.com/a#b",
        "https://issuer.example.com/?a",
        "https://issuer.example.com/*",
        "https://me@issuer.example.com",
        1,
    ],
};
const AUDIENCE = {
    takes: ["a", "api://acme", "https://gitlab.com", "a".repeat(256)],
    refuses: ["", " a", "a ", " ", "a b", "*", "a?", "a".repeat(257), 1],
};
const NAMESPACE = {
    takes: ["a", "1", "orders", "a-b", "a".repeat(63)],
    refuses: ["", "-a", "a-", "A", "a.b", "a_b", "a:b", "*", "a".repeat(64), 1],
};
const SERVICE_ACCOUNT = {
    takes: ["a", "1", "reader", "a-b.c"],
    refuses: ["", "-a", "a-", ".a", "a.", "A", "aAb", "a_b", "a:b", "*", 1],
};
const AN_ID = {
    takes: [GUID],
    refuses: [
        "",
        GUID.toUpperCase(),
        `${GUID}0`,
        `x${GUID}`,
        GUID.slice(1),
        GUID.replace("-", ""),
        GUID.replace("0a", "0g"),
        1,
    ],
};
const JWKS = {
    takes: [
        KEYS,
        '{"keys":[{"kty":"EC","crv":"P-256","x":"","y":""}]}',
        '{"keys":[{"kty":"RSA"},{"kty":"EC"}], "other": 1}',
    ],
    refuses: [
        "",
        "keys",
        "null",
        "[]",
        "{}",
        '{"keys":{}}',
        '{"keys":[]}',
        '{"keys":[null]}',
        '{"keys":["RSA"]}',
        '{"keys":[{}]}',
        '{"keys":[{"kty":"oct","k":"c2VjcmV0"}]}',
        '{"keys":[{"kty":"RSA"},{"kty":"oct","k":"c2VjcmV0"}]}',
        '{"keys":[{"kty":"RSA","d":"AQAB"}]}',
        '{"keys":[{"kty":"EC"},{"kty":"EC","d":"AQAB"}]}',
        1,
    ],
};

const MEMBERS: Readonly<Record<string, Member>> = {
    "github.repository": {
        beside: IN_GITHUB,
        takes: ["acme/shop", "Acme-1/shop.site_2"],
        refuses: [
            "",
            "shop",
            "acme/",
            "/shop",
            "a/b/c",
            "a b/c",
            "a/b c",
            "acme/shop:x",
            "acme/*",
            "*/shop",
            "acme/sho?",
            1,
        ],
    },
    "github.environment": {
        beside: without(IN_GITHUB, "branch"),
        takes: ["p", "production", "production (eu)", "production:eu", "a/b", 'a"b\\'],
        refuses: ["", " ", " a", "a ", "a\nb", "*", "prod?", 1],
    },
    "github.branch": { beside: without(IN_GITHUB, "branch"), ...REF },
    "github.tag": { beside: without(IN_GITHUB, "branch"), ...REF },
    "github.ids": {
        beside: IN_GITHUB,
        takes: [{ owner: "1", repository: "2" }],
        refuses: ["1", null, [], ["1", "2"], {}, 1],
    },
    "gitlab.project": {
        beside: IN_GITLAB,
        takes: ["acme/shop", "acme/web/shop", "a.b-c_d/e.f"],
        refuses: ["", "shop", "acme/", "/shop", "acme//shop", "a b/c", "acme/shop:x", "acme/*", 1],
    },
    "gitlab.branch": { beside: without(IN_GITLAB, "branch"), ...REF },
    "gitlab.tag": { beside: without(IN_GITLAB, "branch"), ...REF },
    "gitlab.ids": { beside: IN_GITLAB, takes: [{ project: "1" }], refuses: ["1", null, [], {}, 1] },
    "gitlab.host": {
        beside: IN_GITLAB,
        takes: ["a.b", "gitlab.example.com", "my-git.example.com:8443"],
        refuses: [
            "",
            "gitlab",
            "gitlab.",
            ".com",
            "a..b",
            "https://a.b",
            "a.b/",
            "a.b:",
            "a.b:x",
            "xA.b",
            "a.B",
            "a_b.c",
            "*.b",
            1,
        ],
    },
    "gitlab.audience": { beside: IN_GITLAB, ...AUDIENCE },
    "terraformCloud.organization": { beside: RUN, ...NAME },
    "terraformCloud.project": { beside: RUN, ...NAME },
    "terraformCloud.workspace": { beside: RUN, ...NAME },
    "terraformCloud.ids": { beside: RUN, takes: [RUN.ids], refuses: ["1", null, [], {}, { organization: "org-1a" }, 1] },
    "terraformCloud.phases": {
        beside: RUN,
        takes: [["plan"], ["apply"], ["plan", "apply"]],
        refuses: ["plan", [], [""], ["plans"], ["replan"], ["plan", "destroy"], ["*"], [1]],
    },
    "kubernetes.issuer": { beside: POD, ...ISSUER },
    "kubernetes.namespace": { beside: POD, ...NAMESPACE },
    "kubernetes.serviceAccount": { beside: POD, ...SERVICE_ACCOUNT },
    "kubernetes.jwks": { beside: POD, ...JWKS },
    "aws.account": {
        beside: ROLE,
        takes: ["123456789012", "000000000001"],
        refuses: ["", "12345678901", "1234567890123", "12345678901a", "*", 123456789012],
    },
    "aws.role": {
        beside: ROLE,
        takes: ["orders", "Orders_1+=,.@-x", "a".repeat(64)],
        refuses: ["", "path/orders", "a b", "a:b", 'a"b', "*", "orders?", "a".repeat(65), 1],
    },
    "azure.tenant": { beside: IDENTITY, ...AN_ID },
    "azure.objectId": { beside: IDENTITY, ...AN_ID },
    "azure.audience": { beside: IDENTITY, ...AUDIENCE },
    "oidc.issuer": { beside: TOKEN, ...ISSUER },
    "oidc.subjects": {
        beside: TOKEN,
        takes: [["a"], ["a", "b"], ["project:Default Project:workspace:live"], ["auth0|1"], ["a".repeat(127)]],
        refuses: [
            ...["", " a", "a ", " ", "a\nb", "*", "a?", "a".repeat(256), 1].map((one) => ["job:1", one]),
            [],
            "job:1",
            {},
        ],
    },
    "oidc.audiences": {
        beside: TOKEN,
        takes: [...AUDIENCE.takes.map((one) => [one]), ["a", "b"], [..."0123456789"]],
        refuses: [...AUDIENCE.refuses.map((one) => ["acme", one]), [], "acme", {}, [..."0123456789a"]],
    },
    "oidc.jwks": { beside: TOKEN, ...JWKS },
    "x509.trustAnchors": {
        beside: MACHINE,
        takes: [[PEM], [PEM.trim()], [PEM.replaceAll("\n", "\r\n")], [`\n${PEM}`], [PEM, PEM]],
        refuses: [
            PEM,
            [],
            [""],
            ["MIIB"],
            [`${PEM}${PEM}`],
            [PEM.replaceAll("CERTIFICATE", "PRIVATE KEY")],
            [PEM.replace("MIIB\nAA==\n", "")],
            [`x${PEM}`],
            [`${PEM}x`],
            [PEM, 1],
        ],
    },
    "x509.commonName": {
        beside: MACHINE,
        takes: ["a", "backup.example.com", "Backup of orders", "a".repeat(64)],
        refuses: ["", "*", "*.example.com", "backup?", "a".repeat(65), "a\nb", 1],
    },
};

const OPTIONAL = /^(gitlab\.(host|audience)|terraformCloud\.phases|oidc\.audiences|\w+\.jwks)$/;

describe.each(Object.entries(MEMBERS))("%s", (path, { beside, takes, refuses }) => {
    const [kind, member] = path.split(".") as [Kind, string];
    const read = (value: unknown) => identity(kind, PLACE)({ ...beside, [member]: value }, "workload");

    test.each(takes.map((value) => [JSON.stringify(value), value]))("may be %s", (_, value) => {
        expect(() => read(value)).not.toThrow();
    });

    test.each(refuses.map((value) => [JSON.stringify(value), value]))("may not be %s", (_, value) => {
        expect(() => read(value)).toThrow(
            new RegExp(
                `^workload\\.${member}(\\[\\d\\]|\\.\\w+)? (is|has) [^]+ Write (workload\\.?|what "kubectl|at most 10 )`,
            ),
        );
    });

    test(OPTIONAL.test(path) ? "may be left out" : "must be there", () => {
        if (OPTIONAL.test(path)) expect(() => read(undefined)).not.toThrow();
        else expect(() => read(undefined)).toThrow(/^workload(\.\w+)? (is missing|has none of)/);
    });
});

const ORGANIZATION = {
    takes: ["org-1", "org-8XkzJpQ2mZ7Vt1Ya"],
    refuses: ["", "acme", "org-", "ws-1", "org-a b", "xorg-1", "org-*", 1],
};
const WORKSPACE = {
    takes: ["ws-1", "ws-4HtRbW9cLe3Nq6Ds"],
    refuses: ["", "live", "ws-", "org-1", "ws-a:b", "xws-1", "ws-*", 1],
};

describe.each<[Kind, string, object, { takes: readonly unknown[]; refuses: readonly unknown[] }]>([
    ["github", "owner", IN_GITHUB, NUMBER],
    ["github", "repository", IN_GITHUB, NUMBER],
    ["gitlab", "project", IN_GITLAB, NUMBER],
    ["terraformCloud", "organization", RUN, ORGANIZATION],
    ["terraformCloud", "workspace", RUN, WORKSPACE],
])("%s.ids.%s", (kind, member, beside, { takes, refuses }) => {
    const { ids } = beside as { ids: object };
    const read = (value: unknown) => identity(kind, PLACE)({ ...beside, ids: { ...ids, [member]: value } }, "workload");

    test.each(takes)("may be %j", (value) => expect(() => read(value)).not.toThrow());
    test.each(refuses)("may not be %j", (value) => {
        expect(() => read(value)).toThrow(new RegExp(`^workload\\.ids\\.${member} .+\\(gcp-require-immutable-claim\\)\\.$`));
    });
});

test.each<[Kind, object, string]>([
    [
        "github",
        without(IN_GITHUB, "ids"),
        "workload.ids is missing: names can be taken over. Write workload.ids: { owner, repository } (gcp-require-immutable-claim).",
    ],
    [
        "github",
        without(IN_GITHUB, "branch"),
        'workload has none of environment, branch, tag. Write workload: { environment: "production" } (gcp-require-provider-condition).',
    ],
    [
        "github",
        { ...IN_GITHUB, environment: "production" },
        'workload has environment and branch. Write workload: { environment: "production" } (gcp-require-provider-condition).',
    ],
    [
        "gitlab",
        without(IN_GITLAB, "branch"),
        'workload has none of branch, tag. Write workload: { branch: "main" } (gcp-require-provider-condition).',
    ],
    [
        "gitlab",
        { ...IN_GITLAB, tag: "v1" },
        'workload has branch and tag. Write workload: { branch: "main" } (gcp-require-provider-condition).',
    ],
    [
        "gitlab",
        { ...IN_GITLAB, audience: "*" },
        'workload.audience has a wildcard: nobody could say whom it lets in. Write workload.audience: "api://acme-google" (gcp-no-foreign-audience).',
    ],
    [
        "kubernetes",
        { ...POD, jwks: '{"keys":[{"kty":"oct"}]}' },
        'workload.jwks has a key that is not RSA or EC. Write what "kubectl get --raw /openid/v1/jwks" prints (gcp-no-forgeable-token).',
    ],
    [
        "kubernetes",
        { ...POD, jwks: '{"keys":[{"kty":"RSA","d":"AQAB"}]}' },
        'workload.jwks has a private key. Write what "kubectl get --raw /openid/v1/jwks" prints (gcp-no-forgeable-token).',
    ],
    [
        "x509",
        { ...MACHINE, trustAnchors: ["MIIB"] },
        'workload.trustAnchors[0] is no single certificate as PEM. Write workload.trustAnchors[0]: readFileSync("authority.pem", "utf8") (gcp-require-provider-condition).',
    ],
])("of %s, %j says what to write", (kind, given, says) => {
    expect(() => identity(kind, PLACE)(given, "workload")).toThrow(says);
});

test.each([undefined, null, "acme/shop", ["acme/shop"], 1])("a workload is not %j", (given) => {
    expect(() => identity("github", PLACE)(given, "workload.github")).toThrow("workload.github is no object.");
});

test.each(["abcd", "a".repeat(32), "1-2-", "shared"])("a pool may be %j", (id) => {
    expect(poolId(id, "pool")).toBe(id);
});

test.each(["", "abc", "a".repeat(33), "Abcd", "ab_d", "gcp-x", "ab d", undefined, 1])("a pool may not be %j", (id) => {
    expect(() => poolId(id, "pool")).toThrow(/^pool is .* Write pool: "ci"\.$/);
});

test.each([
    "deploy@example.iam.gserviceaccount.com@x",
    "deploy@.iam.gserviceaccount.com",
    "deploy@example.iam.gserviceaccount.com.evil.example",
    "1deploy@example.iam.gserviceaccount.com",
    "deploy@example..iam.gserviceaccount.com",
    "x/deploy@example.iam.gserviceaccount.com",
    "projects/a/b/serviceAccounts/deploy@example.iam.gserviceaccount.com",
])("an account may not be %j", (account) => {
    expect(() => serviceAccount(account, "serviceAccount")).toThrow("serviceAccount is no service account of your own.");
});
