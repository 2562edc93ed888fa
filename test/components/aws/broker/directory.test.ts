import {
    CreateGroupCommand,
    CreateGroupMembershipCommand,
    CreateUserCommand,
    IdentitystoreClient,
} from "@aws-sdk/client-identitystore";
import { SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NO_DIRECTORY, directory } from "../../../../components/aws/broker/runtime/directory";
import type { Grant } from "../../../../components/aws/broker/runtime/grant";
import { notices } from "../../../../components/aws/broker/runtime/notices";
import { tasks } from "../../../../components/aws/broker/runtime/tasks";
import type { Entry } from "../../../../components/aws/broker/runtime/trail";
import { type Moto, moto, startMoto } from "../../../harness/moto";

const STORE = "d-9067f1b2c3";

describe.skipIf(!moto)("the directory", () => {
    let server: Moto;
    let client: IdentitystoreClient;
    const ids = { user: "", group: "" };
    beforeAll(async () => {
        server = await startMoto();
        client = new IdentitystoreClient(server.client);
        const { UserId } = await client.send(
            new CreateUserCommand({
                IdentityStoreId: STORE,
                UserName: "jo@example.com",
                DisplayName: "Jo",
                Name: { GivenName: "Jo", FamilyName: "Doe" },
            }),
        );
        const { GroupId } = await client.send(new CreateGroupCommand({ IdentityStoreId: STORE, DisplayName: "dba" }));
        Object.assign(ids, { user: UserId, group: GroupId });
        await client.send(
            new CreateGroupMembershipCommand({ IdentityStoreId: STORE, GroupId, MemberId: { UserId: UserId! } }),
        );
    });
    afterAll(() => server.stop());

    test("knows the groups of a person", async () => {
        expect(await directory(client, STORE).groups("person:jo@example.com")).toEqual([ids.group]);
    });

    test("knows nobody who has left", async () => {
        expect(await directory(client, STORE).groups("person:gone@example.com")).toBeUndefined();
    });

    test("asks nobody about a workload", async () => {
        expect(await directory(client, STORE).groups("role:123456789012/agent")).toEqual([]);
        expect(await NO_DIRECTORY.groups("person:jo@example.com")).toEqual([]);
    });
});

test("a directory that does not answer is no answer", async () => {
    const client = { send: () => Promise.reject(Object.assign(new Error("No."), { name: "ThrottlingException" })) };
    await expect(directory(client as unknown as IdentitystoreClient, STORE).groups("person:jo@example.com")).rejects.toThrow(
        "No.",
    );
});

// moto has no sessions of Systems Manager.
test("the shells of a grant's session are closed, in its account and of no other session", async () => {
    const asked: [account: string, input: unknown][] = [];
    const ssmOf = (account: string) =>
        Object.assign(new SSMClient({ region: "eu-west-1" }), {
            send({ input }: { input: { State?: string; NextToken?: string; SessionId?: string } }) {
                asked.push([account, input]);
                if (input.SessionId) return Promise.resolve({});
                const first = { Sessions: [{ SessionId: "g-1-a" }], NextToken: "more" };
                return Promise.resolve(input.NextToken ? { Sessions: [{ SessionId: "g-1-b" }] } : first);
            },
        });
    const { "terminate-sessions": terminate } = tasks({} as never, {} as never, ssmOf);
    await terminate("arn:aws:iam::210987654321:role/jit/prod/dba", { id: "g-1" } as Grant);
    const Filters = [{ key: "Owner", value: "arn:aws:sts::210987654321:assumed-role/dba/g-1" }];
    expect(asked).toEqual([
        ["210987654321", expect.objectContaining({ State: "Active", Filters })],
        ["210987654321", { SessionId: "g-1-a" }],
        ["210987654321", expect.objectContaining({ State: "Active", Filters, NextToken: "more" })],
        ["210987654321", { SessionId: "g-1-b" }],
    ]);
});

test("a secret is rotated by a token of its grant, of a form that Secrets Manager takes, each time the same", async () => {
    const asked: { SecretId: string; ClientRequestToken: string }[] = [];
    const secrets = { send: ({ input }: { input: (typeof asked)[0] }) => Promise.resolve(asked.push(input)) };
    const does = tasks(secrets as never, {} as never, () => undefined as never);
    for (const id of ["g-1", "g-1", "g-2"]) await does.rotate("secret", { id } as Grant);
    const [one, same, other] = asked.map(({ ClientRequestToken }) => ClientRequestToken);
    expect(one).toMatch(/^[0-9a-f]{32,64}$/);
    expect([same === one, other === one]).toEqual([true, false]);
});

test("people are told of an entry in a line, of which SNS takes 100 characters of ASCII, and programs read all of it", async () => {
    const asked: { Subject: string; Message: string }[] = [];
    const sns = { send: ({ input }: { input: (typeof asked)[0] }) => Promise.resolve(asked.push(input)) };
    const entry = { of: "g-1", event: "approve", state: "approved" } as Entry;
    await notices(sns as never, "topic")(entry);
    await notices(sns as never, "topic")({ ...entry, event: "e".repeat(200) });
    expect(asked.map(({ Subject }) => Subject)).toEqual([
        "Access: g-1 approve, approved",
        `Access: g-1 ${"e".repeat(100 - "Access: g-1 ".length)}`,
    ]);
    expect(JSON.parse(asked[0]!.Message)).toEqual(entry);
});
