import { join } from "node:path";
import { output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { RotatingSecret, type RotatingSecretArgs } from "../../../components/aws/rotating-secret";
import { declare, unknown } from "../../harness/declare";
import { describeRefusals } from "../../harness/describe-component";

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

const ROTATION = "(aws-max-rotation-interval).";
const ONE = "strategy is not exactly one of password, postgres, mysql, http, iamUserKey. Write strategy: { password: {} }.";
const HOSTED = 'Write network: { subnetIds: ["subnet-0123abcd"], securityGroupIds: ["sg-0123abcd"] }.';
const CONFIG = 'Write initialValue: config.requireSecret("ordersDatabase").';
const strategy = (of: unknown, says: string) => ({ given: { strategy: of }, says: [says] });

describe("a password", () => {
    describeRefusals(RotatingSecret, PASSWORD, {
        "nothing, all at once": {
            given: { strategy: undefined, owner: undefined },
            says: [
                "strategy is missing. Write strategy: { password: {} }.",
                'owner is missing. Write owner: "payments@example.com".',
            ],
        },
        "all that is wrong, at once": {
            given: { owner: "?", rotateEvery: 30, initialValue: "hunter-2", kmsKeyArn: "alias/mine", review: "1y" },
            says: [
                `rotateEvery is a number without a unit. Write rotateEvery: "30d" ${ROTATION}`,
                "initialValue is not taken by password, whose first rotation makes the first value. Write nothing.",
                `kmsKeyArn is no ARN of a KMS key. Write kmsKeyArn: "${KEY}".`,
                'owner is no e-mail address or team name. Write owner: "payments@example.com".',
                'review is no duration such as "15m", "1h" or "90d". Write review: "90d".',
            ],
        },
        "no strategy": strategy({}, ONE),
        "no strategy, but nothing": strategy(null, ONE),
        "a strategy that there is not": strategy({ oracle: {} }, ONE),
        "two strategies": strategy({ password: {}, http: { handler: HANDLER } }, ONE),
        "a strategy that is only switched on": strategy({ password: true }, ONE),
        "a strategy that is nothing": strategy({ password: null }, ONE),
        "a short password": strategy(
            { password: { length: 15 } },
            "strategy.password.length is no number from 16 to 128. Write length: 40.",
        ),
        "a long password": strategy(
            { password: { length: 129 } },
            "strategy.password.length is no number from 16 to 128. Write length: 40.",
        ),
        "half a letter": strategy(
            { password: { length: 16.5 } },
            "strategy.password.length is no number from 16 to 128. Write length: 40.",
        ),
        "a length in words": strategy(
            { password: { length: "40" } },
            "strategy.password.length is no number from 16 to 128. Write length: 40.",
        ),
        "a password without letters": strategy(
            { password: { exclude: "a" } },
            'strategy.password.exclude has more in it than symbols. Write exclude: "@/".',
        ),
        "a list of symbols": strategy(
            { password: { exclude: ["@"] } },
            'strategy.password.exclude has more in it than symbols. Write exclude: "@/".',
        ),
        "a rotation without a unit": {
            given: { rotateEvery: 3_600 },
            says: [`rotateEvery is a number without a unit. Write rotateEvery: "30d" ${ROTATION}`],
        },
        ...Object.fromEntries(
            ["1 hour", "-1h", "1.5d", "PT1H", "30", "", "30D", "1h "].map((rotateEvery) => [
                `a rotation written "${rotateEvery}"`,
                {
                    given: { rotateEvery },
                    says: [`rotateEvery is no duration such as "15m", "1h" or "90d". Write rotateEvery: "30d" ${ROTATION}`],
                },
            ]),
        ),
        ...Object.fromEntries(
            ["0h", "3h", "239m"].map((rotateEvery) => [
                `a rotation every ${rotateEvery}`,
                { given: { rotateEvery }, says: [`rotateEvery is shorter than 4h. Write rotateEvery: "30d" ${ROTATION}`] },
            ]),
        ),
        ...Object.fromEntries(
            ["91d", "2161h"].map((rotateEvery) => [
                `a rotation every ${rotateEvery}`,
                {
                    given: { rotateEvery },
                    says: [
                        `rotateEvery is longer than 90d: a value that is seldom changed works for everyone who has ever seen it. Write rotateEvery: "30d" ${ROTATION}`,
                    ],
                },
            ]),
        ),
        "a rotation of hours and minutes": {
            given: { rotateEvery: "241m" },
            says: [`rotateEvery is no multiple of 1h. Write rotateEvery: "30d" ${ROTATION}`],
        },
        "a value before the first": {
            given: { initialValue: "hunter-2-hunter-2" },
            says: ["initialValue is not taken by password, whose first rotation makes the first value. Write nothing."],
        },
        "a key by its alias": {
            given: { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:alias/mine" },
            says: [`kmsKeyArn is no ARN of a KMS key. Write kmsKeyArn: "${KEY}".`],
        },
        "no key, in so many words": {
            given: { kmsKeyArn: "" },
            says: [`kmsKeyArn is missing. Write kmsKeyArn: "${KEY}".`],
        },
        "a network of names": {
            given: { network: { subnetIds: ["private"], securityGroupIds: ["sg-0123abcd"] } },
            says: [`network has no subnetIds, or no securityGroupIds. ${HOSTED}`],
        },
        "a network without groups": {
            given: { network: { subnetIds: ["subnet-0123abcd"], securityGroupIds: [] } },
            says: [`network has no subnetIds, or no securityGroupIds. ${HOSTED}`],
        },
        "a network that is nothing": {
            given: { network: null },
            says: [`network has no subnetIds, or no securityGroupIds. ${HOSTED}`],
        },
        "a review a day too far off": {
            given: { review: "181d" },
            says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "90d".'],
        },
    });

    test.each([
        ["by name", "password", ONE],
        [
            "that comes later",
            output({ password: {} }),
            "strategy is no object whose names are known before the deployment. Write strategy: { password: {} }.",
        ],
    ])("takes no strategy %s", async (_, of, says) => {
        expect((await declare(make({ ...PASSWORD, strategy: of }))).errors).toEqual([
            `RotatingSecret "mine" cannot be made:\n  ${says}`,
        ]);
    });
});

describe("a database", () => {
    const without = (member: string) => JSON.stringify({ ...LOGIN, [member]: undefined });
    describeRefusals(RotatingSecret, DATABASE, {
        "no first value and no network": {
            given: { initialValue: undefined, network: undefined },
            says: [
                `initialValue is missing: the first rotation starts from a user that the server has. ${CONFIG}`,
                `network is missing: the function must reach the server. ${HOSTED}`,
            ],
        },
        "a first value that is nothing": { given: { initialValue: "" }, says: [`initialValue is no text. ${CONFIG}`] },
        "a first value that is an object": { given: { initialValue: LOGIN }, says: [`initialValue is no text. ${CONFIG}`] },
        "a first value that is a password": {
            given: { initialValue: "hunter-2-hunter-2" },
            says: [`initialValue is no JSON with engine, host, port, username, password of the user. ${CONFIG}`],
        },
        "a first value that is a list": {
            given: { initialValue: JSON.stringify([LOGIN]) },
            says: [`initialValue is no JSON with engine, host, port, username, password of the user. ${CONFIG}`],
        },
        ...Object.fromEntries(
            ["engine", "host", "port", "username", "password"].map((member) => [
                `a first value without ${member}`,
                {
                    given: { initialValue: without(member) },
                    says: [`initialValue is no JSON with ${member} of the user. ${CONFIG}`],
                },
            ]),
        ),
        "a first value with an empty password": {
            given: { initialValue: JSON.stringify({ ...LOGIN, password: "" }) },
            says: [`initialValue is no JSON with password of the user. ${CONFIG}`],
        },
        "no administrator": strategy(
            { postgres: {} },
            `strategy.postgres.admin is missing. Write strategy.postgres.admin: "${ADMIN}".`,
        ),
        "an administrator by name": strategy(
            { mysql: { admin: "rds-admin" } },
            `strategy.mysql.admin is no whole ARN of a secret. Write strategy.mysql.admin: "${ADMIN}".`,
        ),
        "an administrator by an ARN without its end": strategy(
            { mysql: { admin: ADMIN.replace("-AbCdEf", "") } },
            `strategy.mysql.admin is no whole ARN of a secret. Write strategy.mysql.admin: "${ADMIN}".`,
        ),
        "all administrators": strategy(
            { postgres: { admin: ADMIN.replace("rds", "*") } },
            `strategy.postgres.admin is no whole ARN of a secret. Write strategy.postgres.admin: "${ADMIN}".`,
        ),
        "a host by its address": strategy(
            { postgres: { admin: ADMIN, host: "10.0.0.1" } },
            'strategy.postgres.host is no name of a host. Write strategy.postgres.host: "orders.abc123.eu-west-1.rds.amazonaws.com".',
        ),
        "a host with its port": strategy(
            { mysql: { admin: ADMIN, host: "orders.example.com:3306" } },
            'strategy.mysql.host is no name of a host. Write strategy.mysql.host: "orders.abc123.eu-west-1.rds.amazonaws.com".',
        ),
        "an administrator's key by its alias": strategy(
            { mysql: { admin: ADMIN, adminKmsKeyArn: "alias/rds" } },
            `strategy.mysql.adminKmsKeyArn is no ARN of a KMS key. Write strategy.mysql.adminKmsKeyArn: "${KEY}".`,
        ),
    });
});

describe("an API key", () => {
    const http = (of: object, says: string) => strategy({ http: of }, says);
    const WHERE = "the path from where Pulumi runs, or from __dirname";
    const NAMED = 'Write strategy.http.environment: { API_URL: "…" }.';
    describeRefusals(RotatingSecret, HTTP, {
        "no handler": http({}, 'strategy.http.handler is missing. Write strategy.http.handler: "./handler.js".'),
        "a handler that is no CommonJS file": http(
            { handler: "./handler.mjs" },
            'strategy.http.handler is no path of a CommonJS file. Write strategy.http.handler: "./handler.js".',
        ),
        "a handler that is a function": http(
            { handler: () => undefined },
            'strategy.http.handler is no text. Write strategy.http.handler: "./handler.js".',
        ),
        "a handler of another ending that is not there": http(
            { handler: "./no-such-handler.cjs" },
            `strategy.http.handler is a file that is not there. Write ${WHERE}.`,
        ),
        "a handler that is not there": http(
            { handler: "./no-such-handler.js" },
            `strategy.http.handler is a file that is not there. Write ${WHERE}.`,
        ),
        ...Object.fromEntries(
            [
                "SECRET_ARN",
                "STRATEGY",
                "NODE_OPTIONS",
                "NODE_EXTRA_CA_CERTS",
                "AWS_REGION",
                "LAMBDA_TASK_ROOT",
                "_HANDLER",
            ].map((name) => [
                `an environment with ${name}`,
                http(
                    { handler: HANDLER, environment: { API_URL: "https://api.example.com", [name]: "x" } },
                    `strategy.http.environment.${name} is a name that the function itself needs. ${NAMED}`,
                ),
            ]),
        ),
        "an environment that is nothing": http(
            { handler: HANDLER, environment: null },
            `strategy.http.environment is no object whose names are known before the deployment. ${NAMED}`,
        ),
        "a first value that is nothing": {
            given: { initialValue: "" },
            says: [`initialValue is no text. ${CONFIG}`],
        },
    });

    test("takes no environment that comes later", async () => {
        const environment = output({ API_URL: "https://api.example.com" });
        const { errors } = await declare(make({ ...HTTP, strategy: { http: { handler: HANDLER, environment } } }));
        expect(errors).toEqual([
            `RotatingSecret "mine" cannot be made:\n  strategy.http.environment is no object whose names are known before the deployment. ${NAMED}`,
        ]);
    });
});

describe("a user's key", () => {
    const AT = "strategy.iamUserKey";
    const key = (of: object, says: string) => strategy({ iamUserKey: { user: USER, ...of } }, says);
    const LONG = `${AT}.overlap is not shorter than rotateEvery: a user has two keys at most. Write ${AT}.overlap: "1h".`;
    const WORD = `${AT}.user is no ARN of an IAM user. Write ${AT}.user: "arn:aws:iam::123456789012:user/legacy-backup".`;
    describeRefusals(RotatingSecret, USER_KEY, {
        "no user": key({ user: undefined }, WORD.replace("no ARN of an IAM user", "missing")),
        "a user by name": key({ user: "legacy" }, WORD),
        "a role": key({ user: USER.replace("user", "role") }, WORD),
        "all users": key({ user: "arn:aws:iam::123456789012:user/*" }, WORD),
        "an overlap without a unit": key(
            { overlap: 1 },
            `${AT}.overlap is a number without a unit. Write ${AT}.overlap: "1d".`,
        ),
        "an overlap in words": key(
            { overlap: "1 day" },
            `${AT}.overlap is no duration such as "15m", "1h" or "90d". Write ${AT}.overlap: "1d".`,
        ),
        "an overlap a minute too short": key(
            { overlap: "59m" },
            `${AT}.overlap is shorter than 1h. Write ${AT}.overlap: "1d".`,
        ),
        "an overlap a minute too long": key(
            { overlap: "10081m" },
            `${AT}.overlap is longer than 7d: who reads the secret reads it again within a week. Write ${AT}.overlap: "1d".`,
        ),
        "an overlap as long as the default, until the next rotation": { given: { rotateEvery: "1d" }, says: [LONG] },
        "an overlap until the next rotation": {
            given: { strategy: { iamUserKey: { user: USER, overlap: "4h" } }, rotateEvery: "4h" },
            says: [LONG],
        },
        "an overlap a minute beyond the next rotation": {
            given: { strategy: { iamUserKey: { user: USER, overlap: "241m" } }, rotateEvery: "4h" },
            says: [LONG],
        },
        "a wrong rotation, once": {
            given: { rotateEvery: "3h" },
            says: [`rotateEvery is shorter than 4h. Write rotateEvery: "30d" ${ROTATION}`],
        },
        "a key before the first": {
            given: { initialValue: "AKIAIOSFODNN7EXAMPLE" },
            says: ["initialValue is not taken by iamUserKey, whose first rotation makes the first value. Write nothing."],
        },
    });
});

// What stands within the strategy may come later, too.
describe.each<[string, (value: unknown) => object, unknown, string]>([
    [
        "an administrator",
        (admin) => ({ ...DATABASE, strategy: { postgres: { admin } } }),
        "rds-admin",
        "strategy.postgres.admin is no whole ARN of a secret.",
    ],
    [
        "a host",
        (host) => ({ ...DATABASE, strategy: { mysql: { admin: ADMIN, host } } }),
        "10.0.0.1",
        "strategy.mysql.host is no name of a host.",
    ],
    [
        "an administrator's key",
        (adminKmsKeyArn) => ({ ...DATABASE, strategy: { mysql: { admin: ADMIN, adminKmsKeyArn } } }),
        "alias/rds",
        "strategy.mysql.adminKmsKeyArn is no ARN of a KMS key.",
    ],
    [
        "a user",
        (user) => ({ ...USER_KEY, strategy: { iamUserKey: { user } } }),
        "arn:aws:iam::123456789012:role/x",
        "strategy.iamUserKey.user is no ARN of an IAM user.",
    ],
    [
        "an overlap",
        (overlap) => ({ ...USER_KEY, strategy: { iamUserKey: { user: USER, overlap } } }),
        "10081m",
        "strategy.iamUserKey.overlap is longer than 7d",
    ],
    [
        "an overlap beside a rotation",
        (rotateEvery) => ({ ...USER_KEY, rotateEvery }),
        "1d",
        "strategy.iamUserKey.overlap is not shorter than rotateEvery",
    ],
    [
        "a first value",
        (initialValue) => ({ ...DATABASE, initialValue }),
        '{"password":"hunter-2-hunter-2"}',
        "initialValue is no JSON with engine, host, port, username of the user.",
    ],
    [
        "a network",
        (network) => ({ ...DATABASE, network }),
        { subnetIds: [], securityGroupIds: [] },
        "network has no subnetIds",
    ],
    [
        "a subnet",
        (subnet) => ({ ...DATABASE, network: { subnetIds: [subnet], securityGroupIds: ["sg-1"] } }),
        "private",
        "network has no subnetIds",
    ],
])("%s that is wrong", (_, args, value, says) => {
    test("is refused from an output", async () => {
        expect((await declare(() => make(args(output(value)))())).errors.join("\n")).toContain(says);
    });

    test("is refused from a secret, which is not shown", async () => {
        const { errors } = await declare(() => make(args(secret(value)))());
        const message = errors.join("\n");
        expect(message).toContain(says);
        expect(message).not.toContain("hunter-2");
        if (typeof value === "string") expect(message.replace(/Write .*/g, "")).not.toContain(`"${value}"`);
    });

    test("is refused in the deployment, when the preview does not know it", async () => {
        const later = () => make(args(unknown(value)))();
        expect((await declare(later)).errors).toEqual([]);
        expect((await declare(later, { preview: false })).errors.join("\n")).toContain(says);
    });
});

test.each<[string, object]>([
    ["the most often", { ...PASSWORD, rotateEvery: "4h" }],
    ["the least often", { ...PASSWORD, rotateEvery: "90d" }],
    ["the least often, in minutes", { ...PASSWORD, rotateEvery: "129600m" }],
    ["the shortest password", { ...PASSWORD, strategy: { password: { length: 16 } } }],
    ["the longest password", { ...PASSWORD, strategy: { password: { length: 128 } } }],
    ["every symbol left out", { ...PASSWORD, strategy: { password: { exclude: "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" } } }],
    ["the shortest overlap", { ...USER_KEY, strategy: { iamUserKey: { user: USER, overlap: "1h" } } }],
    ["the longest overlap", { ...USER_KEY, strategy: { iamUserKey: { user: USER, overlap: "7d" } } }],
    [
        "an overlap a minute before the next rotation",
        { ...USER_KEY, strategy: { iamUserKey: { user: USER, overlap: "239m" } }, rotateEvery: "4h" },
    ],
    [
        "a user of another partition",
        { ...USER_KEY, strategy: { iamUserKey: { user: "arn:aws-us-gov:iam::123456789012:user/x" } } },
    ],
    [
        "an administrator that RDS manages",
        { ...DATABASE, strategy: { mysql: { admin: ADMIN.replace("rds-admin", "rds!db-0a1b2c3d"), host: LOGIN.host } } },
    ],
    ["a first value with its port as text", { ...DATABASE, initialValue: JSON.stringify({ ...LOGIN, port: "5432" }) }],
    ["a strategy beside what is undefined", { ...PASSWORD, strategy: { password: {}, http: undefined } }],
    ["the longest review", { ...PASSWORD, review: "180d" }],
])("it takes %s", async (_, args) => {
    expect((await declare(make(args))).errors).toEqual([]);
});
