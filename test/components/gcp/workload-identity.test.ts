import { output } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { WorkloadIdentity, type WorkloadArgs, type WorkloadIdentityArgs } from "../../../components/gcp/workload-identity";
import { attributeCondition, identity, poolIdentifier } from "../../../components/gcp/workload-identity/arguments";
import { audience, principalSet } from "../../../components/gcp/workload-identity/documents";
import { member } from "../../../components/gcp/members";
import { exactClaims } from "../../../policypack/facts/cel-claims";
import { isFixed, isForNamedWorkloads, isSubjectShared } from "../../../policypack/facts/gcp-federation";
import { Value } from "../../../policypack/facts/values";
import { declare, unknown } from "../../harness/declare";
import { declared, describeRefusals } from "../../harness/describe-component";
import { OWN, type Provider, type Shown, taken } from "../../harness/federation";

const POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool";
const PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
const GRANT = "gcp:serviceaccount/iAMMember:IAMMember";
const ID = "mine-e2a40f";

const GUID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
const OTHER_GUID = GUID.replace("0a", "0b");
const CERTIFICATE = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const KEYS = '{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"}]}';
const IDS = { owner: "123456", repository: "456789" };
const RUN_IDS = { organization: "org-1a", workspace: "ws-2b" };
const IN_GITHUB = { repository: "acme/shop", ids: IDS };
const IN_GITLAB = { project: "acme/web/shop", ids: { project: "278964" } };
const RUN = { organization: "acme", project: "Default Project", workspace: "live", ids: RUN_IDS };
const POD = { issuer: "https://oidc.example.com/id/1", namespace: "orders", serviceAccount: "reader" };

const RIGHT: WorkloadIdentityArgs = {
    workload: { github: { ...IN_GITHUB, environment: "production" } },
    serviceAccount: "deploy@example.iam.gserviceaccount.com",
    owner: "shop@example.com",
};
const make =
    (args: Partial<WorkloadIdentityArgs> = {}) =>
    () =>
        new WorkloadIdentity("mine", { ...RIGHT, ...args });
type Made = Provider & Record<string, unknown>;
const providerOf = async (args: Partial<WorkloadIdentityArgs>) =>
    (await declared(make(args), PROVIDER)).inputs as unknown as Made;
/** Made when it is first asked for, and once. */
const lazily = (args: Partial<WorkloadIdentityArgs>) => {
    let made: Promise<Made> | undefined;
    return () => (made ??= providerOf(args));
};

/**
 * That a workload is taken by what it shows, under its subject; and that it is not when one claim is missing, is another, or
 * differs by a letter. A condition that lets more in gives that no right of the workload.
 */
function describeTaken(
    title: string,
    args: Partial<WorkloadIdentityArgs>,
    shown: Shown,
    others: Readonly<Record<string, readonly string[]>> = {},
): void {
    const provider = lazily(args);
    describe(`${title} is taken`, () => {
        test("by what it shows, and no more is needed", async () => {
            expect(taken(await provider(), shown)).toEqual({
                "google.subject": shown.sub,
                "attribute.workload": ID,
            });
        });

        test.each(Object.keys(shown))("not without %s", async (claim) => {
            const { [claim]: _, ...rest } = shown;
            notTaken(await provider(), claim, rest);
        });

        const values = Object.entries(shown).flatMap(([claim, value]) =>
            typeof value === "string" ? [...(others[claim] ?? []), ...near(value)].map((other) => [claim, other]) : [],
        ) as [string, string][];
        test.each(values)("not with %s %j", async (claim, other) => {
            notTaken(await provider(), claim, { ...shown, [claim]: other });
        });
    });
}

function notTaken(provider: Provider, claim: string, shown: Shown): void {
    expect(taken(provider, shown)).toBeUndefined();
    // Of these the mapping does not ask.
    if (["iss", "aud", "account", "ref_protected"].includes(claim)) return;
    const widened = taken({ ...provider, attributeCondition: "true" }, shown);
    expect(widened?.["attribute.workload"]).not.toBe(ID);
}

function near(value: string): readonly string[] {
    return [`${value}x`, `x${value}`, value.slice(1), value.slice(0, -1), value.toUpperCase(), "*", ""].filter(
        (each) => each !== value,
    );
}

const GITHUB = "https://token.actions.githubusercontent.com";
const JOB = { iss: GITHUB, aud: OWN, repository_owner_id: "123456", repository_id: "456789" };
const FOREIGN = { iss: ["https://evil.example"], aud: ["https://github.com/acme", "sts.amazonaws.com", `${OWN}2`] };

describeTaken(
    "a job for an environment of GitHub",
    { workload: RIGHT.workload },
    { ...JOB, sub: "repo:acme/shop:environment:production" },
    {
        ...FOREIGN,
        sub: [
            "repo:acme/shop:environment:staging",
            "repo:acme/shop:ref:refs/heads/main",
            "repo:acme/shop:pull_request",
            "repo:acme/shop-evil:environment:production",
            "repo:evil/shop:environment:production",
            "repo:acme@123456/shop@1:environment:production",
        ],
        repository_owner_id: ["456789", "1"],
        repository_id: ["123456", "1"],
    },
);

describeTaken(
    "the same by the numbers in its subject",
    { workload: RIGHT.workload },
    { ...JOB, sub: "repo:acme@123456/shop@456789:environment:production" },
    {
        sub: [
            "repo:acme@1/shop@456789:environment:production",
            "repo:acme@456789/shop@123456:environment:production",
            "repo:acme@123456/shop@456789:pull_request",
        ],
    },
);

describeTaken(
    "a job for an environment of GitHub with a colon and a quote",
    { workload: { github: { ...IN_GITHUB, environment: 'live:"eu"\\' } } },
    { ...JOB, sub: 'repo:acme/shop:environment:live%3A"eu"\\' },
    { sub: ['repo:acme/shop:environment:live:"eu"\\'] },
);

describeTaken(
    "a job for a branch of GitHub",
    { workload: { github: { ...IN_GITHUB, branch: "main" } } },
    { ...JOB, sub: "repo:acme/shop:ref:refs/heads/main" },
    { sub: ["repo:acme/shop:ref:refs/tags/main", "repo:acme/shop:environment:main", "repo:acme/shop:pull_request"] },
);

describeTaken(
    "a job for a tag of GitHub",
    { workload: { github: { ...IN_GITHUB, tag: "v1" } } },
    { ...JOB, sub: "repo:acme/shop:ref:refs/tags/v1" },
    { sub: ["repo:acme/shop:ref:refs/heads/v1"] },
);

const BRANCH = "project_path:acme/web/shop:ref_type:branch:ref:main";

describeTaken(
    "a job for a branch of GitLab",
    { workload: { gitlab: { ...IN_GITLAB, branch: "main" } } },
    { iss: "https://gitlab.com", aud: OWN, sub: BRANCH, project_id: "278964" },
    {
        iss: ["https://gitlab.example.com"],
        aud: ["https://gitlab.com"],
        sub: [BRANCH.replace("branch", "tag"), BRANCH.replace("/shop", ""), BRANCH.replace("main", "dev")],
        project_id: ["278965"],
    },
);

describeTaken(
    "a job for a tag of one's own GitLab",
    { workload: { gitlab: { ...IN_GITLAB, tag: "v1", host: "git.acme.example:8443", audience: "acme" } } },
    {
        iss: "https://git.acme.example:8443",
        aud: "acme",
        sub: "project_path:acme/web/shop:ref_type:tag:ref:v1",
        project_id: "278964",
    },
    { iss: ["https://gitlab.com"], aud: [OWN] },
);

describeTaken(
    "a protected branch alone, where a condition says so,",
    { workload: { gitlab: { ...IN_GITLAB, branch: "main" } }, condition: "assertion.ref_protected == 'true'" },
    { iss: "https://gitlab.com", aud: OWN, sub: BRANCH, project_id: "278964", ref_protected: "true" },
);

const PHASE = "organization:acme:project:Default Project:workspace:live:run_phase";
const RUNS = {
    iss: "https://app.terraform.io",
    aud: OWN,
    terraform_organization_id: "org-1a",
    terraform_workspace_id: "ws-2b",
};

describe.each(["plan", "apply"])("for both phases", (phase) => {
    describeTaken(
        `a run of HCP Terraform that does ${phase}`,
        { workload: { terraformCloud: RUN } },
        { ...RUNS, sub: `${PHASE}:${phase}` },
        { sub: [`${PHASE}:destroy`, `${PHASE.replace("live", "test")}:${phase}`], aud: ["gcp.workload.identity"] },
    );
});

describeTaken(
    "a run for one phase",
    { workload: { terraformCloud: { ...RUN, phases: ["plan"] } } },
    { ...RUNS, sub: `${PHASE}:plan` },
    { sub: [`${PHASE}:apply`] },
);

const READER = "system:serviceaccount:orders:reader";

describeTaken(
    "a pod",
    { workload: { kubernetes: POD } },
    { iss: POD.issuer, aud: OWN, sub: READER },
    {
        iss: ["https://oidc.example.com/id/2"],
        aud: ["https://kubernetes.default.svc", "sts.amazonaws.com"],
        sub: ["system:serviceaccount:default:reader", "system:serviceaccount:orders:writer"],
    },
);

describeTaken(
    "a managed identity of Azure",
    { workload: { azure: { tenant: GUID, objectId: OTHER_GUID, audience: "api://acme" } } },
    { iss: `https://sts.windows.net/${GUID}/`, aud: "api://acme", sub: OTHER_GUID },
    { iss: [`https://sts.windows.net/${OTHER_GUID}/`], aud: [OWN, "https://management.azure.com"], sub: [GUID] },
);

describe.each(["job:1", "job:2"])("any other issuer", (sub) => {
    describeTaken(
        `its ${sub}`,
        { workload: { oidc: { issuer: "https://a.example/team", subjects: ["job:1", "job:2"], audiences: ["x", "acme"] } } },
        { iss: "https://a.example/team", aud: "acme", sub },
        { iss: ["https://a.example/"], aud: [OWN], sub: ["job:3", "job"] },
    );
});

const CALLER = {
    account: "123456789012",
    arn: "arn:aws:sts::123456789012:assumed-role/orders/i-0123456789abcdef0",
    userid: "AROAEXAMPLEEXAMPLE123:i-0123456789abcdef0",
};

describe("a role of AWS is taken", () => {
    const provider = lazily({ workload: { aws: { account: "123456789012", role: "orders" } } });

    test.each(["i-0123456789abcdef0", "x", "orders"])("in its session %s", async (session) => {
        const arn = CALLER.arn.replace("i-0123456789abcdef0", session);
        expect(taken(await provider(), { ...CALLER, arn })).toEqual({
            "google.subject": CALLER.userid,
            "attribute.workload": ID,
        });
    });

    test.each<[string, Shown]>([
        ["another role", { arn: CALLER.arn.replace("orders", "other") }],
        ["a role whose name begins so", { arn: CALLER.arn.replace("orders", "orders2") }],
        ["a role whose name ends so", { arn: CALLER.arn.replace("orders", "2orders") }],
        ["a role in capitals", { arn: CALLER.arn.replace("orders", "Orders") }],
        ["a session of that name", { arn: CALLER.arn.replace("orders/i-0123456789abcdef0", "x/orders") }],
        ["a user of that name", { arn: "arn:aws:iam::123456789012:user/assumed-role/orders/x" }],
        ["the role of another account", { arn: CALLER.arn.replace("123456789012", "210987654321") }],
        ["another account", { account: "210987654321" }],
        ["no ARN", { arn: undefined }],
    ])("not of %s", async (_, of) => {
        notTaken(await provider(), Object.keys(of)[0]!, { ...CALLER, ...of });
    });

    test("in no other account, as the policy pack reads it", async () => {
        expect(exactClaims((await provider()).attributeCondition)).toContain("assertion.account");
    });
});

describe("a certificate is taken", () => {
    const provider = lazily({ workload: { x509: { trustAnchors: [CERTIFICATE], commonName: "backup.example.com" } } });
    const shown = (cn: string) => ({ subject: { dn: { cn } } });

    test("by its common name", async () => {
        expect(taken(await provider(), shown("backup.example.com"))).toEqual({
            "google.subject": "backup.example.com",
            "attribute.workload": ID,
        });
    });

    test.each(["web.example.com", ...near("backup.example.com")])("not with %j", async (cn) => {
        notTaken(await provider(), "subject", shown(cn));
    });

    test("not without a name", async () => {
        notTaken(await provider(), "subject", { subject: { dn: {} } });
    });

    test("of these authorities", async () => {
        expect((await provider()).x509).toEqual({
            trustStore: { trustAnchors: [{ pemCertificate: CERTIFICATE }] },
        });
    });
});

const ALL: Readonly<Record<string, WorkloadArgs>> = {
    github: RIGHT.workload,
    gitlab: { gitlab: { ...IN_GITLAB, branch: "main" } },
    terraformCloud: { terraformCloud: RUN },
    kubernetes: { kubernetes: POD },
    azure: { azure: { tenant: GUID, objectId: GUID, audience: "api://acme" } },
    oidc: { oidc: { issuer: "https://a.example", subjects: ["job:1", "job:2"] } },
    x509: { x509: { trustAnchors: [CERTIFICATE], commonName: "backup.example.com" } },
    aws: { aws: { account: "123456789012", role: "orders" } },
};

describe.each(Object.entries(ALL))("what the policy pack reads in %s", (_, workload) => {
    const read = async (pool?: string) => new Value(await providerOf({ workload, ...(pool && { pool }) }), "");

    test("is a condition with a fixed claim", async () => {
        expect(isFixed(await read(), () => true)).toBe(true);
    });

    test.each([undefined, "shared"])("is a subject of its own, in pool %s", async (pool) => {
        expect(isSubjectShared(await read(pool))).toBe(false);
    });
});

test.each(Object.entries(ALL))("the policy pack reads one workload, by its name, in %s", async (_, workload) => {
    expect(isForNamedWorkloads(new Value(await providerOf({ workload }), ""))).toBe(true);
});

describe("what it makes", () => {
    test("is a pool, a provider and a grant of the account, named after it and under it", async () => {
        const { resources, errors } = await declare(make());
        expect(errors).toEqual([]);
        expect(resources.map(({ type, name }) => [type, name])).toEqual([
            ["jit-guard:gcp:WorkloadIdentity", "mine"],
            [POOL, "mine"],
            [PROVIDER, "mine"],
            [GRANT, "mine"],
        ]);
        const description = "Owner: shop@example.com. Review: 90d.";
        const [, pool, provider, grant] = resources.map(({ inputs }) => inputs);
        expect(pool).toEqual({ workloadIdentityPoolId: ID, description });
        expect(provider).toEqual({
            workloadIdentityPoolId: ID,
            workloadIdentityPoolProviderId: ID,
            description,
            attributeCondition:
                'assertion.sub in ["repo:acme/shop:environment:production", "repo:acme@123456/shop@456789:environment:production"]' +
                ' && assertion.repository_owner_id == "123456" && assertion.repository_id == "456789"',
            attributeMapping: {
                "google.subject": "assertion.sub",
                "attribute.workload": `${String(provider!.attributeCondition)} ? "${ID}" : "other"`,
            },
            oidc: { issuerUri: GITHUB },
        });
        expect(grant).toEqual({
            serviceAccountId: "projects/example/serviceAccounts/deploy@example.iam.gserviceaccount.com",
            role: "roles/iam.workloadIdentityUser",
            // The mocks call the provider "mine".
            member: `principalSet://iam.googleapis.com/mine/attribute.workload/${ID}`,
        });
    });

    test("is no grant where no account is named", async () => {
        const { serviceAccount: _, ...args } = RIGHT;
        const { resources } = await declare(() => new WorkloadIdentity("mine", args));
        expect(resources.map(({ type }) => type)).not.toContain(GRANT);
    });

    test("is in the project that it is told, and says who answers for it", async () => {
        const { resources } = await declare(make({ project: "identity", owner: "ci@example.com", review: "30d" }));
        for (const { inputs } of resources.filter(({ type }) => [POOL, PROVIDER].includes(type))) {
            expect(inputs).toMatchObject({ project: "identity", description: "Owner: ci@example.com. Review: 30d." });
        }
    });

    test("is a provider alone in a pool that is there, with subjects that no other has", async () => {
        const pool = "shared";
        const { resources } = await declare(make({ pool }));
        expect(resources.map(({ type }) => type)).not.toContain(POOL);
        const provider = await providerOf({ pool });
        expect(provider.workloadIdentityPoolId).toBe("shared");
        expect(taken(provider, { ...JOB, sub: "repo:acme/shop:environment:production" })).toEqual({
            "google.subject": `${ID}::repo:acme/shop:environment:production`,
            "attribute.workload": ID,
        });
    });

    test("shares its pool with the next one", async () => {
        const { resources, errors } = await declare(() => {
            const first = new WorkloadIdentity("first", RIGHT);
            new WorkloadIdentity("second", { ...RIGHT, pool: first.pool });
        });
        expect(errors).toEqual([]);
        expect(resources.filter(({ type }) => type === POOL)).toHaveLength(1);
        const providers = resources.filter(({ type }) => type === PROVIDER).map(({ inputs }) => inputs);
        expect(new Set(providers.map((each) => each.workloadIdentityPoolId)).size).toBe(1);
        expect(new Set(providers.map((each) => each.workloadIdentityPoolProviderId)).size).toBe(2);
    });

    test("verifies by the keys that it is given", async () => {
        for (const workload of [
            { kubernetes: { ...POD, jwks: KEYS } },
            { oidc: { issuer: POD.issuer, subjects: ["job:1"], jwks: KEYS } },
        ]) {
            expect((await providerOf({ workload })).oidc).toEqual({ issuerUri: POD.issuer, jwksJson: KEYS });
        }
    });

    test("is known by names that Google takes", async () => {
        for (const name of ["gcp-deploy", "GCP deploy", "g", "x".repeat(60)]) {
            const { resources } = await declare(() => new WorkloadIdentity(name, RIGHT));
            for (const { inputs } of resources.filter(({ type }) => [POOL, PROVIDER].includes(type))) {
                expect(inputs.workloadIdentityPoolId).toMatch(/^(?!gcp-)[a-z][a-z0-9-]{3,31}$/);
            }
        }
        const ids = await new Promise<string[]>((resolve) => {
            const long = "x".repeat(60);
            void declare(() => resolve(["gcp-deploy", "deploy", long, `gcp-${long}`].map(poolIdentifier)));
        });
        expect(new Set(ids).size).toBe(4);
        // All the room that there is.
        expect(ids.slice(2).map(({ length }) => length)).toEqual([32, 32]);
    });

    test("takes a workload of which parts, or all, come from other resources", async () => {
        for (const wrap of [output, unknown]) {
            const workloads = [
                () => ({ kubernetes: { ...POD, issuer: wrap(POD.issuer), namespace: wrap("orders") } }),
                () => ({ kubernetes: wrap(POD) }),
            ];
            for (const workload of workloads) {
                const program = () => make({ workload: workload(), condition: wrap("a"), pool: wrap("shared") })();
                expect((await declare(program)).errors).toEqual([]);
                const { resources, errors } = await declare(program, { preview: false });
                expect(errors).toEqual([]);
                expect(resources.find(({ type }) => type === PROVIDER)?.inputs).toEqual(
                    await providerOf({ workload: { kubernetes: POD }, condition: "a", pool: "shared" }),
                );
            }
        }
    });
});

describe("the principal set", () => {
    const name = "projects/123456789012/locations/global/workloadIdentityPools/shared/providers/mine-e2a40f";

    test("names the workload in its pool, and is a member that other components take", () => {
        const set = principalSet(name, ID);
        expect(set).toBe(
            "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/shared/attribute.workload/mine-e2a40f",
        );
        expect(member('"user:jo@example.com"')(set, "member").name).toBe(set);
    });

    test("is reached by tokens for the provider", () => {
        expect(audience(name)).toBe(`https://iam.googleapis.com/${name}`);
    });
});

describe("the limits of Google are reached, and not passed:", () => {
    const own = { id: ID, isShared: false };
    const shared = { id: ID, isShared: true };
    const oidc = (subjects: readonly string[]) => ({ issuer: "https://a.example", subjects });

    test.each([
        [own, 127],
        [shared, 127 - `${ID}::`.length],
    ])("a subject of 127 bytes, %j", (place, room) => {
        const read = (subject: string) => identity("oidc", place)(oidc([subject]), "workload.oidc");
        expect(() => read("a".repeat(room))).not.toThrow();
        expect(() => read("a".repeat(room + 1))).toThrow("makes a subject of 128 bytes, of which Google takes 127.");
        expect(() => read(`é${"a".repeat(room - 1)}`)).toThrow("makes a subject of 128 bytes, of which Google takes 127.");
    });

    test("a mapping of 2048 characters", () => {
        const subjects = (last: number) => [..."123456789abcdef"].map((digit) => digit.repeat(127)).concat("g".repeat(last));
        const read = (last: number) => identity("oidc", own)(oidc(subjects(last)), "workload.oidc");
        const length = (last: number) => `${read(last).exact} ? "${ID}" : "other"`.length;
        const room = 2_048 - length(1) + 1;
        expect(length(room)).toBe(2_048);
        expect(() => read(room + 1)).toThrow("makes an attribute mapping of 2049 characters, of which Google takes 2048.");
    });

    test("a condition of 4096 characters", () => {
        const read = (length: number) =>
            attributeCondition("oidc", own)({ condition: "a".repeat(length), workload: oidc(["job:1"]) }, "condition");
        const room = 4_096 - read(1).length + 1;
        expect(read(room)).toHaveLength(4_096);
        expect(() => read(room + 1)).toThrow(
            "condition makes an attribute condition of 4097 characters, of which Google takes 4096. Write a shorter one.",
        );
    });

    test("a session of AWS with the longest name", () => {
        const place = { id: "x".repeat(32), isShared: true };
        expect(() => identity("aws", place)({ account: "123456789012", role: "r" }, "workload.aws")).not.toThrow();
    });
});

const RULE = "(gcp-require-provider-condition).";
const KIND = `Write workload: { kubernetes: { issuer, namespace, serviceAccount } } ${RULE}`;
const KINDS = "github, gitlab, terraformCloud, kubernetes, aws, azure, oidc, x509";
const NARROWER = `Write condition: "assertion.ref_protected == 'true'" ${RULE}`;
const ACCOUNT =
    'serviceAccount is no service account of your own. Write serviceAccount: "deploy@example.iam.gserviceaccount.com" (gcp-no-broad-impersonation).';
const POOL_ID =
    'pool is no id of a pool: 4 to 32 lower-case letters, digits and "-", and not "gcp-" first. Write pool: "ci".';
const open = "has a bracket, a text or a comment that does not end in it.";
const wildcard = "has a wildcard: nobody could say whom it lets in.";

describeRefusals(WorkloadIdentity, RIGHT, {
    "nothing, all at once": {
        given: { workload: undefined, owner: undefined },
        says: [`workload has none of ${KINDS}. ${KIND}`, 'owner is missing. Write owner: "payments@example.com".'],
    },
    "two workloads": {
        given: { workload: { github: { repository: "a/b" }, kubernetes: POD } },
        says: [`workload has github and kubernetes. ${KIND}`],
    },
    "a kind that there is not": {
        given: { workload: { irsa: POD } },
        says: [`workload has none of ${KINDS}. ${KIND}`],
    },
    "every repository of an owner": {
        given: { workload: { github: { ...IN_GITHUB, repository: "acme/*", branch: "main" } } },
        says: [`workload.github.repository ${wildcard} Write workload.github.repository: "acme/shop" ${RULE}`],
    },
    "a workload that is wrong, which alone is said": {
        given: { workload: { kubernetes: { ...POD, namespace: "*" } }, condition: "true" },
        says: [`workload.kubernetes.namespace ${wildcard} Write workload.kubernetes.namespace: "orders" ${RULE}`],
    },
    "a subject that Google does not keep": {
        given: { workload: { oidc: { issuer: POD.issuer, subjects: ["a".repeat(128)] } } },
        says: ["workload.oidc makes a subject of 128 bytes, of which Google takes 127. Write shorter names."],
    },
    "a subject that Google does not keep in a pool that is shared": {
        given: { workload: { oidc: { issuer: POD.issuer, subjects: ["a".repeat(115)] } }, pool: "shared" },
        says: [
            "workload.oidc makes a subject of 128 bytes, of which Google takes 127. Write shorter names, or leave pool out.",
        ],
    },
    "more subjects than a mapping holds": {
        given: {
            workload: {
                oidc: {
                    issuer: POD.issuer,
                    subjects: Array.from({ length: 40 }, (_, index) => `job:${String(index).padStart(46, "0")}`),
                },
            },
        },
        says: [
            "workload.oidc makes an attribute mapping of 2203 characters, of which Google takes 2048. Write fewer subjects, and a WorkloadIdentity for the others.",
        ],
    },
    "a condition that opens what it is joined with": {
        given: { condition: "true) || (true" },
        says: [`condition ${open} ${NARROWER}`],
    },
    "a condition that is a closing bracket": { given: { condition: "a)" }, says: [`condition ${open} ${NARROWER}`] },
    "a condition that is an opening bracket": { given: { condition: "(a" }, says: [`condition ${open} ${NARROWER}`] },
    "a condition with a text that does not end": { given: { condition: '"a' }, says: [`condition ${open} ${NARROWER}`] },
    "a condition with a comment that does not end": {
        given: { condition: "true // a" },
        says: [`condition ${open} ${NARROWER}`],
    },
    "a condition that is empty": { given: { condition: "" }, says: [`condition is missing. ${NARROWER}`] },
    "a condition of spaces": { given: { condition: "    " }, says: [`condition is empty. ${NARROWER}`] },
    "a condition of a comment": { given: { condition: "// all\n" }, says: [`condition is empty. ${NARROWER}`] },
    "a condition as a number": { given: { condition: 1 }, says: [`condition is no text. ${NARROWER}`] },
    "a condition that is too long": {
        given: { condition: "a".repeat(4_096) },
        says: [
            "condition makes an attribute condition of 4299 characters, of which Google takes 4096. Write a shorter one.",
        ],
    },
    "the default account of machines": {
        given: { serviceAccount: "123456789012-compute@developer.gserviceaccount.com" },
        says: [ACCOUNT],
    },
    "the default account of App Engine": {
        given: { serviceAccount: "example@appspot.gserviceaccount.com" },
        says: [ACCOUNT],
    },
    "a person": { given: { serviceAccount: "jo@example.com" }, says: [ACCOUNT] },
    "an account as a member": {
        given: { serviceAccount: "serviceAccount:deploy@example.iam.gserviceaccount.com" },
        says: [ACCOUNT],
    },
    "all accounts of a project": { given: { serviceAccount: "projects/example/serviceAccounts/*" }, says: [ACCOUNT] },
    "an account as an object": {
        given: { serviceAccount: 1 },
        says: [ACCOUNT.replace("service account of your own", "text")],
    },
    "a pool by its whole name": {
        given: { pool: "projects/1/locations/global/workloadIdentityPools/ci" },
        says: [POOL_ID],
    },
    "a pool of Google's": { given: { pool: "gcp-pool" }, says: [POOL_ID] },
    "a pool with three letters": { given: { pool: "abc" }, says: [POOL_ID] },
    "a pool with thirty-three letters": { given: { pool: "a".repeat(33) }, says: [POOL_ID] },
    "a pool in capitals": { given: { pool: "Shared" }, says: [POOL_ID] },
    "a review a day too far off": {
        given: { review: "181d" },
        says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "90d".'],
    },
    "a review in words": {
        given: { review: "3 months" },
        says: ['review is no duration such as "15m", "1h" or "90d". Write review: "90d".'],
    },
});

test.each([
    ["deploy@example.iam.gserviceaccount.com", "projects/example/serviceAccounts/deploy@example.iam.gserviceaccount.com"],
    [
        "deploy@shop.acme.example.iam.gserviceaccount.com",
        "projects/acme.example:shop/serviceAccounts/deploy@shop.acme.example.iam.gserviceaccount.com",
    ],
    [
        "projects/-/serviceAccounts/deploy@example.iam.gserviceaccount.com",
        "projects/-/serviceAccounts/deploy@example.iam.gserviceaccount.com",
    ],
])("the account %s is %s", async (serviceAccount, serviceAccountId) => {
    expect((await declared(make({ serviceAccount }), GRANT)).inputs).toMatchObject({ serviceAccountId });
});

test.each([
    ["a text", "acme/shop", "is no object. Write workload: { … }"],
    ["an output, as it says what is made", output(RIGHT.workload), "is an output. Write workload: { github: output }"],
])("a workload is not %s", async (_, workload, says) => {
    const { errors, resources } = await declare(make({ workload: workload as WorkloadArgs }));
    expect(errors).toEqual([`WorkloadIdentity "mine" cannot be made:\n  workload ${says} ${RULE}`]);
    expect(resources).toEqual([]);
});

test("a wrong part of a workload that is known later fails the deployment, and not the preview", async () => {
    const program = () => make({ workload: { kubernetes: { ...POD, namespace: unknown("*") } } })();
    expect((await declare(program)).errors).toEqual([]);
    const { errors } = await declare(program, { preview: false });
    expect(errors.join("\n")).toContain(`workload.kubernetes.namespace ${wildcard}`);
});
