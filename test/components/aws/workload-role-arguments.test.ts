import { describe, expect, test } from "vitest";
import { type Kind, federation } from "../../../components/aws/workload-role/arguments";

/** A member of a workload, what else is told of it, and what may stand there and what may not. */
interface Member {
    readonly beside: object;
    readonly takes: readonly unknown[];
    readonly refuses: readonly unknown[];
}

const GUID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
const ANCHOR = `arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/${GUID}`;
const CLUSTER = "arn:aws:eks:eu-west-1:123456789012:cluster/shop";
const IN_GITHUB = { repository: "acme/shop", branch: "main" };
const IN_GITLAB = { project: "acme/shop", branch: "main" };
const RUN = { organization: "acme", project: "shop", workspace: "live" };
const POD = { cluster: CLUSTER, namespace: "orders", serviceAccount: "reader" };
const TOKEN = { issuer: "https://issuer.example.com", subjects: ["job:1"], audiences: ["aws"] };
const MACHINE = { trustAnchor: ANCHOR, commonName: "backup.example.com" };
const ACCOUNT = { uniqueId: "104213456789012345678", audience: "acme" };
const IDENTITY = { tenant: GUID, objectId: GUID, audience: "api://aws" };

const REF = {
    takes: ["main", "release/2026-01", "a@b", "x(refs/y)"],
    refuses: [
        "",
        " main",
        "main ",
        "a b",
        "a\tb",
        "a:b",
        "a\\b",
        "a~1",
        "a^",
        "a[b",
        "a*",
        "a?",
        "${a}",
        "refs/heads/main",
        1,
    ],
};
const NAME = {
    takes: ["acme", "a", "Default Project", "a_b-c.1"],
    refuses: ["", " a", "a ", "a  b", "a:b", "a\nb", "a*", "a?", "${a}", 1],
};
const NUMBER = { takes: ["1", "10", "123456"], refuses: ["", "0", "01", "1a", "a1", "-1", "1.5", 1] };
const ISSUER = {
    takes: [
        "https://a.b",
        "https://issuer.example.com",
        "https://issuer.example.com/",
        "https://issuer.example.com:8443",
        "https://issuer.example.com/org/Team_1.~-x",
        "https://issuer.example.com/org/",
        "https://my-issuer.example-1.com",
        "https://accounts.google.com.example.com",
        "https://x-accounts.google.com",
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
        "https://accounts.google.com",
        "https://accounts.google.com/",
    ],
};
const AUDIENCE = {
    takes: ["a", "sts.amazonaws.com", "https://gitlab.com", "a".repeat(255)],
    refuses: ["", " a", "a ", " ", "a b", "*", "a?", "${a:aud}", "a".repeat(256), 1],
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
            "${a}/b",
            1,
        ],
    },
    "github.environment": {
        beside: { repository: "acme/shop" },
        takes: ["p", "production", "production (eu)", "production:eu", "a/b"],
        refuses: ["", " ", " a", "a ", "a\nb", "*", "prod?", "${a:environment}", 1],
    },
    "github.branch": { beside: { repository: "acme/shop" }, ...REF },
    "github.tag": { beside: { repository: "acme/shop" }, ...REF },
    "gitlab.project": {
        beside: IN_GITLAB,
        takes: ["acme/shop", "acme/web/shop", "a.b-c_d/e.f"],
        refuses: ["", "shop", "acme/", "/shop", "acme//shop", "a b/c", "acme/shop:x", "acme/*", 1],
    },
    "gitlab.branch": { beside: { project: "acme/shop" }, ...REF },
    "gitlab.tag": { beside: { project: "acme/shop" }, ...REF },
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
    "terraformCloud.phases": {
        beside: RUN,
        takes: [["plan"], ["apply"], ["plan", "apply"]],
        refuses: ["plan", [], [""], ["plans"], ["replan"], ["plan", "destroy"], ["*"], [1]],
    },
    "podIdentity.cluster": {
        beside: POD,
        takes: [CLUSTER, "arn:aws-us-gov:eks:us-gov-west-1:123456789012:cluster/a_b-1"],
        refuses: [
            "",
            "shop",
            `x${CLUSTER}`,
            `${CLUSTER}/x`,
            `${CLUSTER}*`,
            CLUSTER.replace("eks", "ecs"),
            CLUSTER.replace("123456789012", "1"),
            CLUSTER.replace("eu-west-1", ""),
            CLUSTER.replace("eu-west-1", "EU"),
            CLUSTER.replace("aws", "AWS"),
            CLUSTER.replace("shop", ""),
            1,
        ],
    },
    "podIdentity.namespace": { beside: POD, ...NAMESPACE },
    "podIdentity.serviceAccount": { beside: POD, ...SERVICE_ACCOUNT },
    "irsa.issuer": { beside: { ...POD, issuer: TOKEN.issuer }, ...ISSUER },
    "irsa.namespace": { beside: { ...POD, issuer: TOKEN.issuer }, ...NAMESPACE },
    "irsa.serviceAccount": { beside: { ...POD, issuer: TOKEN.issuer }, ...SERVICE_ACCOUNT },
    "oidc.issuer": { beside: TOKEN, ...ISSUER },
    "oidc.subjects": {
        beside: TOKEN,
        takes: [["a"], ["a", "b"], ["project:Default Project:workspace:live"], ["a".repeat(255)]],
        refuses: [
            ...["", " a", "a ", " ", "a\nb", "*", "a?", "${a:sub}", "a".repeat(256), 1].map((one) => ["job:1", one]),
            [],
            "job:1",
            {},
        ],
    },
    "oidc.audiences": {
        beside: TOKEN,
        takes: [...AUDIENCE.takes.map((one) => [one]), ["a", "b"]],
        refuses: [...AUDIENCE.refuses.map((one) => ["aws", one]), [], "aws", {}],
    },
    "rolesAnywhere.trustAnchor": {
        beside: MACHINE,
        takes: [ANCHOR, ANCHOR.replace("aws", "aws-cn")],
        refuses: [
            "",
            GUID,
            `x${ANCHOR}`,
            `${ANCHOR}0`,
            ANCHOR.slice(0, -1),
            ANCHOR.replace("0a", "0g"),
            ANCHOR.replace("trust-anchor", "profile"),
            ANCHOR.replace("123456789012", "12"),
            ANCHOR.replace("eu-west-1", ""),
            ANCHOR.replace("eu-west-1", "EU"),
            ANCHOR.replace("aws", "AWS"),
            ANCHOR.replace(GUID, "*"),
            1,
        ],
    },
    "rolesAnywhere.commonName": {
        beside: MACHINE,
        takes: ["a", "backup.example.com", "Backup of orders", "a".repeat(64)],
        refuses: ["", "*", "backup?", "${aws:PrincipalTag/x509Subject/CN}", "a".repeat(65), "a\nb", 1],
    },
    "gcp.uniqueId": {
        beside: ACCOUNT,
        takes: ["1".repeat(18), ACCOUNT.uniqueId, "1".repeat(24)],
        refuses: ["", "1".repeat(17), "1".repeat(25), `${ACCOUNT.uniqueId}a`, `a${ACCOUNT.uniqueId}`, "*", 104213456789],
    },
    "gcp.audience": { beside: ACCOUNT, ...AUDIENCE },
    "azure.tenant": { beside: IDENTITY, ...AN_ID },
    "azure.objectId": { beside: IDENTITY, ...AN_ID },
    "azure.audience": { beside: IDENTITY, ...AUDIENCE },
};

const OPTIONAL = /^(gitlab\.(host|audience)|terraformCloud\.phases)$/;

describe.each(Object.entries(MEMBERS))("%s", (path, { beside, takes, refuses }) => {
    const [kind, member] = path.split(".") as [Kind, string];
    const read = (value: unknown) => federation(kind)({ ...beside, [member]: value }, "workload");

    test.each(takes.map((value) => [JSON.stringify(value), value]))("may be %s", (_, value) => {
        expect(() => read(value)).not.toThrow();
    });

    test.each(refuses.map((value) => [JSON.stringify(value), value]))("may not be %s", (_, value) => {
        expect(() => read(value)).toThrow(new RegExp(`^workload\\.${member}(\\[\\d\\])? (is|has) [^]+ Write workload\\.?`));
    });

    test(OPTIONAL.test(path) ? "may be left out" : "must be there", () => {
        if (OPTIONAL.test(path)) expect(() => read(undefined)).not.toThrow();
        else expect(() => read(undefined)).toThrow(/^workload(\.\w+)? (is missing|has none of)/);
    });
});

describe.each(["owner", "repository"])("github.ids.%s", (member) => {
    const ids = { owner: "123456", repository: "456789" };
    const read = (value: unknown) => federation("github")({ ...IN_GITHUB, ids: { ...ids, [member]: value } }, "workload");

    test.each(NUMBER.takes)("may be %j", (value) => expect(() => read(value)).not.toThrow());
    test.each([...NUMBER.refuses, undefined, "*"])("may not be %j", (value) => {
        expect(() => read(value)).toThrow(`workload.ids.${member} `);
    });
});

test.each([undefined, null, "acme/shop", ["acme/shop"], 1])("a workload is not %j", (given) => {
    expect(() => federation("github")(given, "workload.github")).toThrow("workload.github is no object.");
});
