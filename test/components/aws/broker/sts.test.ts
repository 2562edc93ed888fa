import { STSClient, STSServiceException } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { sts } from "../../../../components/aws/broker/runtime/sts";
import { T0 } from "./grants";

/** What STS is asked for; moto takes all of it, and AWS does not. */

const SESSION = {
    role: "arn:aws:iam::123456789012:role/jit/dba",
    id: "g-abcdefghijklmnopqrstuvwxyz",
    requester: "person:jo@example.com",
    duration: 900,
    policy: "{}",
};

function client(answer: () => object): { asked: Record<string, unknown>[]; client: STSClient } {
    const asked: Record<string, unknown>[] = [];
    const client = new STSClient({ region: "eu-west-1", credentials: { accessKeyId: "a", secretAccessKey: "b" } });
    client.middlewareStack.add(
        () =>
            ({ input }) => {
                asked.push(input as Record<string, unknown>);
                return Promise.resolve({ output: answer() as never, response: {} });
            },
        { step: "initialize" },
    );
    return { asked, client };
}
const given = () => ({
    Credentials: { AccessKeyId: "A", SecretAccessKey: "S", SessionToken: "T", Expiration: new Date(T0) },
});

test("a session has the name and the identity of its grant, and its requester as a tag of which AWS takes 256 characters", async () => {
    const { asked, client: of } = client(given);
    expect(await sts(of).assume(SESSION)).toEqual({
        accessKeyId: "A",
        secretAccessKey: "S",
        sessionToken: "T",
        expiration: T0,
    });
    await sts(of).assume({ ...SESSION, requester: `role:123456789012/é\n${"a".repeat(300)}` });
    const tag = (Value: string) => [{ Key: "jit-requester", Value }];
    const { id } = SESSION;
    expect(asked).toMatchObject([
        { RoleSessionName: id, SourceIdentity: id, DurationSeconds: 900, Tags: tag("person:jo@example.com") },
        { Tags: tag(`role:123456789012/__${"a".repeat(256 - "role:123456789012/__".length)}`) },
    ]);
});

test.each([
    ["AccessDenied", "given to nobody"],
    ["ExpiredToken", "a failure"],
])("where STS says %s it is %s", async (name, is) => {
    const { client: of } = client(() => {
        throw new STSServiceException({ name, message: "no", $fault: "client", $metadata: { httpStatusCode: 403 } });
    });
    const assumed = sts(of)
        .assume(SESSION)
        .then(
            (session) => (session ? "given" : "given to nobody"),
            () => "a failure",
        );
    expect(await assumed).toBe(is);
});
