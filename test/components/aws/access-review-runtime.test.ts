import { AttachRolePolicyCommand, CreatePolicyCommand, CreateRoleCommand, DeleteRoleCommand } from "@aws-sdk/client-iam";
import { DetachRolePolicyCommand, IAMClient, ListAttachedRolePoliciesCommand } from "@aws-sdk/client-iam";
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Event, type World, handler, review } from "../../../components/aws/access-review/runtime";
import type { Settings } from "../../../components/aws/access-review/runtime/decide";
import { type Moto, makeLockedBucket, moto, startMoto } from "../../harness/moto";

const DAY = 86_400_000;
const REVIEWER = "AROAJO:jo@example.com";
const BUCKET = "reviews";
const ACCOUNT = "arn:aws:iam::123456789012";
const DENY = `${ACCOUNT}:policy/jit-guard/suspended`;
const SETTINGS: Settings = {
    entitlements: [
        { name: "prod-dba", role: `${ACCOUNT}:role/jit/prod-dba`, every: 90 * 86_400 },
        { name: "prod", role: `${ACCOUNT}:role/prod`, every: 30 * 86_400 },
    ],
    remindBefore: 14 * 86_400,
    onOverdue: "suspend",
    owner: "security@example.com",
};

describe.skipIf(!moto)("the review, on moto", () => {
    let server: Moto;
    let world: World;
    const lines = vi.spyOn(console, "log").mockImplementation(() => {});

    beforeAll(async () => {
        server = await startMoto();
        const { client } = server;
        world = {
            s3: new S3Client({ ...client, forcePathStyle: true }),
            iam: new IAMClient(client),
            sns: new SNSClient(client),
            bucket: BUCKET,
            topic: "arn:aws:sns:eu-west-1:123456789012:reviews",
            deny: DENY,
            settings: SETTINGS,
            now: Date.now,
        };
    });
    afterAll(() => server.stop());
    afterEach(() => server.reset());

    beforeEach(async () => {
        lines.mockClear();
        await prepare();
    });

    async function prepare(): Promise<void> {
        const { s3, iam, sns } = world;
        await makeLockedBucket(s3, BUCKET);
        const PolicyDocument = JSON.stringify({
            Version: "2012-10-17",
            Statement: { Effect: "Deny", Action: "*", Resource: "*" },
        });
        await iam.send(new CreatePolicyCommand({ PolicyName: "suspended", Path: "/jit-guard/", PolicyDocument }));
        for (const [RoleName, Path] of [
            ["prod-dba", "/jit/"],
            ["prod", "/"],
        ]) {
            await iam.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument: "{}" }));
        }
        await sns.send(new CreateTopicCommand({ Name: "reviews" }));
        await sqs("CreateQueue", { QueueName: "told" });
        await sns.send(
            new SubscribeCommand({
                TopicArn: world.topic,
                Protocol: "sqs",
                Endpoint: "arn:aws:sqs:eu-west-1:123456789012:told",
            }),
        );
    }

    /** There is no client of SQS among the dependencies; moto wants no true signature. */
    async function sqs(action: string, body: object): Promise<{ Messages?: { Body: string; ReceiptHandle: string }[] }> {
        const answer = await fetch(server.endpoint, {
            method: "POST",
            headers: {
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Target": `AmazonSQS.${action}`,
                Authorization:
                    "AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=a",
            },
            body: JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(await answer.text());
        return (await answer.json()) as { Messages?: { Body: string; ReceiptHandle: string }[] };
    }

    /** The subjects of what was delivered since it was last asked, without what they all begin with. */
    async function told(): Promise<string[]> {
        const QueueUrl = `${server.endpoint}/123456789012/told`;
        const found: string[] = [];
        for (;;) {
            const { Messages = [] } = await sqs("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
            if (Messages.length === 0) return found.sort();
            for (const { Body, ReceiptHandle } of Messages) {
                found.push((JSON.parse(Body) as { Subject: string }).Subject.replace("Access review: ", ""));
                await sqs("DeleteMessage", { QueueUrl, ReceiptHandle });
            }
        }
    }

    const daily = (after: number, change: Partial<World> = {}) =>
        review({}, { ...world, now: () => Date.now() + after, ...change });
    const reviewed = (after: number, change: Partial<World> = {}, name = "prod-dba") =>
        review(came(name), { ...world, now: () => Date.now() + after, ...change });
    const came = (name: string): Event => ({ Records: [{ s3: { object: { key: `reviews/${name}/AROAJO%3Ajo/1.json` } } }] });

    async function put(written: unknown, name = "prod-dba", key = `${REVIEWER}/1.json`): Promise<void> {
        const Body = typeof written === "string" ? written : JSON.stringify(written);
        await world.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: `reviews/${name}/${key}`, Body }));
    }
    const keep = { decision: "keep", reason: "still on call" };
    const remove = { decision: "remove", reason: "the team is gone" };

    async function suspended(): Promise<string[]> {
        const found = await Promise.all(
            ["prod", "prod-dba"].map(async (RoleName) => {
                const { AttachedPolicies = [] } = await world.iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
                return AttachedPolicies.some(({ PolicyArn }) => PolicyArn === DENY) ? [RoleName] : [];
            }),
        );
        return found.flat();
    }
    const suspend = (RoleName: string) => world.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: DENY }));
    const everything = async () =>
        (await world.s3.send(new ListObjectVersionsCommand({ Bucket: BUCKET }))).Versions!.map(({ Key }) => Key).sort();

    test("starts the clocks when it first sees the entitlements, and tells nobody", async () => {
        await daily(0);
        expect(await everything()).toEqual(["started/prod-dba.json", "started/prod.json"]);
        expect(await suspended()).toEqual([]);
        expect(await told()).toEqual([]);
    });

    test("starts no clock twice, whatever is put over it", async () => {
        await daily(0);
        await world.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: "started/prod.json", Body: "{}" }));
        await world.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: "started/prod-dba.json" }));
        await daily(1);
        expect(await everything()).toEqual(["started/prod-dba.json", "started/prod.json", "started/prod.json"]);
    });

    test("reminds of each when it is time, once a day", async () => {
        await daily(0);
        await daily(16 * DAY);
        expect(await told()).toEqual(["prod is due"]);
        await daily(17 * DAY);
        expect(await told()).toEqual([]);
        await daily(76 * DAY);
        expect(await told()).toEqual(["prod is overdue, suspended", "prod-dba is due"]);
    });

    test("suspends what nobody has reviewed, and says so each day", async () => {
        await daily(0);
        await daily(29 * DAY);
        expect(await suspended()).toEqual([]);
        await daily(30 * DAY);
        expect(await suspended()).toEqual(["prod"]);
        await told();
        await daily(31 * DAY);
        expect(await suspended()).toEqual(["prod"]);
        expect(await told()).toEqual(["prod is overdue, suspended"]);
    });

    test("suspends when it runs again after a long time", async () => {
        await daily(0);
        await daily(300 * DAY);
        expect(await suspended()).toEqual(["prod", "prod-dba"]);
    });

    test("only tells where the program wants no more", async () => {
        const settings: Settings = { ...SETTINGS, onOverdue: "notify" };
        await daily(0, { settings });
        await daily(30 * DAY, { settings });
        expect(await suspended()).toEqual([]);
        expect(await told()).toEqual(["prod is overdue"]);
    });

    test("lets go on what is kept, counted from when S3 got it", async () => {
        await daily(0);
        await put({ ...keep, at: "2099-01-01T00:00:00Z" });
        await reviewed(0);
        expect(await told()).toEqual(["prod-dba is kept"]);
        await daily(89 * DAY);
        expect(await suspended()).toEqual(["prod"]);
        await daily(90 * DAY);
        expect(await suspended()).toEqual(["prod", "prod-dba"]);
    });

    test("ends a suspension as soon as somebody keeps the entitlement", async () => {
        await suspend("prod-dba");
        await put(keep);
        await reviewed(0);
        expect(await suspended()).toEqual([]);
        expect(await told()).toEqual(["prod-dba is kept"]);
    });

    test("ends a suspension a day later when nothing told of the review", async () => {
        await suspend("prod-dba");
        await put(keep);
        await daily(0);
        expect(await suspended()).toEqual([]);
        expect(await told()).toEqual(["prod-dba is kept"]);
    });

    test("looks at no other entitlement when a review comes", async () => {
        await suspend("prod");
        await put(keep);
        await reviewed(0);
        expect(await suspended()).toEqual(["prod"]);
        expect(await everything()).not.toContain("started/prod.json");
    });

    test("suspends at once what is to be removed, and says so each day", async () => {
        await put(remove);
        await reviewed(0);
        expect(await suspended()).toEqual(["prod-dba"]);
        expect(await told()).toEqual(["prod-dba is to be removed, suspended"]);
        await daily(DAY);
        expect(await suspended()).toEqual(["prod-dba"]);
        expect(await told()).toEqual(["prod-dba is to be removed, suspended"]);
    });

    test("takes no deletion for an answer", async () => {
        await put(remove);
        await world.s3.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: `reviews/prod-dba/${REVIEWER}/1.json` }));
        await daily(0);
        expect(await suspended()).toEqual(["prod-dba"]);
    });

    test("says at once what is no review, and counts it for nothing", async () => {
        await put("still on call");
        await put({ decision: "keep" }, "prod-dba", `${REVIEWER}/2.json`);
        await put(keep, "prod-dba", "elsewhere.json");
        await reviewed(0);
        expect(await told()).toEqual(["prod-dba was not reviewed"]);
        await daily(90 * DAY);
        expect(await suspended()).toEqual(["prod-dba"]);
        expect(lines.mock.calls.flat().join("\n")).not.toContain("on call");
    });

    test("changes nothing of IAM on a day on which nothing has to change", async () => {
        await daily(0);
        await daily(30 * DAY);
        const sent = vi.spyOn(world.iam, "send");
        await daily(31 * DAY);
        expect(sent.mock.calls.map(([{ constructor }]) => constructor.name)).toEqual([
            "ListAttachedRolePoliciesCommand",
            "ListAttachedRolePoliciesCommand",
        ]);
        sent.mockRestore();
    });

    test("settles the others when one cannot be, tells of it, and then fails", async () => {
        await daily(0);
        await world.iam.send(new DeleteRoleCommand({ RoleName: "prod-dba" }));
        await expect(daily(90 * DAY)).rejects.toThrow("Not settled: prod-dba.");
        const { AttachedPolicies } = await world.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "prod" }));
        expect(AttachedPolicies).toHaveLength(1);
        expect(await told()).toEqual(["prod is overdue, suspended", "prod-dba is overdue, NOT suspended"]);
        expect(lines.mock.calls.flat()).toContain(
            JSON.stringify({
                level: "ERROR",
                message: "not settled",
                entitlement: "prod-dba",
                role: `${ACCOUNT}:role/jit/prod-dba`,
                error: "NoSuchEntityException",
            }),
        );
    });

    test("takes what it needs from its environment", async () => {
        const { endpoint, region, credentials } = server.client;
        const settings = { ...SETTINGS, entitlements: [{ ...SETTINGS.entitlements[0]!, name: "from-the-environment" }] };
        for (const [name, value] of Object.entries({
            AWS_ENDPOINT_URL: endpoint,
            AWS_REGION: region,
            AWS_ACCESS_KEY_ID: credentials.accessKeyId,
            AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
            BUCKET,
            TOPIC: world.topic,
            DENY,
            SETTINGS: JSON.stringify(settings),
        })) {
            vi.stubEnv(name, value);
        }
        await put(remove, "from-the-environment");
        await handler(came("from-the-environment"));
        vi.unstubAllEnvs();
        expect(await suspended()).toEqual(["prod-dba"]);
        expect(await told()).toEqual(["from-the-environment is to be removed, suspended"]);
    });

    describe("when another review comes meanwhile", () => {
        /** Somebody is faster: just before a call of that kind is made, for the first time. */
        function before(command: abstract new (...args: never[]) => unknown, act: () => Promise<unknown>): Partial<World> {
            let isDone = false;
            const iam = intercepted(world.iam, async (sent, send) => {
                if (sent instanceof command && !isDone) {
                    isDone = true;
                    await act();
                }
                return send();
            });
            return { iam };
        }

        test("that keeps the entitlement, it is not left suspended", async () => {
            await put(remove);
            // S3 tells seconds.
            const later = () => new Promise((resolve) => setTimeout(resolve, 1_100)).then(() => put(keep));
            await reviewed(0, before(AttachRolePolicyCommand, later));
            expect(await suspended()).toEqual([]);
            expect(await told()).toEqual(["prod-dba is kept"]);
        });

        test("that removes it, it is not left working", async () => {
            await put(keep);
            await suspend("prod-dba");
            await daily(
                0,
                before(DetachRolePolicyCommand, () => put(remove)),
            );
            expect(await suspended()).toEqual(["prod-dba"]);
            expect(await told()).toEqual(["prod-dba is to be removed, suspended"]);
        });
    });

    const DOORS = ["s3", "iam", "sns"] as const;

    /** A world in which something happens at the n-th call to AWS. */
    function broken(
        at: number,
        how: "call is answered by an error" | "process dies",
    ): { world: Partial<World>; calls: () => number } {
        let count = 0;
        const doors = Object.fromEntries(
            DOORS.map((door) => [
                door,
                intercepted(world[door] as never, async (_, send) => {
                    count += 1;
                    if (count > at && how === "process dies") throw new Error("broken");
                    const answer = await send();
                    if (count === at) throw new Error("broken");
                    return answer;
                }),
            ]),
        );
        return { world: doors, calls: () => count };
    }

    function intercepted<Client extends object>(
        client: Client,
        around: (command: unknown, send: () => Promise<unknown>) => Promise<unknown>,
    ): Client {
        return new Proxy(client, {
            get(target, member) {
                const value = Reflect.get(target, member) as unknown;
                if (member !== "send") return value;
                return (command: unknown) =>
                    around(command, () => (value as (command: unknown) => Promise<unknown>).call(target, command));
            },
        });
    }

    const SCENES: Readonly<
        Record<
            string,
            {
                before?: () => Promise<unknown>;
                run: (change?: Partial<World>) => Promise<void>;
                end: string[];
                says: string[];
            }
        >
    > = {
        "nothing is due": { run: (change) => daily(0, change), end: [], says: [] },
        "one is overdue": {
            before: () => daily(0),
            run: (change) => daily(31 * DAY, change),
            end: ["prod"],
            says: ["prod is overdue, suspended"],
        },
        "one was kept": {
            before: () => suspend("prod-dba").then(() => put(keep)),
            run: (change) => reviewed(0, change),
            end: [],
            says: ["prod-dba is kept"],
        },
        "one is to be removed": {
            before: () => put(remove),
            run: (change) => reviewed(0, change),
            end: ["prod-dba"],
            says: ["prod-dba is to be removed, suspended"],
        },
    };

    describe.each(Object.entries(SCENES))("when %s", (_, { before, run, end, says }) => {
        test.each(["call is answered by an error", "process dies"] as const)(
            "it ends right on the second try, whichever %s",
            async (how) => {
                let isThrough = false;
                for (let at = 1; !isThrough; at++) {
                    await server.reset();
                    await prepare();
                    await before?.();
                    const { world: doors, calls } = broken(at, how);
                    isThrough = await run(doors).then(
                        () => true,
                        () => false,
                    );
                    // No error is kept silent.
                    expect(isThrough).toBe(calls() < at);
                    await run();
                    expect({ at, suspended: await suspended() }).toEqual({ at, suspended: end });
                    expect([...new Set(await told())].filter((each) => !/NOT|STILL/.test(each))).toEqual(says);
                }
            },
        );

        test("it ends the same when it runs twice at once, and then again", async () => {
            await before?.();
            await Promise.all([run(), run()]);
            await run();
            expect(await suspended()).toEqual(end);
        });
    });
});
