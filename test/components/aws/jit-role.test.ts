import { output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Broker, type BrokerReference } from "../../../components/aws/broker";
import { JitRole, type JitRoleArgs } from "../../../components/aws/jit-role";
import { revocation } from "../../../components/aws/broker/runtime/revocation";
import { sessionPolicy } from "../../../components/aws/broker/runtime/session-policy";
import { describeAccess } from "../../harness/access";
import { declare, unknown } from "../../harness/declare";
import { declared, describeRefusals, parsed } from "../../harness/describe-component";

const ACCOUNT = "arn:aws:iam::123456789012";
const ASK = `${ACCOUNT}:role/jit-guard/jit-ask`;
const TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/jit";
const ORDERS = "arn:aws:rds:eu-west-1:123456789012:db:orders";
const reference: BrokerReference = {
    roles: { ask: ASK, end: `${ACCOUNT}:role/jit-guard/jit-end`, sweep: `${ACCOUNT}:role/jit-guard/jit-sweep` },
    table: "jit",
    parts: [TABLE, ASK],
    revoker: "jit-revoker",
    hasGroups: true,
};
const WORK = {
    Version: "2012-10-17" as const,
    Statement: [{ Effect: "Allow" as const, Action: ["rds:*", "iam:*", "sts:*", "dynamodb:*"], Resource: "*" }],
};
const RIGHT: JitRoleArgs = {
    broker: { reference },
    policies: { data: "arn:aws:iam::aws:policy/AmazonRDSDataFullAccess" },
    inlinePolicies: { work: WORK },
    owner: "payments@example.com",
};

const make =
    (args: object = {}) =>
    () =>
        new JitRole("mine", { ...RIGHT, ...args });
const inputs = (type: string, name = "mine", args = {}) => declared(make(args), `aws:iam/${type}`, name);

const AT = "2026-01-16T08:00:00Z";
const [END, AFTER] = ["2026-01-16T09:00:00Z", "2026-01-16T08:59:59Z"];
const GRANT = "g-aaaaaaaaaaaaaaaaaaaaaaaaaa";
const OTHER = "g-bbbbbbbbbbbbbbbbbbbbbbbbbb";

const taken = (by: string, context: Readonly<Record<string, string>>, action = "sts:AssumeRole") => ({
    at: AT,
    by,
    action,
    context,
});

describeAccess("a JIT role is taken", async () => ({ trust: parsed(await inputs("role:Role"), "assumeRolePolicy") }), {
    "by the broker for a grant": { ...taken(ASK, { "sts:SourceIdentity": GRANT }), is: "allowed" },
    "by the broker with the name of a grant": {
        ...taken(ASK, { "sts:SourceIdentity": GRANT }, "sts:SetSourceIdentity"),
        is: "allowed",
    },
    "by the broker with the one tag": {
        ...taken(ASK, { "aws:TagKeys": "jit-requester" }, "sts:TagSession"),
        is: "allowed",
    },
    "not with another tag": { ...taken(ASK, { "aws:TagKeys": "admin" }, "sts:TagSession"), is: "denied" },
    "not by the broker without a grant": { ...taken(ASK, {}), is: "denied" },
    "not by the broker under the name of a person": { ...taken(ASK, { "sts:SourceIdentity": "jo" }), is: "denied" },
    "not by the function that ends": {
        ...taken(reference.roles.end, { "sts:SourceIdentity": GRANT }),
        is: "denied",
    },
    "not by an administrator of its account": {
        ...taken(`${ACCOUNT}:role/admin`, { "sts:SourceIdentity": GRANT }),
        is: "denied",
    },
});

const session =
    (args = {}, denied?: string) =>
    async () => ({
        identity: [WORK, ...(denied === undefined ? [] : [JSON.parse(revocation(denied)) as object])],
        boundary: parsed(await inputs("policy:Policy", "mine-boundary", args), "policy"),
    });
const does = (action: string, resource: string, grant?: string) => ({
    at: AT,
    action,
    resource,
    context: { "aws:ViaAWSService": "false", ...(grant !== undefined && { "aws:SourceIdentity": grant }) },
});
const ROLE = `${ACCOUNT}:role/jit/mine`;

describeAccess("a session of a JIT role", session(), {
    "may do what its policies allow": { ...does("rds:DeleteDBInstance", ORDERS, GRANT), is: "allowed" },
    "may do nothing where it did not come by a grant": { ...does("rds:DeleteDBInstance", ORDERS), is: "denied" },
    "may do nothing under the name of a person": { ...does("rds:DeleteDBInstance", ORDERS, "jo"), is: "denied" },
    "may not take its own Deny away": { ...does("iam:DeleteRolePolicy", ROLE, GRANT), is: "denied" },
    "may not write itself a policy": { ...does("iam:PutRolePolicy", ROLE, GRANT), is: "denied" },
    "may not change who takes it": { ...does("iam:UpdateAssumeRolePolicy", ROLE, GRANT), is: "denied" },
    "may not lose its boundary": { ...does("iam:DeleteRolePermissionsBoundary", ROLE, GRANT), is: "denied" },
    "may not go on as another role": { ...does("sts:AssumeRole", `${ACCOUNT}:role/admin`, GRANT), is: "denied" },
    "may not make a user that stays": { ...does("iam:CreateUser", `${ACCOUNT}:user/new`, GRANT), is: "denied" },
    "may not change a record of the broker": { ...does("dynamodb:PutItem", TABLE, GRANT), is: "denied" },
    "may change a table that is not the broker's": {
        ...does("dynamodb:PutItem", TABLE.replace("/jit", "/orders"), GRANT),
        is: "allowed",
    },
});

describeAccess("when one grant is revoked, a session", session({}, GRANT), {
    "of this grant may do nothing": { ...does("rds:DeleteDBInstance", ORDERS, GRANT), is: "denied" },
    "of another goes on": { ...does("rds:DeleteDBInstance", ORDERS, OTHER), is: "allowed" },
});

describeAccess("with allowPersistence, a session", session({ allowPersistence: ["assume-role"] }), {
    "may do what is allowed": { ...does("sts:AssumeRole", `${ACCOUNT}:role/other`, GRANT), is: "allowed" },
    "may do nothing else of the kind": { ...does("iam:CreateUser", `${ACCOUNT}:user/new`, GRANT), is: "denied" },
    "may still do nothing to the broker": { ...does("sts:AssumeRole", ASK, GRANT), is: "denied" },
});

// As in a session policy, which the evaluator takes as one more boundary.
describeAccess(
    "the session policy of the broker",
    () => ({
        identity: [WORK],
        boundary: JSON.parse(sessionPolicy([{ actions: ["rds:*"], resources: [ORDERS] }], Date.parse(END))) as object,
    }),
    {
        "lets a session go on until its last second": {
            ...does("rds:DeleteDBInstance", ORDERS, GRANT),
            at: AFTER,
            is: "allowed",
        },
        "lets it do nothing from the end on": { ...does("rds:DeleteDBInstance", ORDERS, GRANT), at: END, is: "denied" },
    },
);

describeAccess(
    "in another account, what ends sessions",
    async () => ({
        identity: [parsed(await inputs("rolePolicy:RolePolicy", "mine-revoker", { revoker: true }), "policy")],
    }),
    {
        "may deny those of a JIT role": {
            ...does("iam:PutRolePolicy", ROLE),
            context: { "iam:PermissionsBoundary": `${ACCOUNT}:policy/jit/mine-boundary` },
            is: "allowed",
        },
        "may not touch another role": {
            ...does("iam:PutRolePolicy", `${ACCOUNT}:role/admin`),
            context: { "iam:PermissionsBoundary": `${ACCOUNT}:policy/jit/mine-boundary` },
            is: "denied",
        },
        "may not touch a role without a boundary": { at: AT, action: "iam:PutRolePolicy", resource: ROLE, is: "denied" },
        "may not take a role": { at: AT, action: "sts:AssumeRole", resource: ROLE, is: "denied" },
    },
);

const byRevoker = (by: string) => ({ at: AT, by, action: "sts:AssumeRole" });
describeAccess(
    "in another account, the role by which sessions end",
    async () => ({ trust: parsed(await inputs("role:Role", "mine-revoker", { revoker: true }), "assumeRolePolicy") }),
    {
        "is taken by the function that ends": { ...byRevoker(reference.roles.end), is: "allowed" },
        "is taken by the sweep": { ...byRevoker(reference.roles.sweep), is: "allowed" },
        "is not taken by the function that is called from outside": { ...byRevoker(ASK), is: "denied" },
        "is not taken by an administrator": { ...byRevoker(`${ACCOUNT}:role/admin`), is: "denied" },
    },
);

describe("what it makes", () => {
    test("is a role whose sessions last an hour at most, and that nothing keeps from being destroyed", async () => {
        expect((await inputs("role:Role")).inputs).toMatchObject({
            path: "/jit/",
            maxSessionDuration: 3_600,
            permissionsBoundary: `${ACCOUNT}:policy/mine-boundary`,
            forceDetachPolicies: true,
            tags: { owner: "payments@example.com", review: "90d" },
        });
        expect((await inputs("policy:Policy", "mine-boundary")).inputs).toMatchObject({ path: "/jit/" });
    });

    test("leaves what a role has of inline policies to the broker, and is exclusive about nothing", async () => {
        const { resources } = await declare(make());
        expect(resources.map(({ type, name }) => `${type.split(":").at(-1)} ${name}`).sort()).toEqual([
            "JitRole mine",
            "Policy mine-boundary",
            "Policy mine-policy-work",
            "Role mine",
            "RolePolicyAttachment mine-data",
            "RolePolicyAttachment mine-work",
        ]);
        const role = resources.find(({ type }) => type === "aws:iam/role:Role")!;
        for (const exclusive of ["inlinePolicies", "managedPolicyArns"]) expect(role.inputs).not.toHaveProperty(exclusive);
        expect((await inputs("rolePolicyAttachment:RolePolicyAttachment", "mine-data")).inputs).toEqual({
            role: "mine",
            policyArn: "arn:aws:iam::aws:policy/AmazonRDSDataFullAccess",
        });
        expect((await inputs("rolePolicyAttachment:RolePolicyAttachment", "mine-work")).inputs).toEqual({
            role: "mine",
            policyArn: `${ACCOUNT}:policy/mine-policy-work`,
        });
        expect(parsed(await inputs("policy:Policy", "mine-policy-work"), "policy")).toEqual(WORK);
    });

    test("makes the role that ends sessions under the name that the broker knows", async () => {
        expect((await inputs("role:Role", "mine-revoker", { revoker: true })).inputs).toMatchObject({
            name: "jit-revoker",
            path: "/jit-guard/",
            maxSessionDuration: 3_600,
        });
    });

    test("takes a broker of the same program", async () => {
        const both = () => {
            const broker = new Broker("jit", {
                notifications: { args: { notify: ["security@example.com"] } },
                security: [`${ACCOUNT}:role/security`],
                owner: "security@example.com",
            });
            make({ broker })();
        };
        const trust = parsed(await declared(both, "aws:iam/role:Role", "mine"), "assumeRolePolicy") as {
            Statement: readonly { Principal: object }[];
        };
        expect(trust.Statement.map(({ Principal }) => Principal)).toEqual(Array(2).fill({ AWS: `${ACCOUNT}:role/jit-ask` }));
    });

    test("takes the most and the longest there is", async () => {
        const nine = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`p${at}`, RIGHT.policies!.data]));
        expect((await declare(make({ policies: nine }))).errors).toEqual([]);
        // AWS does not count white space.
        const long = `"${"x".repeat(6_142)}" \n`;
        expect((await declare(make({ inlinePolicies: { long } }))).errors).toEqual([]);
    });

    test("takes a boundary of one's own, and what comes later or is secret", async () => {
        const permissionsBoundary = `${ACCOUNT}:policy/jit/ours`;
        expect((await inputs("role:Role", "mine", { permissionsBoundary })).inputs).toMatchObject({ permissionsBoundary });
        for (const args of [
            () => ({ broker: { reference: unknown(reference) } }),
            () => ({ broker: { reference: output(reference) }, policies: { data: secret(RIGHT.policies!.data) } }),
            () => ({ permissionsBoundary: unknown(permissionsBoundary), owner: output("payments@example.com") }),
            () => ({
                inlinePolicies: {
                    a: JSON.stringify(WORK),
                    b: { ...WORK, Statement: [{ ...WORK.Statement[0], Resource: unknown(ORDERS) }] },
                },
            }),
        ]) {
            expect((await declare(() => make(args())())).errors).toEqual([]);
            expect((await declare(() => make(args())(), { preview: false })).errors).toEqual([]);
        }
    });

    test("says what of a document a preview knows, though the broker is not there yet", async () => {
        const later = () => make({ broker: { reference: unknown(reference) } })();
        const trust = parsed(await declared(later, "aws:iam/role:Role"), "assumeRolePolicy");
        expect(JSON.stringify(trust)).toContain('"sts:SourceIdentity":"g-*"');
        const boundary = parsed(await declared(later, "aws:iam/policy:Policy", "mine-boundary"), "policy");
        expect(JSON.stringify(boundary)).toContain("iam:Put*");
    });
});

const BROKER = 'Write broker: new jit.aws.Broker(…), or { reference: stack.requireOutput("broker") }.';

describeRefusals(JitRole, RIGHT, {
    "missing broker and owner": {
        given: { broker: undefined, owner: undefined },
        says: [`broker is missing. ${BROKER}`, 'owner is missing. Write owner: "payments@example.com".'],
    },
    "a broker that is none": {
        given: { broker: { reference: { roles: {} } } },
        says: [`broker is no broker. ${BROKER}`],
    },
    "a policy that is none": {
        given: { policies: { data: "AmazonRDSDataFullAccess" } },
        says: [
            'policies.data is no ARN of a managed policy. Write policies.data: "arn:aws:iam::aws:policy/ReadOnlyAccess".',
        ],
    },
    "eleven policies": {
        given: { policies: Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`p${at}`, RIGHT.policies!.data])) },
        says: ["policies and inlinePolicies are 11, more than 10, which a role can have. Write fewer."],
    },
    "two policies of one name": {
        given: { inlinePolicies: { data: WORK } },
        says: ["inlinePolicies.data has the name of one of policies. Write another name."],
    },
    "a policy that is longer than AWS takes": {
        given: { inlinePolicies: { long: `"${"x".repeat(6_143)}"` } },
        says: ["inlinePolicies.long has 6145 characters, of which AWS takes 6144. Write two shorter ones."],
    },
    "a boundary where the broker could end nothing": {
        given: { permissionsBoundary: `${ACCOUNT}:policy/ours` },
        says: [
            'permissionsBoundary is no ARN of a policy under the path "/jit/". Write permissionsBoundary: "arn:aws:iam::123456789012:policy/jit/boundary".',
        ],
    },
    "a group of what outlives a session that there is not": {
        given: { allowPersistence: ["everything"] },
        says: [
            'allowPersistence names a group that there is not. Write some of "assume-role", "pass-role", "change-iam", "change-access", "issue-credentials", "change-code", "enter-machines".',
        ],
    },
});

describe("JitRole refuses", () => {
    test("an administrator who may outlive the end, unless somebody takes the risk", async () => {
        const policies = { all: "arn:aws:iam::aws:policy/AdministratorAccess" };
        const { errors } = await declare(make({ policies, allowPersistence: ["change-iam"] }));
        expect(errors.join()).toContain(
            "allowPersistence lets an administrator outlive the end of the role. Write acceptRisk:",
        );
    });

    test("a revoker of which nobody knows whether there is one", async () => {
        const { errors } = await declare(make({ revoker: output(true) }));
        expect(errors.join()).toContain("revoker is neither true nor false before the deployment. Write revoker: false.");
    });
});
