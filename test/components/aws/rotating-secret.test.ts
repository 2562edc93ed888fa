import { join } from "node:path";
import { Permission } from "@pulumi/aws/lambda/permission";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion";
import {
    type CustomResourceOptions,
    type Output,
    type ResourceTransformationArgs,
    type asset,
    isSecret,
    output,
    secret,
} from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { RotatingSecret, type RotatingSecretArgs } from "../../../components/aws/rotating-secret";
import { rights } from "../../../components/aws/rotating-secret/documents";
import { declare, unknown } from "../../harness/declare";
import { declared, parsed } from "../../harness/describe-component";

const HANDLER = join(__dirname, "..", "..", "..", "examples", "components", "aws-rotating-secret", "handler.js");
const ADMIN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds-admin-AbCdEf";
const USER = "arn:aws:iam::123456789012:user/backup/legacy";
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const owner = "payments@example.com";
const LOGIN = {
    engine: "postgres",
    host: "orders.example.com",
    port: 5432,
    username: "orders",
    password: "hunter-2-hunter-2",
};
const network = { subnetIds: ["subnet-0123abcd"], securityGroupIds: ["sg-0123abcd"] };

const PASSWORD: RotatingSecretArgs = { strategy: { password: {} }, owner };
const DATABASE: RotatingSecretArgs = {
    strategy: { postgres: { admin: ADMIN } },
    initialValue: JSON.stringify(LOGIN),
    network,
    owner,
};
const HTTP: RotatingSecretArgs = { strategy: { http: { handler: HANDLER } }, owner };
const USER_KEY: RotatingSecretArgs = { strategy: { iamUserKey: { user: USER } }, owner };

const make = (args: object) => () => new RotatingSecret("mine", args as RotatingSecretArgs);
const inputs = async (args: object, type: string, name = "mine") => (await declared(make(args), `aws:${type}`, name)).inputs;

const ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret/mine";
const FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function/mine";
const variables = async (args: object) =>
    ((await inputs(args, "lambda/function:Function")).environment as { variables: Record<string, string> }).variables;
const settings = async (args: object) => JSON.parse((await variables(args)).STRATEGY!) as object;

describe("what it makes", () => {
    const kinds = async (args: object) =>
        (await declare(make(args))).resources.map(({ type, name }) => `${type.split(/[/:]/).at(-1)} ${name}`);
    const COMMON = [
        "RotatingSecret mine",
        "Secret mine",
        "LogGroup mine",
        "Role mine",
        "RolePolicy mine",
        "Function mine",
        "Permission mine",
        "SecretRotation mine",
    ];

    test.each([
        ["a password", PASSWORD, []],
        ["a database", DATABASE, ["SecretVersion mine"]],
        ["an API key", HTTP, []],
        ["an API key that there is", { ...HTTP, initialValue: "key" }, ["SecretVersion mine"]],
        [
            "a user's key",
            USER_KEY,
            ["Queue mine-undelivered", "Role mine-schedule", "RolePolicy mine-schedule", "Schedule mine"],
        ],
    ])("of %s is this and no more", async (_, args, more) => {
        expect((await kinds(args)).sort()).toEqual([...COMMON, ...more].sort());
    });

    test("is all under it, and tagged with owner and review", async () => {
        const parents: unknown[] = [];
        const own = { tags: { team: "payments" }, review: "30d" };
        const transformation = ({ type, opts }: ResourceTransformationArgs) => {
            if (type.startsWith("aws:")) parents.push(opts.parent);
            return undefined;
        };
        let component: RotatingSecret | undefined;
        const { resources } = await declare(() => {
            component = new RotatingSecret("mine", { ...USER_KEY, ...own }, { transformations: [transformation] });
        });
        expect(parents).toHaveLength(11);
        for (const parent of parents) expect(parent).toBe(component);
        const tagged = resources.filter(({ inputs }) => "tags" in inputs);
        expect(tagged.map(({ type }) => type.split(":").at(-1)).sort()).toEqual([
            "Function",
            "LogGroup",
            "Queue",
            "Role",
            "Role",
            "Secret",
        ]);
        for (const { inputs } of tagged) expect(inputs.tags).toEqual({ team: "payments", owner, review: "30d" });
    });

    test("is a secret without a value, rotated at once and every 30 days", async () => {
        expect(await inputs(PASSWORD, "secretsmanager/secret:Secret")).toEqual({
            description: "Rotated every 30d by the strategy password.",
            tags: { owner, review: "90d" },
        });
        expect(await inputs(PASSWORD, "secretsmanager/secretRotation:SecretRotation")).toEqual({
            secretId: ARN,
            rotationLambdaArn: FUNCTION,
            rotateImmediately: true,
            rotationRules: { automaticallyAfterDays: 30 },
        });
    });

    test("is encrypted with the key that it is told", async () => {
        const own = { ...PASSWORD, kmsKeyArn: output(KEY) };
        expect(await inputs(own, "secretsmanager/secret:Secret")).toMatchObject({ kmsKeyId: KEY });
        const { Statement } = parsed(await declared(make(own), "aws:iam/rolePolicy:RolePolicy"), "policy") as {
            Statement: object[];
        };
        expect(Statement).toEqual([...rights({ secret: ARN, key: KEY }), expect.objectContaining({ Sid: "Log" })]);
    });

    test("lets Secrets Manager call the function for this secret of this account", async () => {
        expect(await inputs(PASSWORD, "lambda/permission:Permission")).toEqual({
            action: "lambda:InvokeFunction",
            function: "mine",
            principal: "secretsmanager.amazonaws.com",
            sourceArn: ARN,
            sourceAccount: "123456789012",
        });
    });

    test("is not rotated before the function may be called, and before it has its first value", async () => {
        let waits: unknown[] = [];
        const transformation = ({ type, opts }: ResourceTransformationArgs) => {
            if (type === "aws:secretsmanager/secretRotation:SecretRotation") {
                waits = (opts as { dependsOn: unknown[] }).dependsOn;
            }
            return undefined;
        };
        await declare(() => new RotatingSecret("mine", DATABASE, { transformations: [transformation] }));
        expect(waits).toEqual([expect.any(Permission), expect.any(SecretVersion)]);
        const names = await kinds(DATABASE);
        const at = (name: string) => names.indexOf(name);
        for (const ready of ["Permission mine", "SecretVersion mine", "RolePolicy mine", "Function mine"]) {
            expect(at(ready)).toBeLessThan(at("SecretRotation mine"));
        }
    });

    test.each<[string, RotatingSecretArgs, object]>([
        ["a password", PASSWORD, {}],
        ["a database", DATABASE, { admin: ADMIN }],
        [
            "a database whose administrator has a key",
            { ...DATABASE, strategy: { mysql: { admin: ADMIN, adminKmsKeyArn: KEY } } },
            { admin: ADMIN, adminKey: KEY },
        ],
        ["a user's key", USER_KEY, { user: USER }],
    ])("is a function that may do what %s needs", async (_, args, asked) => {
        const { Statement } = parsed(await declared(make(args), "aws:iam/rolePolicy:RolePolicy", "mine"), "policy") as {
            Statement: object[];
        };
        const own = rights({ secret: ARN, ...asked });
        expect(Statement.slice(0, own.length)).toEqual(own);
        const more = Statement.slice(own.length) as { Sid: string }[];
        expect(more.map(({ Sid }) => Sid)).toEqual(args.network ? ["Log", "Network"] : ["Log"]);
    });

    test("is a function that knows the strategy and no secret", async () => {
        expect(await variables(PASSWORD)).toEqual({
            SECRET_ARN: ARN,
            STRATEGY: JSON.stringify({ password: { length: 40, exclude: "" } }),
        });
        const password = { length: 16, exclude: "@/" };
        expect(await settings({ ...PASSWORD, strategy: { password } })).toEqual({ password });
        expect(await variables(DATABASE)).toEqual({
            SECRET_ARN: ARN,
            STRATEGY: JSON.stringify({ postgres: { admin: ADMIN } }),
            NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem",
        });
        const mysql = { admin: ADMIN, host: LOGIN.host };
        expect(await settings({ ...DATABASE, strategy: { mysql } })).toEqual({ mysql });
        const environment = { API_URL: output("https://api.example.com") };
        expect(await variables({ ...HTTP, strategy: { http: { handler: HANDLER, environment } } })).toEqual({
            API_URL: "https://api.example.com",
            SECRET_ARN: ARN,
            STRATEGY: '{"http":{}}',
        });
        expect(await settings(USER_KEY)).toEqual({
            iamUserKey: { user: USER, overlap: 86_400, rotateEvery: 30 * 86_400 },
        });
        const iamUserKey = { user: output(USER), overlap: output("2h") };
        expect(await settings({ ...USER_KEY, strategy: { iamUserKey }, rotateEvery: "4h" })).toEqual({
            iamUserKey: { user: USER, overlap: 7_200, rotateEvery: 14_400 },
        });
    });

    test("has the code of the component, and one's own file beside it", async () => {
        const files = async (args: object) => {
            const { code } = await inputs(args, "lambda/function:Function");
            const found = (code as asset.AssetArchive).assets as unknown as Promise<
                Record<string, { path: Promise<string> }>
            >;
            return Object.fromEntries(
                await Promise.all(Object.entries(await found).map(async ([name, { path }]) => [name, await path] as const)),
            );
        };
        const own = expect.stringMatching(/dist[/\\]runtime[/\\]aws-rotating-secret\.js$/) as string;
        expect(await files(PASSWORD)).toEqual({ "index.js": own });
        expect(await files(HTTP)).toEqual({ "handler.js": HANDLER, "index.js": own });
    });

    test("runs in the network that it is told, and not for longer than two minutes", async () => {
        expect(await inputs(DATABASE, "lambda/function:Function")).toMatchObject({ vpcConfig: network, timeout: 120 });
        expect(await inputs({ ...USER_KEY, network: output(network) }, "lambda/function:Function")).toMatchObject({
            vpcConfig: network,
        });
        expect(await inputs(PASSWORD, "lambda/function:Function")).not.toHaveProperty("vpcConfig");
    });

    test("looks each hour for keys whose overlap is over", async () => {
        expect(await inputs(USER_KEY, "scheduler/schedule:Schedule")).toMatchObject({
            scheduleExpression: "rate(1 hour)",
            target: {
                arn: FUNCTION,
                input: '{"sweep":true}',
                retryPolicy: { maximumEventAgeInSeconds: 3_600 },
            },
        });
    });
});

describe("the first value", () => {
    test("is a secret of Pulumi, is current by itself, and is never written again", async () => {
        let first: { props: { secretString: Output<string> }; opts: CustomResourceOptions } | undefined;
        let hidden: Promise<boolean> | undefined;
        const transformation = ({ type, props, opts }: ResourceTransformationArgs) => {
            if (type !== "aws:secretsmanager/secretVersion:SecretVersion") return undefined;
            first = { props: props as { secretString: Output<string> }, opts };
            hidden = isSecret(first.props.secretString);
            return undefined;
        };
        await declare(() => new RotatingSecret("mine", DATABASE, { transformations: [transformation] }));
        expect(await hidden).toBe(true);
        expect(first?.opts.ignoreChanges).toEqual(["secretString", "versionStages"]);
        expect(await inputs(DATABASE, "secretsmanager/secretVersion:SecretVersion")).toMatchObject({
            secretId: ARN,
            versionStages: ["jit-guard-initial"],
        });
    });

    test.each([
        ["plain", JSON.stringify(LOGIN)],
        ["a secret", () => secret(JSON.stringify(LOGIN))],
    ])("is nowhere else, when it is %s", async (_, initialValue) => {
        const { resources, errors } = await declare(() =>
            make({ ...DATABASE, initialValue: typeof initialValue === "string" ? initialValue : initialValue() })(),
        );
        expect(errors).toEqual([]);
        const shown = resources.filter(({ inputs }) => JSON.stringify(inputs).includes(LOGIN.password));
        expect(shown.map(({ type }) => type)).toEqual(["aws:secretsmanager/secretVersion:SecretVersion"]);
    });

    test.each(["mysql", "postgres"] as const)("may come later, for %s", async (kind) => {
        const later = () =>
            make({ ...DATABASE, strategy: { [kind]: { admin: ADMIN } }, initialValue: unknown(JSON.stringify(LOGIN)) })();
        expect((await declare(later)).errors).toEqual([]);
        expect((await declare(later, { preview: false })).errors).toEqual([]);
    });
});
