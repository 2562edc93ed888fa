import { output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { WorkloadRole, type WorkloadArgs, type WorkloadRoleArgs } from "../../../components/aws/workload-role";
import { federation } from "../../../components/aws/workload-role/arguments";
import { longestTrust, oidc as oidcOf } from "../../../components/aws/workload-role/documents";
import { type Row, describeAccess } from "../../harness/access";
import { declare, unknown } from "../../harness/declare";
import { declared, describeRefusals, parsed } from "../../harness/describe-component";

const RIGHT: WorkloadRoleArgs = {
    workload: { github: { repository: "acme/shop", environment: "production" } },
    policies: { read: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
    owner: "shop@example.com",
};
const GUID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
const CLUSTER = "arn:aws:eks:eu-west-1:123456789012:cluster/shop";
const ANCHOR = "arn:aws:rolesanywhere:eu-west-1:123456789012:trust-anchor/0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";

const make =
    (args: Partial<WorkloadRoleArgs> = {}) =>
    () =>
        new WorkloadRole("mine", { ...RIGHT, ...args });
const trust = async (workload: WorkloadArgs) =>
    parsed(await declared(make({ workload }), "aws:iam/role:Role"), "assumeRolePolicy");

const WEB = { at: "2026-01-15T12:00:00Z", action: "sts:AssumeRoleWithWebIdentity" } as const;
const providerOf = (issuer: string) =>
    issuer === "accounts.google.com" ? issuer : `arn:aws:iam::123456789012:oidc-provider/${issuer}`;

/** A token with these claims, and the tokens that differ from it in one claim each, none of which is let in. */
function tokens(
    issuer: string,
    claims: Record<string, string>,
    others: Record<string, readonly string[]>,
): Record<string, Row> {
    const context = (of: Record<string, string>) =>
        Object.fromEntries(Object.entries(of).map(([claim, value]) => [`${issuer}:${claim}`, value]));
    const own = { ...WEB, by: providerOf(issuer) };
    const rows: Record<string, Row> = { "by its own token": { ...own, context: context(claims), is: "allowed" } };
    for (const [claim, values] of Object.entries(others)) {
        const without = Object.entries(claims).filter(([key]) => key !== claim);
        rows[`not without ${claim}`] = { ...own, context: context(Object.fromEntries(without)), is: "denied" };
        for (const value of [
            ...values,
            `${claims[claim]}x`,
            `x${claims[claim]}`,
            claims[claim]!.slice(1),
            claims[claim]!.slice(0, -1),
            "*",
            "",
        ]) {
            rows[`not with ${claim} ${value || "that is empty"}`] = {
                ...own,
                context: context({ ...claims, [claim]: value }),
                is: "denied",
            };
        }
    }
    rows["not with a token of another issuer"] = {
        ...WEB,
        context: context(claims),
        by: "arn:aws:iam::123456789012:oidc-provider/evil.example",
        is: "denied",
    };
    return rows;
}

const GITHUB = "token.actions.githubusercontent.com";
const STS = "sts.amazonaws.com";
const FOREIGN = ["https://github.com/acme", "sts.amazonaws.com.evil.example"];

describeAccess(
    "a role for an environment of GitHub is taken",
    async () => ({ trust: await trust(RIGHT.workload) }),
    tokens(
        GITHUB,
        { sub: "repo:acme/shop:environment:production", aud: STS },
        {
            sub: [
                "repo:acme/shop:environment:staging",
                "repo:acme/shop:ref:refs/heads/main",
                "repo:acme/shop:pull_request",
                "repo:acme/shop-evil:environment:production",
                "repo:evil-acme/shop:environment:production",
                "repo:Acme/shop:environment:production",
                "repo:acme/shop:environment:Production",
            ],
            aud: FOREIGN,
        },
    ),
);

const BY_NUMBER = { owner: "123456", repository: "456789" };

describeAccess(
    "a role for a repository of GitHub by its numbers is taken",
    async () => ({
        trust: await trust({ github: { repository: "acme/shop", ids: BY_NUMBER, environment: "production" } }),
    }),
    tokens(
        GITHUB,
        { sub: "repo:acme@123456/shop@456789:environment:production", aud: STS },
        {
            sub: [
                "repo:acme/shop:environment:production",
                "repo:acme@1/shop@456789:environment:production",
                "repo:acme@123456/shop@1:environment:production",
                "repo:acme@456789/shop@123456:environment:production",
                "repo:acme@123456/shop@456789:pull_request",
            ],
        },
    ),
);

describeAccess(
    "a role for an environment of GitHub with a colon is taken",
    async () => ({ trust: await trust({ github: { repository: "acme/shop", environment: "production:eu" } }) }),
    tokens(
        GITHUB,
        { sub: "repo:acme/shop:environment:production%3Aeu", aud: STS },
        { sub: ["repo:acme/shop:environment:production:eu"] },
    ),
);

describeAccess(
    "a role for a branch of GitHub is taken",
    async () => ({ trust: await trust({ github: { repository: "acme/shop", branch: "main" } }) }),
    tokens(
        GITHUB,
        { sub: "repo:acme/shop:ref:refs/heads/main", aud: STS },
        {
            sub: [
                "repo:acme/shop:ref:refs/heads/main2",
                "repo:acme/shop:ref:refs/tags/main",
                "repo:acme/shop:environment:main",
                "repo:acme/shop:pull_request",
            ],
        },
    ),
);

describeAccess(
    "a role for a tag of GitHub is taken",
    async () => ({ trust: await trust({ github: { repository: "acme/shop", tag: "v1" } }) }),
    tokens(GITHUB, { sub: "repo:acme/shop:ref:refs/tags/v1", aud: STS }, { sub: ["repo:acme/shop:ref:refs/heads/v1"] }),
);

describeAccess(
    "a role for a branch of GitLab is taken",
    async () => ({ trust: await trust({ gitlab: { project: "acme/web/shop", branch: "main" } }) }),
    tokens(
        "gitlab.com",
        { sub: "project_path:acme/web/shop:ref_type:branch:ref:main", aud: "https://gitlab.com" },
        {
            sub: ["project_path:acme/web/shop:ref_type:tag:ref:main", "project_path:acme/web:ref_type:branch:ref:main"],
            aud: ["https://gitlab.example.com"],
        },
    ),
);

describeAccess(
    "a role for a tag of one's own GitLab is taken",
    async () => ({
        trust: await trust({ gitlab: { project: "acme/shop", tag: "v1", host: "git.acme.example", audience: "aws" } }),
    }),
    tokens(
        "git.acme.example",
        { sub: "project_path:acme/shop:ref_type:tag:ref:v1", aud: "aws" },
        { sub: ["project_path:acme/shop:ref_type:branch:ref:v1"], aud: ["https://git.acme.example"] },
    ),
);

const RUN = "organization:acme:project:shop:workspace:production:run_phase";

describeAccess(
    "a role for both phases of HCP Terraform is taken",
    async () => ({
        trust: await trust({ terraformCloud: { organization: "acme", project: "shop", workspace: "production" } }),
    }),
    {
        ...tokens(
            "app.terraform.io",
            { sub: `${RUN}:apply`, aud: "aws.workload.identity" },
            { sub: [`${RUN}:destroy`, RUN.replace("shop", "other") + ":apply"], aud: ["aws"] },
        ),
        "in its other phase": {
            ...WEB,
            by: providerOf("app.terraform.io"),
            context: { "app.terraform.io:sub": `${RUN}:plan`, "app.terraform.io:aud": "aws.workload.identity" },
            is: "allowed",
        },
    },
);

describeAccess(
    "a role for one phase of HCP Terraform is taken",
    async () => ({
        trust: await trust({
            terraformCloud: { organization: "acme", project: "shop", workspace: "production", phases: ["plan"] },
        }),
    }),
    tokens("app.terraform.io", { sub: `${RUN}:plan`, aud: "aws.workload.identity" }, { sub: [`${RUN}:apply`] }),
);

const EKS = "oidc.eks.eu-west-1.amazonaws.com/id/ABCDEF0123456789";

describeAccess(
    "a role for a service account of a cluster's issuer is taken",
    async () => ({
        trust: await trust({ irsa: { issuer: `https://${EKS}`, namespace: "orders", serviceAccount: "reader" } }),
    }),
    tokens(
        EKS,
        { sub: "system:serviceaccount:orders:reader", aud: STS },
        {
            sub: ["system:serviceaccount:default:reader", "system:serviceaccount:orders:writer"],
            aud: ["https://kubernetes.default.svc"],
        },
    ),
);

describeAccess(
    "a role for any other issuer is taken",
    async () => ({
        trust: await trust({ oidc: { issuer: "https://issuer.example.com/team", subjects: ["job:1"], audiences: ["aws"] } }),
    }),
    tokens("issuer.example.com/team", { sub: "job:1", aud: "aws" }, { sub: ["job:2"], aud: ["gcp"] }),
);

describeAccess(
    "a role for a managed identity of Azure is taken",
    async () => ({
        trust: await trust({ azure: { tenant: GUID, objectId: GUID.replace("0a", "0b"), audience: "api://aws" } }),
    }),
    tokens(
        `sts.windows.net/${GUID}/`,
        { sub: GUID.replace("0a", "0b"), aud: "api://aws" },
        { sub: [GUID], aud: ["https://management.azure.com"] },
    ),
);

const GOOGLE = "104213456789012345678";

describeAccess(
    "a role for a service account of Google Cloud is taken",
    async () => ({ trust: await trust({ gcp: { uniqueId: GOOGLE, audience: "acme" } }) }),
    tokens(
        "accounts.google.com",
        { sub: GOOGLE, aud: GOOGLE, oaud: "acme" },
        { sub: [GOOGLE.replace("8", "9")], aud: [GOOGLE.replace("8", "9")], oaud: ["other"] },
    ),
);

const POD = { at: WEB.at, action: "sts:AssumeRole", by: "pods.eks.amazonaws.com" } as const;
const OF_POD = {
    "aws:SourceAccount": "123456789012",
    "aws:RequestTag/eks-cluster-arn": CLUSTER,
    "aws:RequestTag/kubernetes-namespace": "orders",
    "aws:RequestTag/kubernetes-service-account": "reader",
};

describeAccess(
    "a role for a pod is taken",
    async () => ({
        trust: await trust({ podIdentity: { cluster: CLUSTER, namespace: "orders", serviceAccount: "reader" } }),
    }),
    {
        "by its service account": { ...POD, context: OF_POD, is: "allowed" },
        "with its tags": { ...POD, action: "sts:TagSession", context: OF_POD, is: "allowed" },
        "not by another service account": {
            ...POD,
            context: { ...OF_POD, "aws:RequestTag/kubernetes-service-account": "writer" },
            is: "denied",
        },
        "not from another namespace": {
            ...POD,
            context: { ...OF_POD, "aws:RequestTag/kubernetes-namespace": "default" },
            is: "denied",
        },
        "not from another cluster": {
            ...POD,
            context: { ...OF_POD, "aws:RequestTag/eks-cluster-arn": `${CLUSTER}2` },
            is: "denied",
        },
        "not from another account": { ...POD, context: { ...OF_POD, "aws:SourceAccount": "210987654321" }, is: "denied" },
        "not without tags": { ...POD, context: { "aws:SourceAccount": "123456789012" }, is: "denied" },
        "not to act as a user of its own": {
            ...POD,
            action: "sts:AssumeRoleWithWebIdentity",
            context: OF_POD,
            is: "denied",
        },
        "not by another service": { ...POD, by: "ec2.amazonaws.com", context: OF_POD, is: "denied" },
    },
);

const MACHINE = { at: WEB.at, action: "sts:AssumeRole", by: "rolesanywhere.amazonaws.com" } as const;
const OF_MACHINE = { "aws:SourceArn": ANCHOR, "aws:PrincipalTag/x509Subject/CN": "backup.example.com" };

describeAccess(
    "a role for a certificate is taken",
    async () => ({ trust: await trust({ rolesAnywhere: { trustAnchor: ANCHOR, commonName: "backup.example.com" } }) }),
    {
        "by the machine": { ...MACHINE, context: OF_MACHINE, is: "allowed" },
        "with the tags of its certificate": { ...MACHINE, action: "sts:TagSession", context: OF_MACHINE, is: "allowed" },
        "under the name in its certificate": {
            ...MACHINE,
            action: "sts:SetSourceIdentity",
            context: OF_MACHINE,
            is: "allowed",
        },
        "not by another machine of the authority": {
            ...MACHINE,
            context: { ...OF_MACHINE, "aws:PrincipalTag/x509Subject/CN": "web.example.com" },
            is: "denied",
        },
        "not by that name from another authority": {
            ...MACHINE,
            context: { ...OF_MACHINE, "aws:SourceArn": `${ANCHOR}0` },
            is: "denied",
        },
        "not without a name": { ...MACHINE, context: { "aws:SourceArn": ANCHOR }, is: "denied" },
        "not by another service": { ...MACHINE, by: "ec2.amazonaws.com", context: OF_MACHINE, is: "denied" },
    },
);

const POD_OF = { cluster: CLUSTER, namespace: "orders", serviceAccount: "reader" };
const MACHINE_OF = { trustAnchor: ANCHOR, commonName: "backup.example.com" };
const PROVIDER = `arn:aws:iam::123456789012:oidc-provider/${GITHUB}`;
const made = async (args: Partial<WorkloadRoleArgs>) =>
    (await declare(make(args))).resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`);

describe("what it makes", () => {
    test("is the role, its provider and its rights, named after it and under it", async () => {
        const inlinePolicies = { site: { Version: "2012-10-17" as const, Statement: [] } };
        const { resources, errors } = await declare(make({ inlinePolicies }));
        expect(errors).toEqual([]);
        const [component, ...children] = resources;
        expect(component).toMatchObject({ type: "jit-guard:aws:WorkloadRole", name: "mine" });
        expect(children.map(({ type, name }) => `${type} ${name}`)).toEqual([
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider mine",
            "aws:iam/role:Role mine",
            "aws:iam/rolePolicy:RolePolicy mine-site",
            "aws:iam/rolePolicyAttachment:RolePolicyAttachment mine-read",
        ]);
    });

    test("is tagged with owner and review", async () => {
        const tags = { owner: "shop@example.com", review: "30d", team: "shop" };
        for (const workload of [RIGHT.workload, { podIdentity: POD_OF }, { rolesAnywhere: MACHINE_OF }]) {
            const { resources } = await declare(make({ workload, review: "30d", tags: { team: "shop" } }));
            const tagged = resources.filter(({ type }) => !/WorkloadRole$|RolePolicy/.test(type));
            expect(tagged).toHaveLength(2);
            for (const { inputs } of tagged) expect(inputs.tags).toEqual(tags);
        }
    });

    test("has sessions of an hour, and no boundary but one that is given", async () => {
        const role = await declared(make(), "aws:iam/role:Role");
        expect(role.inputs).toMatchObject({ path: "/jit/", maxSessionDuration: 3600 });
        expect(role.inputs).not.toHaveProperty("permissionsBoundary");
        const permissionsBoundary = "arn:aws:iam::123456789012:policy/ours";
        const bounded = await declared(make({ permissionsBoundary }), "aws:iam/role:Role");
        expect(bounded.inputs).toMatchObject({ permissionsBoundary });
    });

    test("has a provider for the issuer and the audience, and gives it to the next role", async () => {
        const { resources, errors } = await declare(() => {
            const first = new WorkloadRole("first", RIGHT);
            new WorkloadRole("second", { ...RIGHT, provider: first.provider });
        });
        expect(errors).toEqual([]);
        const [provider, ...more] = resources.filter(({ type }) => type.endsWith("OpenIdConnectProvider"));
        expect(provider?.inputs).toMatchObject({ url: `https://${GITHUB}`, clientIdLists: [STS] });
        expect(more).toEqual([]);
        for (const role of resources.filter(({ type }) => type.endsWith(":Role"))) {
            expect(parsed(role, "assumeRolePolicy")).toMatchObject({ Statement: [{ Principal: { Federated: PROVIDER } }] });
        }
    });

    test("keeps the slash at the end of an issuer that has one", async () => {
        const oidc = { subjects: ["client@clients"], audiences: ["aws"] };
        const workload = { oidc: { ...oidc, issuer: "https://acme.eu.auth0.com/" } };
        const { inputs } = await declared(make({ workload }), "aws:iam/openIdConnectProvider:OpenIdConnectProvider");
        expect(inputs).toMatchObject({ url: "https://acme.eu.auth0.com/", clientIdLists: ["aws"] });
        expect(JSON.stringify(await trust(workload))).toContain('"acme.eu.auth0.com/:sub":["client@clients"]');
        const provider = "arn:aws:iam::123456789012:oidc-provider/acme.eu.auth0.com/";
        expect((await declare(make({ workload, provider }))).errors).toEqual([]);
    });

    test("has no provider where AWS needs none", async () => {
        const others = { gcp: { uniqueId: GOOGLE, audience: "acme" }, podIdentity: POD_OF, rolesAnywhere: MACHINE_OF };
        for (const [kind, workload] of Object.entries(others)) {
            const names = await made({ workload: { [kind]: workload } });
            expect(names.filter((name) => name.startsWith("OpenIdConnectProvider"))).toEqual([]);
        }
    });

    test("tells EKS which service account has the role", async () => {
        const { inputs } = await declared(
            make({ workload: { podIdentity: POD_OF } }),
            "aws:eks/podIdentityAssociation:PodIdentityAssociation",
        );
        expect(inputs).toMatchObject({
            clusterName: "shop",
            namespace: "orders",
            serviceAccount: "reader",
            roleArn: "arn:aws:iam::123456789012:role/mine",
        });
        expect(inputs).not.toHaveProperty("disableSessionTags");
    });

    test.each([
        [undefined, 3600],
        ["1h", 3600],
        ["15m", 900],
    ])("has a profile of Roles Anywhere for the role alone, for %s", async (maxDuration, durationSeconds) => {
        const args = { workload: { rolesAnywhere: MACHINE_OF }, ...(maxDuration && { maxDuration }) };
        const { inputs } = await declared(make(args), "aws:rolesanywhere/profile:Profile");
        expect(inputs).toMatchObject({
            enabled: true,
            durationSeconds,
            roleArns: ["arn:aws:iam::123456789012:role/mine"],
        });
        const { resources } = await declare(make(args));
        expect(resources.find(({ type }) => type.endsWith(":Role"))?.inputs).toMatchObject({ maxSessionDuration: 3600 });
    });

    test("takes what other resources say, known or not yet", async () => {
        const program = () => make({ workload: { podIdentity: { ...POD_OF, cluster: unknown(CLUSTER) } } })();
        for (const preview of [true, false]) expect((await declare(program, { preview })).errors).toEqual([]);
        const workload = { podIdentity: output({ ...POD_OF, namespace: secret("orders") }) };
        expect((await declare(make({ workload }))).errors).toEqual([]);
    });

    test("says whom it lets in before the provider is known", async () => {
        const { resources } = await declare(() => make({ provider: unknown(PROVIDER) })());
        const role = resources.find(({ type }) => type.endsWith(":Role"))!;
        expect(JSON.stringify(role.inputs.assumeRolePolicy)).toContain("repo:acme/shop:environment:production");
    });
});

const SUBJECT = "(aws-require-oidc-subject).";
const ALL = "github, gitlab, terraformCloud, podIdentity, irsa, oidc, rolesAnywhere, gcp, azure";
const KIND = `Write workload: { github: { repository: "acme/shop", environment: "production" } } ${SUBJECT}`;
const wildcard = "has a wildcard: nobody could say whom it lets in.";
const variable = "has a policy variable, which AWS fills in with what the caller says.";
const of = (workload: object, ...says: string[]) => ({ given: { workload }, says });
const github = (github: object, ...says: string[]) =>
    of({ github: { repository: "acme/shop", environment: "production", ...github } }, ...says);
const ref = (written: object, ...says: string[]) => of({ github: { repository: "acme/shop", ...written } }, ...says);
const oidc = (oidc: object, ...says: string[]) =>
    of({ oidc: { issuer: "https://issuer.example.com", subjects: ["job:1"], audiences: ["aws"], ...oidc } }, ...says);
const pod = (written: object, ...says: string[]) => of({ podIdentity: { ...POD_OF, ...written } }, ...says);
const machine = (written: object, ...says: string[]) => of({ rolesAnywhere: { ...MACHINE_OF, ...written } }, ...says);

const REPOSITORY = `Write workload.github.repository: "acme/shop" ${SUBJECT}`;
const ENVIRONMENT = `Write workload.github.environment: "production" ${SUBJECT}`;
const BRANCH = `Write workload.github.branch: "main" ${SUBJECT}`;
const CONTEXT = `Write workload.github: { environment: "production" } ${SUBJECT}`;
const ISSUER = `workload.oidc.issuer is no https address of an issuer, without query. Write workload.oidc.issuer: "https://issuer.example.com" ${SUBJECT}`;
const SUBJECTS = `Write workload.oidc.subjects: ["job:orders"] ${SUBJECT}`;
const AUDIENCES = 'Write workload.oidc.audiences: ["sts.amazonaws.com"] (aws-require-oidc-audience).';
const HOUR = 'Write maxDuration: "1h" (aws-max-session-duration).';
const ANCHORS = `Write workload.rolesAnywhere.trustAnchor: "${ANCHOR}" (aws-require-certificate-condition).`;
const COMMON_NAME = 'Write workload.rolesAnywhere.commonName: "backup.example.com" (aws-require-certificate-condition).';

describeRefusals(WorkloadRole, RIGHT, {
    "no workload and no owner, at once": {
        given: { workload: undefined, owner: undefined },
        says: [`workload has none of ${ALL}. ${KIND}`, 'owner is missing. Write owner: "payments@example.com".'],
    },
    "a workload of no kind": of({}, `workload has none of ${ALL}. ${KIND}`),
    "a workload of two kinds": of(
        { github: { repository: "acme/shop", branch: "main" }, podIdentity: POD_OF },
        `workload has github and podIdentity. ${KIND}`,
    ),
    "a workload of a kind that there is not": of({ bitbucket: {} }, `workload has none of ${ALL}. ${KIND}`),
    "a repository alone": of(
        { github: "acme/shop" },
        `workload.github is no object. Write workload.github: { … } ${SUBJECT}`,
    ),
    "every repository": github({ repository: "*" }, `workload.github.repository ${wildcard} ${REPOSITORY}`),
    "every repository of an owner": github({ repository: "acme/*" }, `workload.github.repository ${wildcard} ${REPOSITORY}`),
    "repositories like one": github({ repository: "acme/sho?" }, `workload.github.repository ${wildcard} ${REPOSITORY}`),
    "a repository without an owner": github(
        { repository: "shop" },
        `workload.github.repository is no repository with its owner. ${REPOSITORY}`,
    ),
    "a repository by its address": github(
        { repository: "https://github.com/acme/shop" },
        `workload.github.repository is no repository with its owner. ${REPOSITORY}`,
    ),
    "a repository with a subject behind it": github(
        { repository: "acme/shop:ref" },
        `workload.github.repository is no repository with its owner. ${REPOSITORY}`,
    ),
    "no repository": github({ repository: undefined }, `workload.github.repository is missing. ${REPOSITORY}`),
    "a repository and nothing in it": ref({}, `workload.github has none of environment, branch, tag. ${CONTEXT}`),
    "an environment and a branch": github({ branch: "main" }, `workload.github has environment and branch. ${CONTEXT}`),
    "pull requests": ref({ pullRequests: true }, `workload.github has none of environment, branch, tag. ${CONTEXT}`),
    "every environment": github({ environment: "*" }, `workload.github.environment ${wildcard} ${ENVIRONMENT}`),
    "the environment of whoever comes": github(
        { environment: "${token.actions.githubusercontent.com:environment}" },
        `workload.github.environment ${variable} ${ENVIRONMENT}`,
    ),
    "an environment that begins with a space": github(
        { environment: " production" },
        `workload.github.environment is no environment. ${ENVIRONMENT}`,
    ),
    "branches like one": ref({ branch: "release/*" }, `workload.github.branch ${wildcard} ${BRANCH}`),
    "a branch as a ref": ref(
        { branch: "refs/heads/main" },
        `workload.github.branch is no branch without "refs/heads/". ${BRANCH}`,
    ),
    "a tag as a ref": ref(
        { tag: "refs/tags/v1" },
        `workload.github.tag is no tag without "refs/tags/". Write workload.github.tag: "v1.2.0" ${SUBJECT}`,
    ),
    "one number of two": github(
        { ids: { owner: "123456" } },
        `workload.github.ids.repository is missing. Write workload.github.ids.repository: "123456" ${SUBJECT}`,
    ),
    "a number that is none": github(
        { ids: { owner: "acme", repository: "456789" } },
        `workload.github.ids.owner is no number, as text. Write workload.github.ids.owner: "123456" ${SUBJECT}`,
    ),
    "numbers that are one": github(
        { ids: "456789" },
        `workload.github.ids is no object. Write workload.github.ids: { … } ${SUBJECT}`,
    ),
    "every project of a group of GitLab": of(
        { gitlab: { project: "acme/*", branch: "main" } },
        `workload.gitlab.project ${wildcard} Write workload.gitlab.project: "acme/shop" ${SUBJECT}`,
    ),
    "a project of GitLab without its group": of(
        { gitlab: { project: "shop", branch: "main" } },
        `workload.gitlab.project is no project with its group. Write workload.gitlab.project: "acme/shop" ${SUBJECT}`,
    ),
    "a project of GitLab and nothing in it": of(
        { gitlab: { project: "acme/shop" } },
        `workload.gitlab has none of branch, tag. Write workload.gitlab: { branch: "main" } ${SUBJECT}`,
    ),
    "a host of GitLab as an address": of(
        { gitlab: { project: "acme/shop", branch: "main", host: "https://gitlab.example.com" } },
        `workload.gitlab.host is no host. Write workload.gitlab.host: "gitlab.example.com" ${SUBJECT}`,
    ),
    "a workspace with a wildcard": of(
        { terraformCloud: { organization: "acme", project: "shop", workspace: "shop-*" } },
        `workload.terraformCloud.workspace ${wildcard} Write workload.terraformCloud.workspace: "shop-production" ${SUBJECT}`,
    ),
    "an organization that brings its project": of(
        { terraformCloud: { organization: "acme:project:x", project: "shop", workspace: "w" } },
        `workload.terraformCloud.organization is no organization. Write workload.terraformCloud.organization: "acme" ${SUBJECT}`,
    ),
    "no project of HCP Terraform": of(
        { terraformCloud: { organization: "acme", workspace: "w" } },
        `workload.terraformCloud.project is missing. Write workload.terraformCloud.project: "shop" ${SUBJECT}`,
    ),
    "a phase that there is not": of(
        { terraformCloud: { organization: "acme", project: "shop", workspace: "w", phases: ["destroy"] } },
        `workload.terraformCloud.phases[0] is no phase. Write workload.terraformCloud.phases[0]: "apply" ${SUBJECT}`,
    ),
    "no phase": of(
        { terraformCloud: { organization: "acme", project: "shop", workspace: "w", phases: [] } },
        `workload.terraformCloud.phases has 0 of at least 1. Write workload.terraformCloud.phases: ["apply"] ${SUBJECT}`,
    ),
    "a cluster by name": pod(
        { cluster: "shop" },
        `workload.podIdentity.cluster is no ARN of a cluster. Write workload.podIdentity.cluster: "${CLUSTER}" ${SUBJECT}`,
    ),
    "every namespace": pod(
        { namespace: "*" },
        `workload.podIdentity.namespace ${wildcard} Write workload.podIdentity.namespace: "orders" ${SUBJECT}`,
    ),
    "a namespace that Kubernetes does not take": pod(
        { namespace: "Orders" },
        `workload.podIdentity.namespace is no namespace. Write workload.podIdentity.namespace: "orders" ${SUBJECT}`,
    ),
    "no service account": pod(
        { serviceAccount: undefined },
        `workload.podIdentity.serviceAccount is missing. Write workload.podIdentity.serviceAccount: "reader" ${SUBJECT}`,
    ),
    "a service account that brings its namespace": of(
        { irsa: { issuer: `https://${EKS}`, namespace: "orders", serviceAccount: "orders:reader" } },
        `workload.irsa.serviceAccount is no service account. Write workload.irsa.serviceAccount: "reader" ${SUBJECT}`,
    ),
    "an issuer over http": oidc({ issuer: "http://issuer.example.com" }, ISSUER),
    "an issuer without a scheme": oidc({ issuer: "issuer.example.com" }, ISSUER),
    "an issuer with a fragment": oidc({ issuer: "https://issuer.example.com#a" }, ISSUER),
    "an issuer with capitals": oidc({ issuer: "https://Issuer.example.com" }, ISSUER),
    "an issuer with two slashes at its end": oidc({ issuer: "https://issuer.example.com//" }, ISSUER),
    "an issuer with a name before it": oidc({ issuer: "https://a@issuer.example.com" }, ISSUER),
    "Google as any issuer": oidc(
        { issuer: "https://accounts.google.com" },
        `workload.oidc.issuer is known to AWS without a provider. Write workload: { gcp: { … } } ${SUBJECT}`,
    ),
    "no subjects": oidc({ subjects: [] }, `workload.oidc.subjects has 0 of at least 1. ${SUBJECTS}`),
    "subjects that are left out": oidc({ subjects: undefined }, `workload.oidc.subjects is missing. ${SUBJECTS}`),
    "subjects that are a text": oidc({ subjects: "job:1" }, `workload.oidc.subjects is not a list. ${SUBJECTS}`),
    "every subject": oidc(
        { subjects: ["job:1", "*"] },
        `workload.oidc.subjects[1] ${wildcard} Write workload.oidc.subjects[1]: "job:orders" ${SUBJECT}`,
    ),
    "every subject that begins so": oidc(
        { subjects: ["repo:*"] },
        `workload.oidc.subjects[0] ${wildcard} Write workload.oidc.subjects[0]: "job:orders" ${SUBJECT}`,
    ),
    "the subject of whoever comes": oidc(
        { subjects: ["${issuer.example.com:sub}"] },
        `workload.oidc.subjects[0] ${variable} Write workload.oidc.subjects[0]: "job:orders" ${SUBJECT}`,
    ),
    "an empty subject": oidc(
        { subjects: [""] },
        `workload.oidc.subjects[0] is missing. Write workload.oidc.subjects[0]: "job:orders" ${SUBJECT}`,
    ),
    "a subject of 256 characters": oidc(
        { subjects: ["a".repeat(256)] },
        `workload.oidc.subjects[0] is no subject. Write workload.oidc.subjects[0]: "job:orders" ${SUBJECT}`,
    ),
    "subjects that no trust policy holds": oidc(
        { subjects: Array.from({ length: 40 }, (_, index) => `job:${String(index).padStart(40, "0")}`) },
        "workload.oidc makes a trust policy of 2165 characters, of which AWS takes 2048. Write fewer subjects, and a role for each of the others.",
    ),
    "no audiences": oidc({ audiences: [] }, `workload.oidc.audiences has 0 of at least 1. ${AUDIENCES}`),
    "audiences that are left out": oidc({ audiences: undefined }, `workload.oidc.audiences is missing. ${AUDIENCES}`),
    "every audience": oidc(
        { audiences: ["*"] },
        `workload.oidc.audiences[0] ${wildcard} Write workload.oidc.audiences[0]: "sts.amazonaws.com" (aws-require-oidc-audience).`,
    ),
    "a trust anchor by its number": machine(
        { trustAnchor: "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d" },
        `workload.rolesAnywhere.trustAnchor is no ARN of a trust anchor. ${ANCHORS}`,
    ),
    "every certificate": machine({ commonName: "*" }, `workload.rolesAnywhere.commonName ${wildcard} ${COMMON_NAME}`),
    "the certificate of whoever comes": machine(
        { commonName: "${aws:PrincipalTag/x509Subject/CN}" },
        `workload.rolesAnywhere.commonName ${variable} ${COMMON_NAME}`,
    ),
    "a common name of 65 characters": machine(
        { commonName: "a".repeat(65) },
        `workload.rolesAnywhere.commonName is no common name. ${COMMON_NAME}`,
    ),
    "a service account of Google by its address": of(
        { gcp: { uniqueId: "shop@acme.iam.gserviceaccount.com", audience: "acme" } },
        `workload.gcp.uniqueId is no unique id of a service account. Write workload.gcp.uniqueId: "104213456789012345678" ${SUBJECT}`,
    ),
    "a service account of Google without an audience": of(
        { gcp: { uniqueId: GOOGLE } },
        'workload.gcp.audience is missing. Write workload.gcp.audience: "sts.amazonaws.com" (aws-require-oidc-audience).',
    ),
    "a managed identity by name": of(
        { azure: { tenant: GUID, objectId: "shop", audience: "api://aws" } },
        `workload.azure.objectId is no object id in lower case. Write workload.azure.objectId: "${GUID}" ${SUBJECT}`,
    ),
    "a tenant in capitals": of(
        { azure: { tenant: GUID.toUpperCase(), objectId: GUID, audience: "api://aws" } },
        `workload.azure.tenant is no tenant id in lower case. Write workload.azure.tenant: "${GUID}" ${SUBJECT}`,
    ),
    "a provider by address": {
        given: { provider: `https://${GITHUB}` },
        says: [`provider is no ARN of an OIDC provider. Write provider: "${PROVIDER}".`],
    },
    "the provider of another issuer": {
        given: { provider: "arn:aws:iam::123456789012:oidc-provider/gitlab.com" },
        says: [`provider is of another issuer. Write the ARN that ends in ":oidc-provider/${GITHUB}".`],
    },
    "the provider of an issuer that ends like it": {
        given: { provider: `arn:aws:iam::123456789012:oidc-provider/evil.${GITHUB}` },
        says: [`provider is of another issuer. Write the ARN that ends in ":oidc-provider/${GITHUB}".`],
    },
    "a provider where there is none": {
        given: { workload: { podIdentity: POD_OF }, provider: PROVIDER },
        says: ["provider is not for podIdentity, which needs none. Write the arguments without it."],
    },
    "a provider for a workload that is wrong, which alone is said": {
        given: { workload: { github: { repository: "*", branch: "main" } }, provider: PROVIDER },
        says: [`workload.github.repository ${wildcard} ${REPOSITORY}`],
    },
    "a session of a minute more than an hour": {
        given: { maxDuration: "61m" },
        says: [`maxDuration is longer than 1h: a workload asks for its next session by itself. ${HOUR}`],
    },
    "a session of a minute less than a role takes": {
        given: { maxDuration: "59m" },
        says: [`maxDuration is shorter than 1h. ${HOUR}`],
    },
    "a session of a minute less than Roles Anywhere takes": {
        given: { maxDuration: "14m", workload: { rolesAnywhere: MACHINE_OF } },
        says: [`maxDuration is shorter than 15m. ${HOUR}`],
    },
    "a session of a minute more than an hour by certificate": {
        given: { maxDuration: "61m", workload: { rolesAnywhere: MACHINE_OF } },
        says: [`maxDuration is longer than 1h: a workload asks for its next session by itself. ${HOUR}`],
    },
    "a session in seconds": { given: { maxDuration: 3600 }, says: [`maxDuration is a number without a unit. ${HOUR}`] },
    "a session in words": {
        given: { maxDuration: "1 hour" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${HOUR}`],
    },
    "a session of no time": { given: { maxDuration: "0h" }, says: [`maxDuration is shorter than 1h. ${HOUR}`] },
    "a policy by name": {
        given: { policies: { read: "ReadOnlyAccess" } },
        says: [
            'policies.read is no ARN of a managed policy. Write policies.read: "arn:aws:iam::aws:policy/ReadOnlyAccess".',
        ],
    },
});

test("a wrong part of a workload that is known later fails the deployment, and not the preview", async () => {
    const program = () => make({ workload: { github: { repository: unknown("acme/*"), branch: "main" } } })();
    expect((await declare(program)).errors).toEqual([]);
    const { errors } = await declare(program, { preview: false });
    expect(errors.join("\n")).toContain(`workload.github.repository ${wildcard} ${REPOSITORY}`);
});

test.each([
    ["a text", "acme/shop", "is no object. Write workload: { … }"],
    ["an output, as it says what is made", output(RIGHT.workload), "is an output. Write workload: { github: output }"],
])("a workload is not %s", async (_, workload, says) => {
    const { errors, resources } = await declare(make({ workload: workload as WorkloadArgs }));
    expect(errors).toEqual([`WorkloadRole "mine" cannot be made:\n  workload ${says} ${SUBJECT}`]);
    expect(resources).toEqual([]);
});

test("the longest trust policy that AWS takes is taken", () => {
    const audiences = ["aws"];
    const subjects = (last: number) => [..."123456"].map((digit) => digit.repeat(250)).concat("7".repeat(last));
    const room = 2_048 - JSON.stringify(longestTrust(oidcOf("issuer.example.com", subjects(0), audiences))).length;
    const read = (last: number) =>
        federation("oidc")({ issuer: "https://issuer.example.com", subjects: subjects(last), audiences }, "workload.oidc");
    expect(() => read(room)).not.toThrow();
    expect(() => read(room + 1)).toThrow("makes a trust policy of 2049 characters");
});
