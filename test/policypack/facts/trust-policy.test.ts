import { describe, expect, test } from "vitest";
import {
    audienceClaims,
    isWideGithubSubject,
    isWideSubject,
    subjectClaims,
} from "../../../policypack/facts/aws-oidc-claims";
import { statements } from "../../../policypack/facts/iam-policy";
import { boundOf, oidcIssuers, principals } from "../../../policypack/facts/trust-policy";
import { Malformed, UNKNOWN, Unknown, Value } from "../../../policypack/facts/values";

const GITHUB = "token.actions.githubusercontent.com";
const WEB = "sts:AssumeRoleWithWebIdentity";
const provider = (issuer: string, partition = "aws") => `arn:${partition}:iam::111122223333:oidc-provider/${issuer}`;
const of = (statement: object) => {
    const [only] = statements(new Value({ Statement: { Effect: "Allow", Action: WEB, ...statement } }, "trust"));
    return only!;
};

describe("principals", () => {
    test.each([
        ["*", [["anyone", "*"]]],
        [{ AWS: "*" }, [["AWS", "*"]]],
        [
            { AWS: ["111122223333", "arn:aws:iam::444455556666:root"] },
            [
                ["AWS", "111122223333"],
                ["AWS", "arn:aws:iam::444455556666:root"],
            ],
        ],
        [
            { Service: "ec2.amazonaws.com", CanonicalUser: "a" },
            [
                ["Service", "ec2.amazonaws.com"],
                ["CanonicalUser", "a"],
            ],
        ],
        [{ Federated: UNKNOWN }, [["Federated", UNKNOWN]]],
        [{}, []],
    ])("%j", (Principal, expected) => {
        expect(principals(of({ Principal })).map(({ kind, who }) => [kind, who.raw])).toEqual(expected);
    });

    test("all but those named are anyone", () => {
        expect(principals(of({ NotPrincipal: { AWS: "111122223333" } })).map(({ kind }) => kind)).toEqual(["anyone"]);
    });

    test.each([undefined, "111122223333", 42, ["*"], { aws: "*" }, { User: "x" }])("%j names nobody", (Principal) => {
        expect(() => principals(of({ Principal }))).toThrow(Malformed);
    });
});

const ISSUERS: Record<string, readonly [statement: object, issuers: readonly (string | undefined)[]]> = {
    "an OIDC provider": [{ Principal: { Federated: provider(GITHUB) } }, [GITHUB]],
    "in China": [{ Principal: { Federated: provider("gitlab.example.cn", "aws-cn") } }, ["gitlab.example.cn"]],
    "with a path": [
        { Principal: { Federated: provider("oidc.eks.eu-central-1.amazonaws.com/id/ABC") } },
        ["oidc.eks.eu-central-1.amazonaws.com/id/ABC"],
    ],
    several: [{ Principal: { Federated: [provider(GITHUB), provider("gitlab.com")] } }, [GITHUB, "gitlab.com"]],
    "known by name": [{ Principal: { Federated: "accounts.google.com" } }, ["accounts.google.com"]],
    "not known yet": [{ Principal: { Federated: UNKNOWN } }, [undefined]],
    any: [{ Principal: { Federated: "*" } }, [undefined]],
    anyone: [{ Principal: "*" }, [undefined]],
    "by a wildcard": [{ Principal: { Federated: provider(GITHUB) }, Action: "sts:*" }, [GITHUB]],
    "in lower case": [{ Principal: { Federated: provider(GITHUB) }, Action: WEB.toLowerCase() }, [GITHUB]],
    "among other actions": [
        { Principal: { Federated: provider(GITHUB) }, Action: [UNKNOWN, "sts:TagSession", WEB] },
        [GITHUB],
    ],
    "all actions but one": [
        { Principal: { Federated: provider(GITHUB) }, Action: undefined, NotAction: "sts:TagSession" },
        [GITHUB],
    ],
    "all actions but this": [{ Principal: { Federated: provider(GITHUB) }, Action: undefined, NotAction: WEB }, []],
    // Who may also come without a token is not judged by tokens.
    "anyone, with or without a token": [{ Principal: "*", Action: "sts:*" }, []],
    "another action": [{ Principal: { Federated: UNKNOWN }, Action: "sts:AssumeRoleWithSAML" }, []],
    "anyone, by another action": [{ Principal: "*", Action: "sts:AssumeRole" }, []],
    SAML: [{ Principal: { Federated: "arn:aws:iam::111122223333:saml-provider/okta" } }, []],
    "a service": [{ Principal: { Service: "ec2.amazonaws.com" }, Effect: UNKNOWN, Action: UNKNOWN }, []],
    "a Deny": [{ Principal: { Federated: provider(GITHUB) }, Effect: "Deny", Action: UNKNOWN }, []],
};

describe("oidcIssuers", () => {
    test.each(Object.entries(ISSUERS))("%s", (_, [statement, issuers]) => {
        expect(oidcIssuers(of(statement)).map(({ name }) => name)).toEqual(issuers);
    });

    test.each([
        ["Effect", { Principal: { Federated: provider(GITHUB) }, Effect: UNKNOWN }],
        ["Action", { Principal: { Federated: provider(GITHUB) }, Action: UNKNOWN }],
        ["NotAction", { Principal: { Federated: provider(GITHUB) }, Action: undefined, NotAction: UNKNOWN }],
        ["Principal", { Principal: UNKNOWN }],
    ])("are unknown when %s decides and is unknown", (_, statement) => {
        expect(() => oidcIssuers(of(statement))).toThrow(Unknown);
    });
});

const SUBJECTS: Record<string, boolean> = {
    "*": true,
    "?*": true,
    "repo:*": true,
    "repo*": true,
    "repo:acme*": true,
    "repo:acme/*": true,
    "repo:acme/shop*": true,
    "repo:*/shop:*": true,
    "repo:acme/shop:*": false,
    "repo:acme/shop:ref:refs/heads/*": false,
    "repo:acme/shop:pull_request": false,
    "repo:acme@1/shop@2:*": false,
    "*:environment:live": true,
    "repository_owner_id:123:*": true,
    "repository_owner_id:123:repository_id:456:*": false,
    "repository_id:456:*": false,
    "project_path:*": true,
    "project_path:acme/*": true,
    "project_path:acme/shop:*": false,
    "project_path:acme/team/shop:ref_type:branch:ref:*": false,
    "organization:*": true,
    "organization:acme:*": true,
    "organization:acme:project:*": true,
    "organization:acme:project:shop:*": false,
    "organization:acme:pipeline:shop:*": false,
    "pulumi:*": true,
    "pulumi:deploy:org:acme:*": true,
    "pulumi:deploy:org:acme:project:shop:*": false,
    "system:serviceaccount:*:*": true,
    "system:serviceaccount:*:builder": true,
    "system:serviceaccount:shop:*": false,
    "{8f1c0a52-6d8e-4b7e-9d6f-0d3f4f5a6b7c}:*": false,
    "org/*": true,
    "org/8f1c0a52/project/*": true,
    "org/8f1c0a52/project/9e2d/*": false,
    "owner:acme:*": true,
    "owner:acme:project:shop:*": false,
    "owner:acme:project:shop*": true,
    "space:*": true,
    "space:shop-01H:stack:*": false,
    "{*": true,
    "sc://acme/*": true,
    "sc://acme/shop/*": false,
    builder: false,
};

describe("isWideSubject", () => {
    test.each(Object.entries(SUBJECTS))("%s: %s", (subject, wide) => {
        expect(isWideSubject(subject, true)).toBe(wide);
        // Without LIKE an asterisk is an asterisk.
        expect(isWideSubject(subject, false)).toBe(false);
    });
});

const GITHUB_SUBJECTS: Record<string, readonly [likeWide: boolean, equalsWide: boolean]> = {
    "repo:acme/shop:*": [false, false],
    "repo:acme/*": [true, false],
    "repo:acme/shop": [false, false],
    "repo:acme/shop:environment:live": [false, false],
    "repo:acme@1/shop@2:ref:refs/heads/main": [false, false],
    "environment:live": [true, true],
    "environment:live:*": [true, true],
    "environment:live:repo:acme/shop:*": [false, false],
    "repository_owner:acme:*": [true, true],
    "repository_owner_id:1:repository_id:2": [false, false],
    "repository_owner_id:1:repository_id:2*": [true, false],
    "job_workflow_ref:acme/ci/.github/workflows/deploy.yml@*": [false, false],
    "job_workflow_ref:acme/*": [true, true],
    "job_workflow_ref:acme/ci/*:actor:x": [false, false],
};

describe("isWideGithubSubject", () => {
    test.each(Object.entries(GITHUB_SUBJECTS))("%s: %s", (subject, [like, equals]) => {
        expect([isWideGithubSubject(subject, true), isWideGithubSubject(subject, false)]).toEqual([like, equals]);
    });
});

const sub = `${GITHUB}:sub`;
const BOUNDS: Record<string, readonly [condition: unknown, by: string]> = {
    "no condition": [undefined, "nothing"],
    "another key": [{ StringEquals: { [`${GITHUB}:aud`]: "sts.amazonaws.com" } }, "nothing"],
    "another issuer's key": [{ StringEquals: { "gitlab.com:sub": "x" } }, "nothing"],
    "one value": [{ StringEquals: { [sub]: "repo:acme/shop:ref:refs/heads/main" } }, "enough"],
    "any letter case": [{ STRINGLIKE: { [sub.toUpperCase()]: "repo:acme/shop:*" } }, "enough"],
    "without regard to case": [{ StringEqualsIgnoreCase: { [sub]: "repo:acme/shop:pull_request" } }, "enough"],
    "for any value": [{ "ForAnyValue:StringLike": { [sub]: "repo:acme/shop:*" } }, "enough"],
    "for all values": [{ "ForAllValues:StringLike": { [sub]: "repo:acme/shop:*" } }, "nothing"],
    "if it exists": [{ StringLikeIfExists: { [sub]: "repo:acme/shop:*" } }, "nothing"],
    "all but one": [{ StringNotLike: { [sub]: "repo:evil/*" } }, "nothing"],
    "all but that one": [{ StringNotEquals: { [sub]: "repo:evil/x:*" } }, "nothing"],
    "that it is there": [{ Null: { [sub]: false } }, "nothing"],
    "a wide value": [{ StringLike: { [sub]: "repo:acme/*" } }, "too little"],
    "a wide value behind a narrow one": [{ StringLike: { [sub]: ["repo:acme/shop:*", "*"] } }, "too little"],
    "a wide and a narrow line": [
        { StringLike: { [sub]: "*" }, StringEquals: { [sub]: "repo:acme/shop:pull_request" } },
        "enough",
    ],
    "a wide value beside one not known": [{ StringLike: { [sub]: [UNKNOWN, "*"] } }, "too little"],
    "a narrow line beside one not known": [
        { StringLike: { [sub]: UNKNOWN }, StringEquals: { [sub]: "repo:acme/shop:pull_request" } },
        "enough",
    ],
    "the repository": [{ StringEquals: { [`${GITHUB}:repository`]: "acme/shop" } }, "enough"],
    "the repository's number": [{ StringEquals: { [`${GITHUB}:repository_id`]: 123 } }, "enough"],
    "a wide repository": [{ StringLike: { [`${GITHUB}:repository`]: "acme/*" } }, "too little"],
    "a reusable workflow": [
        { StringLike: { [`${GITHUB}:job_workflow_ref`]: "acme/ci/.github/workflows/x.yml@*" } },
        "enough",
    ],
    "anybody's workflow": [{ StringLike: { [`${GITHUB}:job_workflow_ref`]: "*/deploy.yml@*" } }, "too little"],
    "an environment, which anybody may name so": [{ StringEquals: { [`${GITHUB}:environment`]: "live" } }, "nothing"],
};

describe("boundOf", () => {
    test.each(Object.entries(BOUNDS))("%s", (_, [Condition, by]) => {
        expect(boundOf(of({ Condition }).condition, { name: GITHUB }, subjectClaims({ name: GITHUB })).by).toBe(by);
    });

    test.each([
        [
            "cognito-identity.amazonaws.com",
            { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "authenticated" } },
            "enough",
        ],
        [
            "cognito-identity.amazonaws.com",
            { "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": "unauthenticated" } },
            "too little",
        ],
        ["graph.facebook.com", { StringEquals: { "graph.facebook.com:id": "1" } }, "enough"],
        ["www.amazon.com", { StringEquals: { "www.amazon.com:user_id": "1" } }, "enough"],
        ["accounts.google.com", { StringEquals: { "accounts.google.com:sub": "1" } }, "enough"],
        ["accounts.google.com", { StringLike: { "accounts.google.com:sub": "1*" } }, "too little"],
        ["oidc.fly.io/acme-2", { StringLike: { "oidc.fly.io/acme-2:sub": "acme-2:*" } }, "too little"],
        ["oidc.fly.io/acme-2", { StringLike: { "oidc.fly.io/acme-2:sub": "acme-2:shop:*" } }, "enough"],
        ["constructor", {}, "nothing"],
    ])("the subject of %s by %j", (name, Condition, by) => {
        expect(boundOf(of({ Condition }).condition, { name }, subjectClaims({ name })).by).toBe(by);
    });

    test.each([
        ["accounts.google.com", { StringEquals: { "accounts.google.com:oaud": "1" } }, "enough"],
        ["www.amazon.com", { StringEquals: { "www.amazon.com:app_id": "1" } }, "enough"],
        ["gitlab.com", { StringLike: { "gitlab.com:aud": "*" } }, "too little"],
        ["gitlab.com", { StringLike: { "gitlab.com:aud": "https://gitlab.com*" } }, "enough"],
        [undefined, { StringEquals: { "x.example:aud": "sts.amazonaws.com" } }, "enough"],
    ])("the audience of %s by %j", (name, Condition, by) => {
        const issuer = name === undefined ? {} : { name };
        expect(boundOf(of({ Condition }).condition, issuer, audienceClaims(issuer)).by).toBe(by);
    });

    test("of an issuer not known yet is by any key that ends so", () => {
        const { condition } = of({ Condition: { StringLike: { "x.example:sub": "system:serviceaccount:a:b" } } });
        expect(boundOf(condition, {}, subjectClaims({}))).toEqual({ by: "enough" });
    });

    test("is unknown when the value that decides is", () => {
        const { condition } = of({ Condition: { StringLike: { [sub]: ["repo:acme/shop:*", UNKNOWN] } } });
        expect(() => boundOf(condition, { name: GITHUB }, subjectClaims({ name: GITHUB }))).toThrow(Unknown);
    });

    test("does not take an object for a value", () => {
        const { condition } = of({ Condition: { StringLike: { [sub]: {} } } });
        expect(() => boundOf(condition, { name: GITHUB }, subjectClaims({ name: GITHUB }))).toThrow(Malformed);
    });
});
