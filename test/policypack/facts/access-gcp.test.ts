import { describe, expect, test } from "vitest";
import type { Example } from "../../../policypack/core/rule";
import { type Access, accesses } from "../../../policypack/facts/access";
import { entitlement } from "../../../policypack/facts/gcp-entitlements";
import { UNKNOWN } from "../../../policypack/facts/values";
import { NOW, resources } from "../../harness/describe-rule";
import { SOON } from "./certificates";

const START = "2026-01-16T08:00:00Z";
const END = "2026-01-16T18:00:00Z";
const AFTER = "2026-01-16T18:00:01Z";
const MEMBER = "gcp:projects/iAMMember:IAMMember";
const ROLE = "gcp:projects/iAMCustomRole:IAMCustomRole";

const shown = ({ from, until, ...rest }: Access) => ({
    ...rest,
    from: from === undefined ? undefined : new Date(from).toISOString().replace(".000", ""),
    until: typeof until === "number" ? new Date(until).toISOString().replace(".000", "") : until,
});
const of = (example: Example, type: string = example[0]!.type) =>
    accesses(resources(example), NOW)
        .filter(({ urn }) => urn.includes(`::${type}::`))
        .map(shown);

describe("a grant", () => {
    const jo = { project: "shop", member: "user:jo@example.com" };
    const owner = { ...jo, role: "roles/resourcemanager.projectIamAdmin" };
    const viewer = { ...jo, role: "roles/logging.viewer" };
    const under = (expression: unknown) => ({ condition: { title: "t", expression } });
    const until = (at: string) => `request.time < timestamp("${at}")`;

    test.each<[string, Record<string, unknown>, object]>([
        [
            "of an admin role",
            owner,
            {
                kind: "grant",
                what: "`roles/resourcemanager.projectIamAdmin` on project `shop` for `user:jo@example.com`",
                from: undefined,
                until: "never",
                because: "no end is written",
            },
        ],
        ["of an admin role, with an end", { ...owner, ...under(until(END)) }, { until: END, because: "a condition" }],
        [
            "with a beginning and an end",
            { ...owner, ...under(`request.time >= timestamp("${START}") && ${until(END)}`) },
            { from: START, until: END },
        ],
        ["with two ends, the sooner", { ...owner, ...under(`${until(AFTER)} && ${until(END)}`) }, { until: END }],
        ["with one or another end, the later", { ...owner, ...under(`${until(AFTER)} || ${until(END)}`) }, { until: AFTER }],
        [
            "with a condition that ends nothing",
            { ...owner, ...under("resource.name == 'x'") },
            { until: "never", because: "a condition that never ends it" },
        ],
        [
            "with a condition not known",
            { ...owner, ...under(UNKNOWN) },
            { until: "unknown", because: "`condition.expression` is not known before the deployment" },
        ],
        ["with a condition as a whole not known", { ...owner, condition: UNKNOWN }, { until: "unknown" }],
        [
            "with a malformed condition",
            { ...owner, condition: "soon" },
            { until: "unknown", because: "`condition` is not an object" },
        ],
        [
            "of a basic role under a condition",
            { ...owner, role: "roles/owner", ...under(until(END)) },
            { until: "never", because: "Google takes no condition on a basic role" },
        ],
        ["of a basic role", { ...owner, role: "roles/editor" }, { until: "never", because: "no end is written" }],
        [
            "of a role that lets its holder act as accounts",
            { ...owner, role: "roles/iam.serviceAccountTokenCreator" },
            { until: "never" },
        ],
        ["of a role that Google may have added", { ...owner, role: "roles/newest.admin" }, { until: "never" }],
        [
            "of a role not known",
            { ...owner, role: UNKNOWN },
            { what: "a role not known yet on project `shop` for `user:jo@example.com`" },
        ],
        ["of a narrow role with an end", { ...viewer, ...under(until(END)) }, { until: END }],
        [
            "to many",
            { ...owner, member: undefined, members: ["a", "b", "c", "d", "e"].map((one) => `user:${one}@x.com`) },
            {
                what: "`roles/resourcemanager.projectIamAdmin` on project `shop` for `user:a@x.com`, `user:b@x.com`, `user:c@x.com` and 2 others",
            },
        ],
        [
            "to everybody",
            { ...owner, member: "allUsers" },
            { what: "`roles/resourcemanager.projectIamAdmin` on project `shop` for anyone (`allUsers`)" },
        ],
        [
            "to somebody not known",
            { ...owner, member: UNKNOWN },
            { what: "`roles/resourcemanager.projectIamAdmin` on project `shop` for somebody not known yet" },
        ],
        [
            "on a project not known",
            { ...owner, project: UNKNOWN },
            { what: "`roles/resourcemanager.projectIamAdmin` on the project for `user:jo@example.com`" },
        ],
    ])("%s", (_, inputs, expected) => {
        expect(of([{ type: MEMBER, inputs }])).toMatchObject([expected]);
    });

    test.each<[string, Record<string, unknown>]>([
        ["a narrow role that stands", viewer],
        ["a narrow role under a condition without an end", { ...viewer, ...under("resource.name == 'x'") }],
        ["a custom role of elsewhere", { ...viewer, role: "projects/p/roles/r" }],
        [
            "an admin role that hands out harmless roles only",
            {
                ...owner,
                ...under(
                    'api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/logging.viewer"])',
                ),
            },
        ],
        ["a role of nobody", { ...owner, member: undefined, members: [] }],
        [
            "a role of an account that Google runs",
            { ...owner, role: "roles/editor", member: "serviceAccount:1@cloudservices.gserviceaccount.com" },
        ],
        ["what is never true", { ...owner, ...under(`${until(START)} && request.time > timestamp("${END}")`) }],
    ])("is not %s", (_, inputs) => {
        expect(of([{ type: MEMBER, inputs }])).toEqual([]);
    });

    test.each<[string, string, Record<string, unknown>, string]>([
        [
            "a folder",
            "gcp:folder/iAMBinding:IAMBinding",
            { folder: "folders/1", role: "roles/owner", members: ["group:g@x.com"] },
            "`roles/owner` on folder `1` for `group:g@x.com`",
        ],
        [
            "an organization",
            "gcp:organizations/iAMMember:IAMMember",
            { orgId: "1", role: "roles/owner", member: "group:g@x.com" },
            "`roles/owner` on organization `1` for `group:g@x.com`",
        ],
        [
            "a service account",
            "gcp:serviceaccount/iAMMember:IAMMember",
            {
                serviceAccountId: "projects/p/serviceAccounts/ci@p.iam.gserviceaccount.com",
                role: "roles/iam.workloadIdentityUser",
                member: "group:g@x.com",
            },
            "`roles/iam.workloadIdentityUser` on `serviceAccount:ci@p.iam.gserviceaccount.com` for `group:g@x.com`",
        ],
        [
            "one secret, with an end",
            "gcp:secretmanager/secretIamMember:SecretIamMember",
            { secretId: "s", role: "roles/secretmanager.secretAccessor", member: "group:g@x.com", ...under(until(END)) },
            "`roles/secretmanager.secretAccessor` on one secret of secretmanager for `group:g@x.com`",
        ],
    ])("on %s", (_, type, inputs, what) => {
        expect(of([{ type, inputs }]).map((access) => access.what)).toEqual([what]);
    });

    test.each(["roles/secretmanager.admin", "roles/owner", "roles/iam.serviceAccountTokenCreator"])(
        "of %s on one secret without an end is an ordinary one",
        (role) => {
            const inputs = { secretId: "s", role, member: "group:g@x.com" };
            expect(of([{ type: "gcp:secretmanager/secretIamMember:SecretIamMember", inputs }])).toEqual([]);
        },
    );

    test("to four names all of them", () => {
        const members = ["a", "b", "c", "d"].map((one) => `user:${one}@x.com`);
        expect(of([{ type: "gcp:projects/iAMBinding:IAMBinding", inputs: { ...owner, members } }])[0]?.what).toMatch(
            /for `user:a@x.com`, `user:b@x.com`, `user:c@x.com` and `user:d@x.com`$/,
        );
    });

    test("of a custom role that may hand out harmless roles only is an ordinary one", () => {
        const permissions = ["resourcemanager.projects.setIamPolicy"];
        const custom = { type: ROLE, name: "own", inputs: { project: "shop", roleId: "own", permissions } };
        const limited = under(
            'api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/logging.viewer"])',
        );
        const grant = { type: MEMBER, inputs: { ...jo, role: "projects/shop/roles/own", ...limited } };
        expect(of([grant, custom])).toEqual([]);
    });

    test("is each of a whole policy", () => {
        const policyData = JSON.stringify({
            bindings: [
                { role: "roles/owner", members: ["group:a@x.com"] },
                { role: "roles/logging.viewer", members: ["group:b@x.com"] },
                { role: "roles/iam.securityAdmin", members: ["group:c@x.com"], ...under(until(END)) },
            ],
        });
        const found = of([{ type: "gcp:projects/iAMPolicy:IAMPolicy", inputs: { project: "shop", policyData } }]);
        expect(found.map(({ what, until: end }) => [what, end])).toEqual([
            ["`roles/owner` on project `shop` for `group:a@x.com`", "never"],
            ["`roles/iam.securityAdmin` on project `shop` for `group:c@x.com`", END],
        ]);
    });

    test.each([
        ["gcp:projects/iAMPolicy:IAMPolicy", [{ what: "roles on project `shop`", until: "unknown" }]],
        ["gcp:storage/bucketIAMPolicy:BucketIAMPolicy", []],
    ])("of a whole policy not known: %s", (type, expected) => {
        expect(of([{ type, inputs: { project: "shop", policyData: UNKNOWN } }])).toMatchObject(expected);
    });

    test.each<[string, readonly string[], number]>([
        ["raises its holder", ["resourcemanager.projects.setIamPolicy"], 1],
        ["starts code under any account", ["run.services.update", "iam.serviceAccounts.actAs"], 1],
        ["starts code", ["cloudbuild.builds.create"], 0],
        ["reads", ["logging.logs.list"], 0],
    ])("of a custom role that %s", (_, permissions, count) => {
        const custom = { type: ROLE, name: "own", inputs: { project: "shop", roleId: "own", permissions } };
        const byUrn = { type: MEMBER, inputs: { ...jo, role: UNKNOWN }, sources: { role: ["own"] } };
        const byName = { type: MEMBER, inputs: { ...jo, role: "projects/shop/roles/own" } };
        for (const grant of [byUrn, byName]) {
            const found = of([grant, custom]);
            expect(found).toHaveLength(count);
            for (const { what } of found)
                expect(what).toBe("the custom role `own` on project `shop` for `user:jo@example.com`");
        }
    });

    test("names what the program makes", () => {
        const account = { type: "gcp:serviceaccount/account:Account", name: "ci", inputs: { accountId: "ci" } };
        const project = { type: "gcp:organizations/project:Project", name: "shop", inputs: {} };
        const grant = {
            type: MEMBER,
            inputs: { project: UNKNOWN, role: "roles/owner", member: UNKNOWN },
            sources: { member: ["ci"], project: ["shop"] },
        };
        expect(of([grant, account, project])[0]?.what).toBe("`roles/owner` on `shop` for `ci` of the program");
    });
});

describe("an entitlement", () => {
    const type = "gcp:privilegedaccessmanager/entitlement:entitlement";
    const asked = (conditionExpression?: unknown, more: object = {}) => {
        const inputs = entitlement("roles/cloudsql.admin");
        const { gcpIamAccess } = inputs.privilegedAccess;
        const roleBindings = gcpIamAccess.roleBindings.map((binding) => ({ ...binding, conditionExpression }));
        return { ...inputs, privilegedAccess: { gcpIamAccess: { ...gcpIamAccess, roleBindings } }, ...more };
    };
    const steps = { manualApprovals: { steps: [{ approvers: { principals: ["group:leads@example.com"] } }] } };

    test.each<[string, Record<string, unknown>, object]>([
        [
            "on request",
            asked(),
            {
                kind: "entitlement",
                what: "`roles/cloudsql.admin` on project `example`, on request, for `group:developers@example.com`",
                until: "never",
                because: "asked for each time",
                each: 3_600,
            },
        ],
        ["approved", asked(undefined, { approvalWorkflow: steps }), { because: "asked for and approved each time" }],
        ["with an end", asked(`request.time < timestamp("${END}")`), { until: END, because: "a condition" }],
        ["with a condition not known", asked(UNKNOWN), { until: "unknown" }],
        [
            "of roles not known",
            asked(undefined, { privilegedAccess: UNKNOWN }),
            { what: "roles on project `example`, on request, for `group:developers@example.com`", until: "never" },
        ],
        [
            "for who is not known",
            asked(undefined, { eligibleUsers: UNKNOWN }),
            { what: "`roles/cloudsql.admin` on project `example`, on request, for somebody not known yet" },
        ],
        ["that exists", asked(undefined, { createTime: START }), { from: START }],
    ])("%s", (_, inputs, expected) => {
        expect(of([{ type, inputs }])).toMatchObject([expected]);
    });

    test.each([UNKNOWN, "1h"])("whose duration is %s has none", (maxRequestDuration) => {
        expect(of([{ type, inputs: asked(undefined, { maxRequestDuration }) }])[0]).not.toHaveProperty("each");
    });
});

describe("keys", () => {
    const KEY = "gcp:serviceaccount/key:Key";
    const serviceAccountId = "projects/p/serviceAccounts/ci@p.iam.gserviceaccount.com";
    const publicKeyData = Buffer.from(SOON).toString("base64");

    test.each<[string, Record<string, unknown>, object]>([
        [
            KEY,
            { serviceAccountId },
            { what: "key of `serviceAccount:ci@p.iam.gserviceaccount.com`", until: "never", because: "no end is written" },
        ],
        [KEY, { serviceAccountId: UNKNOWN }, { what: "key `example-0`" }],
        [KEY, { validAfter: START, validBefore: END }, { from: START, until: END, because: "its expiry" }],
        [KEY, { validAfter: START, validBefore: "9999-12-31T23:59:59Z" }, { from: START, until: "never" }],
        [KEY, { validBefore: "soon" }, { until: "unknown" }],
        [KEY, { validBefore: UNKNOWN }, { until: "never" }],
        [KEY, { publicKeyData }, { until: "2026-01-22T12:00:00Z", because: "its certificate" }],
        [KEY, { publicKeyData: UNKNOWN }, { until: "unknown" }],
        [
            "gcp:storage/hmacKey:HmacKey",
            { serviceAccountEmail: "ci@p.iam.gserviceaccount.com", timeCreated: START },
            { what: "HMAC key of `serviceAccount:ci@p.iam.gserviceaccount.com`", from: START, until: "never" },
        ],
        ["gcp:storage/hmacKey:HmacKey", { state: "INACTIVE" }, { because: "switched off, but one call switches it on" }],
        ["gcp:projects/apiKey:ApiKey", {}, { what: "API key `example-0`", until: "never" }],
        [
            "gcp:projects/apiKey:ApiKey",
            { serviceAccountEmail: "ci@p.iam.gserviceaccount.com" },
            { what: "API key `example-0`, which acts as `serviceAccount:ci@p.iam.gserviceaccount.com`" },
        ],
        [
            "gcp:oslogin/sshPublicKey:SshPublicKey",
            { expirationTimeUsec: `${Date.parse(END)}000` },
            { until: END, because: "its expiry" },
        ],
        ["gcp:oslogin/sshPublicKey:SshPublicKey", {}, { until: "never" }],
        ["gcp:oslogin/sshPublicKey:SshPublicKey", { expirationTimeUsec: UNKNOWN }, { until: "unknown" }],
    ])("%s %j", (type, inputs, expected) => {
        expect(of([{ type, inputs }])).toMatchObject([{ kind: "key", ...expected }]);
    });

    test("that end before they begin open nothing", () => {
        const key = (validBefore: string) => of([{ type: KEY, inputs: { validAfter: END, validBefore } }]);
        expect([START, END, AFTER].map((end) => key(end).length)).toEqual([0, 1, 1]);
    });

    test("of an account are replaced as often as their keeper turns", () => {
        const key = { type: KEY, inputs: { keepers: UNKNOWN }, sources: { keepers: ["monthly"] } };
        const keeper = {
            type: "time:index/rotating:Rotating",
            name: "monthly",
            inputs: { rotationDays: 30, rotationHours: 12 },
        };
        expect(of([key, keeper])).toMatchObject([
            { until: "never", each: 2_635_200, because: "replaced every 30 d 12 h, when the program is deployed" },
        ]);
    });
});

describe("secrets", () => {
    const topics = [{ name: "projects/p/topics/t" }];
    const rotation = { rotationPeriod: "2592000s" };

    test.each<[string, Record<string, unknown>, object]>([
        [
            "that stands",
            {},
            { what: "secret `example-0`", until: "never", because: "no rotation is written", each: undefined },
        ],
        ["that exists", { createTime: START }, { from: START }],
        ["rotated", { rotation, topics }, { until: "never", because: "rotated every 30 d", each: 2_592_000 }],
        [
            "rotated by nothing",
            { rotation },
            { until: "never", because: "its rotation is announced to no topic", each: undefined },
        ],
        ["with an expiry", { expireTime: END }, { until: END, because: "its expiry" }],
        ["with a life", { ttl: "86400s" }, { until: "2026-01-16T12:00:00Z", because: "1 d after it is made" }],
        ["with a life, made earlier", { ttl: "86400s", createTime: START }, { until: "2026-01-17T08:00:00Z" }],
        ["with a life, and its expiry", { ttl: "86400s", expireTime: END }, { until: END }],
        [
            "with a life, and its expiry not known yet",
            { ttl: "86400s", expireTime: UNKNOWN },
            { until: "2026-01-16T12:00:00Z" },
        ],
        ["with an expiry and a rotation", { expireTime: END, rotation, topics }, { until: END, each: 2_592_000 }],
        ["with an expiry not known yet", { expireTime: UNKNOWN }, { until: "unknown" }],
        ["with a life not known yet", { ttl: UNKNOWN }, { until: "unknown" }],
        ["with a malformed life", { ttl: "1d" }, { until: "unknown" }],
    ])("%s", (_, inputs, expected) => {
        for (const type of ["gcp:secretmanager/secret:Secret", "gcp:secretmanager/regionalSecret:RegionalSecret"]) {
            const [found] = of([{ type, inputs }]);
            expect({ each: undefined, ...found }).toMatchObject({ kind: "secret", ...expected });
        }
    });
});

describe("federation", () => {
    const PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
    const what = (inputs: Record<string, unknown>) => of([{ type: PROVIDER, name: "ci", inputs }])[0]?.what;

    test.each<[Record<string, unknown>, string]>([
        [{ oidc: { issuerUri: "https://gitlab.com" } }, "workloads of `https://gitlab.com`"],
        [{ aws: { accountId: "123456789012" } }, "AWS account `123456789012`"],
        [
            { saml: { idpMetadataXml: "…" }, workloadIdentityPoolId: "ci" },
            "whoever a SAML provider vouches for in the pool `ci`",
        ],
        [{ x509: { trustStore: {} } }, "holders of a certificate"],
        [{ oidc: UNKNOWN }, "workloads"],
    ])("%j", (inputs, who) => {
        expect(what(inputs)).toBe(`workload identity provider \`ci\`, for ${who}`);
    });

    test("that is switched off, or in a pool that is, opens nothing", () => {
        const pool = (disabled: unknown) => [
            { type: PROVIDER, inputs: { workloadIdentityPoolId: UNKNOWN }, sources: { workloadIdentityPoolId: ["pool"] } },
            { type: "gcp:iam/workloadIdentityPool:WorkloadIdentityPool", name: "pool", inputs: { disabled } },
        ];
        expect(of(pool(true))).toEqual([]);
        expect(of([{ type: PROVIDER, inputs: { disabled: true } }])).toEqual([]);
        for (const disabled of [false, UNKNOWN, undefined]) expect(of(pool(disabled))).toMatchObject([{ until: "never" }]);
    });

    test("of people lasts for a session", () => {
        const type = "gcp:iam/workforcePool:WorkforcePool";
        const staff = {
            kind: "role",
            what: "workforce pool `staff`, for people of another identity provider",
            until: "never",
        };
        expect(of([{ type, name: "staff", inputs: {} }])).toMatchObject([{ ...staff, each: 3_600 }]);
        expect(of([{ type, name: "staff", inputs: { sessionDuration: "900s" } }])).toMatchObject([{ ...staff, each: 900 }]);
    });
});
