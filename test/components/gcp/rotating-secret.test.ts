import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CustomResourceOptions, ResourceTransformationArgs, asset } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { identifier } from "../../../components/gcp/function";
import { RotatingSecret, type RotatingSecretArgs } from "../../../components/gcp/rotating-secret";
import { PERMISSIONS, longest, replication, rotation } from "../../../components/gcp/rotating-secret/documents";
import { declare } from "../../harness/declare";
import { declared, describeRefusals } from "../../harness/describe-component";

const HANDLER = join(__dirname, "..", "..", "..", "examples", "components", "gcp-rotating-secret", "payments-key.js");
const RIGHT: RotatingSecretArgs = {
    location: "europe-west1",
    strategy: { password: {} },
    owner: "payments@example.com",
};
const make =
    (args: Partial<RotatingSecretArgs> = {}) =>
    () =>
        new RotatingSecret("mine", { ...RIGHT, ...args });
const inputs = async (type: string, name = "mine", args: Partial<RotatingSecretArgs> = {}) =>
    (await declared(make(args), `gcp:${type}`, name)).inputs;

describe("what it makes", () => {
    test("is a secret that says when it is to be rotated, and whose versions are destroyed some time after they end", async () => {
        expect(await inputs("secretmanager/secret:Secret")).toMatchObject({
            secretId: "mine",
            replication: { auto: {} },
            rotation: { rotationPeriod: "2592000s", nextRotationTime: "2026-02-14T12:00:00Z" },
            versionDestroyTtl: "604800s",
            topics: [{ name: "mine-id" }],
            labels: { owner: "payments_at_example_com", review: "90d" },
        });
    });

    test("takes one's own times, name, places and labels", async () => {
        const args = {
            rotateEvery: "12h",
            overlap: "2h",
            destroyAfter: "1d",
            secretId: "db_password",
            locations: ["europe-west1", "europe-west4"],
            labels: { team: "payments" },
            project: "example",
        };
        expect(await inputs("secretmanager/secret:Secret", "mine", args)).toMatchObject({
            project: "example",
            secretId: "db_password",
            replication: { userManaged: { replicas: [{ location: "europe-west1" }, { location: "europe-west4" }] } },
            rotation: { rotationPeriod: "43200s", nextRotationTime: "2026-01-16T00:00:00Z" },
            versionDestroyTtl: "86400s",
            labels: { team: "payments", owner: "payments_at_example_com" },
        });
        const { serviceConfig } = await inputs("cloudfunctionsv2/function:Function", "mine", args);
        expect(serviceConfig).toMatchObject({ environmentVariables: { LONGEST: "46800", OVERLAP: "7200" } });
        for (const { type, inputs, name } of (await declare(make(args))).resources) {
            if (/BucketObject|jit-guard/.test(type)) continue;
            expect(inputs.project, `${type} ${name}`).toBe("example");
        }
    });

    test("is a function that answers one message of the topic at a time, from nowhere else, as an account of its own", async () => {
        expect(await inputs("cloudfunctionsv2/function:Function")).toMatchObject({
            location: "europe-west1",
            buildConfig: { runtime: "nodejs22", entryPoint: "handler", source: { storageSource: { object: "mine" } } },
            serviceConfig: {
                maxInstanceCount: 1,
                maxInstanceRequestConcurrency: 1,
                ingressSettings: "ALLOW_INTERNAL_ONLY",
                timeoutSeconds: 300,
                environmentVariables: { STRATEGY: "password", LENGTH: "32", LONGEST: "2595600", OVERLAP: "3600" },
            },
            eventTrigger: {
                eventType: "google.cloud.pubsub.topic.v1.messagePublished",
                pubsubTopic: "mine-id",
                triggerRegion: "europe-west1",
                retryPolicy: "RETRY_POLICY_RETRY",
            },
        });
        expect(await inputs("serviceaccount/account:Account")).toMatchObject({ accountId: "mine-e2a40f" });
        expect(await inputs("cloudrunv2/serviceIamMember:ServiceIamMember")).toMatchObject({ role: "roles/run.invoker" });
    });

    test("may do on its one secret what a rotation does, and nothing on others", async () => {
        expect(PERMISSIONS.every((each) => each.startsWith("secretmanager."))).toBe(true);
        expect(PERMISSIONS.join()).not.toMatch(/IamPolicy|delete/);
        expect(await inputs("projects/iAMCustomRole:IAMCustomRole")).toMatchObject({
            roleId: "mine_e2a40f",
            permissions: [...PERMISSIONS],
        });
        const { resources } = await declare(make());
        const grants = resources.filter(({ type }) => /iam.*member/i.test(type)).map(({ type }) => type.split(":")[2]);
        expect(grants.sort()).toEqual(["SecretIamMember", "ServiceIamMember", "TopicIAMMember"]);
    });

    test("lets Secret Manager publish before there is a secret, and has a function before there is a message", async () => {
        const names = (await declare(make())).resources.map(({ type }) => type.split(":")[2]);
        const secret = names.indexOf("Secret");
        expect(secret).toBeGreaterThan(names.indexOf("TopicIAMMember"));
        expect(secret).toBeGreaterThan(names.indexOf("Function"));
        expect(secret).toBeGreaterThan(names.indexOf("ServiceIamMember"));
        expect(await inputs("projects/serviceIdentity:ServiceIdentity", "mine-agent")).toMatchObject({
            service: "secretmanager.googleapis.com",
        });
        expect(await inputs("pubsub/topicIAMMember:TopicIAMMember", "mine-agent")).toMatchObject({
            role: "roles/pubsub.publisher",
        });
    });

    test("looks every hour for what is due", async () => {
        expect(await inputs("cloudscheduler/job:Job")).toMatchObject({
            region: "europe-west1",
            schedule: "0 * * * *",
            timeZone: "Etc/UTC",
            pubsubTarget: { topicName: "mine-id", attributes: { eventType: "TICK" } },
        });
    });

    test("has the code of the component, and one's own file beside it", async () => {
        const files = async (args = {}) => {
            const { source } = await inputs("storage/bucketObject:BucketObject", "mine", args);
            return (source as asset.AssetArchive).assets as unknown as Promise<Record<string, { text?: Promise<string> }>>;
        };
        const own = await files();
        expect(Object.keys(own)).toEqual(["index.js", "package.json"]);
        expect(JSON.parse((await own["package.json"]!.text)!)).toEqual({ main: "index.js" });
        expect(Object.keys(await files({ strategy: { http: { handler: HANDLER } } }))).toEqual([
            "handler.js",
            "index.js",
            "package.json",
        ]);
        const http = await inputs("cloudfunctionsv2/function:Function", "mine", {
            strategy: { http: { handler: HANDLER } },
        });
        expect(http.serviceConfig).toMatchObject({ environmentVariables: { STRATEGY: "http" } });
        expect(JSON.stringify(http)).not.toContain("LENGTH");
    });

    test("keeps its code to itself", async () => {
        expect(await inputs("storage/bucket:Bucket")).toMatchObject({
            uniformBucketLevelAccess: true,
            publicAccessPrevention: "enforced",
        });
    });

    test("is built by the account that it is told", async () => {
        const buildAccount = "projects/example/serviceAccounts/build@example.iam.gserviceaccount.com";
        const { buildConfig } = await inputs("cloudfunctionsv2/function:Function", "mine", { buildAccount });
        expect(buildConfig).toMatchObject({ serviceAccount: buildAccount });
    });

    test("leaves alone what Secret Manager and the function change later", async () => {
        const ignored: unknown[] = [];
        const transformation = ({ type, opts }: ResourceTransformationArgs) => {
            if (type === "gcp:secretmanager/secret:Secret") ignored.push((opts as CustomResourceOptions).ignoreChanges);
            return undefined;
        };
        await declare(() => new RotatingSecret("mine", RIGHT, { transformations: [transformation] }));
        expect(ignored).toEqual([["rotation.nextRotationTime", "versionAliases", "annotations"]]);
    });

    test("is all under it", async () => {
        const { resources } = await declare(make());
        for (const { name } of resources) expect(name === "mine" || name.startsWith("mine-")).toBe(true);
    });
});

test("the times of a secret are exact", () => {
    const times = { rotateEvery: 3_600, overlap: 3_600, destroyAfter: 86_400 };
    expect(longest(times)).toBe(7_200);
    expect(rotation(times, Date.parse("2026-01-15T12:00:00.999Z"))).toEqual({
        rotationPeriod: "3600s",
        nextRotationTime: "2026-01-15T13:00:00Z",
    });
    expect(replication([])).toEqual({ auto: {} });
});

test("names are such as Google takes, and those of two stacks differ", () => {
    for (const [name, begins] of [
        ["DB password / orders", "db-password-orders-"],
        ["9lives", "lives-"],
        ["x".repeat(80), `${"x".repeat(23)}-`],
        [`${"x".repeat(22)}--y`, `${"x".repeat(22)}-`],
        ["…", "jit-"],
    ] as const) {
        const made = identifier(name, 30);
        expect(made).toMatch(/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/);
        expect(made.slice(0, -6)).toBe(begins);
    }
    expect(identifier("a", 30)).not.toBe(identifier("A", 30));
});

test("the interface of a strategy is the same on both clouds", () => {
    const read = (cloud: string) =>
        readFileSync(
            join(__dirname, "..", "..", "..", "components", cloud, "rotating-secret", "runtime", "strategy.ts"),
            "utf8",
        ).split("export interface")[1];
    expect(read("gcp")).toBe(read("aws"));
});

const ROTATION = "(gcp-require-secret-rotation).";
describeRefusals(RotatingSecret, RIGHT, {
    "nothing, all at once": {
        given: { location: undefined, owner: undefined, strategy: undefined },
        says: [
            'location is missing. Write location: "europe-west1".',
            "strategy is missing. Write strategy: { password: {} }.",
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "a zone for a region": {
        given: { location: "europe-west1-b" },
        says: ['location is no region. Write location: "europe-west1".'],
    },
    "a rotation without a unit": {
        given: { rotateEvery: 30 },
        says: [`rotateEvery is a number without a unit. Write rotateEvery: "30d" ${ROTATION}`],
    },
    "a rotation in words": {
        given: { rotateEvery: "1 month" },
        says: [`rotateEvery is no duration such as "15m", "1h" or "90d". Write rotateEvery: "30d" ${ROTATION}`],
    },
    "a rotation more often than Secret Manager tells": {
        given: { rotateEvery: "59m" },
        says: [`rotateEvery is shorter than 1h. Write rotateEvery: "30d" ${ROTATION}`],
    },
    "a rotation a day too seldom": {
        given: { rotateEvery: "91d" },
        says: [
            `rotateEvery is longer than 90d: a value that is never changed works for everyone who has ever seen it. Write rotateEvery: "30d" ${ROTATION}`,
        ],
    },
    "an overlap of a minute less than the schedule knows": {
        given: { overlap: "59m" },
        says: ['overlap is shorter than 1h. Write overlap: "1h".'],
    },
    "an overlap of more than a week": {
        given: { overlap: "169h" },
        says: ['overlap is longer than 7d: who reads the secret reads it again within a week. Write overlap: "1h".'],
    },
    "an overlap into the next rotation": {
        given: { overlap: "2h", rotateEvery: "1h" },
        says: ['overlap is longer than rotateEvery: no more than two values work at a time. Write overlap: "1h".'],
    },
    "destruction before anybody could notice": {
        given: { destroyAfter: "23h" },
        says: ['destroyAfter is shorter than 1d. Write destroyAfter: "7d".'],
    },
    "destruction a day too late": {
        given: { destroyAfter: "31d" },
        says: [
            'destroyAfter is longer than 30d: a value that nobody needed for a month is not needed. Write destroyAfter: "7d".',
        ],
    },
    "a name that Secret Manager does not take": {
        given: { secretId: "db/password" },
        says: ['secretId is no name of a secret: letters, digits, "-" and "_". Write secretId: "db-password".'],
    },
    "a place that is none": {
        given: { locations: ["europe"] },
        says: ['locations[0] is no region. Write locations[0]: "europe-west1".'],
    },
    "two strategies": {
        given: { strategy: { password: {}, http: { handler: HANDLER } } },
        says: ["strategy is not one of password and http. Write strategy: { password: {} }."],
    },
    "a strategy and something that is none": {
        given: { strategy: { password: {}, postgres: {} } },
        says: ["strategy is not one of password and http. Write strategy: { password: {} }."],
    },
    "a name that is too long": {
        given: { secretId: "s".repeat(256) },
        says: ['secretId is no name of a secret: letters, digits, "-" and "_". Write secretId: "db-password".'],
    },
    "a strategy that there is not": {
        given: { strategy: { postgres: {} } },
        says: ["strategy is not one of password and http. Write strategy: { password: {} }."],
    },
    "a short password": {
        given: { strategy: { password: { length: 15 } } },
        says: ["strategy.password.length is no number from 16 to 128. Write length: 32."],
    },
    "a long password": {
        given: { strategy: { password: { length: 129 } } },
        says: ["strategy.password.length is no number from 16 to 128. Write length: 32."],
    },
    "a handler that is no CommonJS file": {
        given: { strategy: { http: { handler: "./rotate.mjs" } } },
        says: ['strategy.http.handler is no path of a CommonJS file. Write strategy.http.handler: "./rotate.js".'],
    },
    "a handler that is not there": {
        given: { strategy: { http: { handler: "./rotate.js" } } },
        says: ['strategy.http.handler is a file that is not there. Write the path from where Pulumi runs: "./rotate.js".'],
    },
});

test.each<[string, Partial<RotatingSecretArgs>]>([
    ["the most often", { rotateEvery: "1h", overlap: "1h" }],
    ["the least often", { rotateEvery: "90d", overlap: "7d", destroyAfter: "30d" }],
    ["the shortest name", { secretId: "s" }],
    ["the longest name", { secretId: "s".repeat(255) }],
    ["the shortest password", { strategy: { password: { length: 16 } }, destroyAfter: "1d" }],
    ["the longest password", { strategy: { password: { length: 128 } } }],
])("it takes %s", async (_, args) => {
    expect((await declare(make(args))).errors).toEqual([]);
});
