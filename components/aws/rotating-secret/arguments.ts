import { existsSync } from "node:fs";
import { type Input, Output } from "@pulumi/pulumi";
import { type Check, type Read, Refused } from "../../arguments";
import { duration, like } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import type { Network } from "../function";

export interface RotatingSecretArgs extends OwnershipArgs {
    /**
     * How a value is made and put to use, exactly one: `{ password: { length?, exclude? } }`,
     * `{ postgres: { admin, host?, adminKmsKeyArn? } }`, `{ mysql: … }` of the same, `{ http: { handler, environment? } }`
     * or `{ iamUserKey: { user, overlap? } }`.
     */
    strategy: RotationStrategy;
    /**
     * How often it is rotated, in whole hours; at least "4h", at most "90d".
     * @default "30d"
     */
    rotateEvery?: Input<string>;
    /**
     * The value before the first rotation, as a secret of Pulumi: for a database the JSON of engine, host, port, username,
     * password and perhaps dbname, which it must have; for an HTTP API the key that there is.
     * @default none
     */
    initialValue?: Input<string>;
    /** The subnets and security groups of the function: { subnetIds, securityGroupIds }. A database must have them. */
    network?: Input<Network>;
    /**
     * ARN of the KMS key that encrypts it.
     * @default the account's own for Secrets Manager
     */
    kmsKeyArn?: Input<string>;
    /**
     * More tags.
     * @default {}
     */
    tags?: Input<Record<string, Input<string>>>;
}

export interface RotationStrategy {
    /** A random text, which nothing else has to be told of. */
    password?: PasswordStrategy;
    /** A user of PostgreSQL, on RDS, Aurora or elsewhere, which takes turns with a second one. */
    postgres?: DatabaseStrategy;
    /** The same of MySQL or MariaDB. */
    mysql?: DatabaseStrategy;
    /** A key of an HTTP API, by a file of yours. */
    http?: HttpStrategy;
    /** A key of an IAM user, for a system that can take nothing else. */
    iamUserKey?: UserKeyStrategy;
}

export interface PasswordStrategy {
    /**
     * Letters that it has, from 16 to 128.
     * @default 40
     */
    length?: number;
    /**
     * Symbols that it may not have, such as "@/". It never has quotes, backslashes and spaces, or what is mistaken for
     * another letter: 0, O, 1, l, I and |.
     * @default ""
     */
    exclude?: string;
}

export interface DatabaseStrategy {
    /** ARN of the secret of an administrator of the server. */
    admin: Input<string>;
    /** The host of the server, when the administrator's secret does not name it: one that RDS manages does not. */
    host?: Input<string>;
    /**
     * ARN of the KMS key that encrypts the administrator's secret.
     * @default the account's own for Secrets Manager
     */
    adminKmsKeyArn?: Input<string>;
}

export interface HttpStrategy {
    /** Path of a CommonJS file without dependencies that exports a RotationHandler. */
    handler: string;
    /**
     * Environment variables for it; no secrets.
     * @default {}
     */
    environment?: Record<string, Input<string>>;
}

export interface UserKeyStrategy {
    /** ARN of an IAM user, which has no other keys: they end with the first overlap. */
    user: Input<string>;
    /**
     * How long the previous key works on, from "1h" to "7d"; shorter than `rotateEvery`.
     * @default "1d"
     */
    overlap?: Input<string>;
}

/** What the file of an HTTP API exports. Each may be called again with the same values; errors are logged without them. */
export interface RotationHandler {
    /** A new value, other than the current one, which is not there before the first rotation. */
    create(current: string | undefined): string | Promise<string>;
    /** Makes the API accept the pending value, and leaves the current one working. */
    set?(pending: string, current: string | undefined): void | Promise<void>;
    /** Uses the pending value once; throws when it is not accepted. */
    test(pending: string): void | Promise<void>;
    /** Ends the previous value, as soon as the pending one has become current: readers of it have no time to see that. */
    retire?(current: string, previous: string | undefined): void | Promise<void>;
}

const KINDS = ["password", "postgres", "mysql", "http", "iamUserKey"] as const;

export type Kind = (typeof KINDS)[number];

const UNNAMED = "is no object whose names are known before the deployment.";

function isLater(given: unknown): boolean {
    return Output.isInstance(given) || given instanceof Promise;
}

/** It decides which resources there are, and so is no output. */
export const kind: Check<Kind> = (given, at) => {
    const line = `${at}: { password: {} }`;
    if (given === undefined) throw new Refused(at, "is missing.", line);
    if (isLater(given)) throw new Refused(at, UNNAMED, line);
    const named = Object.entries(given ?? {}).filter(([, value]) => value !== undefined);
    const [found, ...others] = named.map(([key]) => key);
    if (others.length > 0 || !KINDS.includes(found as Kind) || typeof named[0]![1] !== "object" || !named[0]![1]) {
        throw new Refused(at, `is not exactly one of ${KINDS.join(", ")}.`, line);
    }
    return found as Kind;
};

export const secretArn = like(
    /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@!-]+-[A-Za-z0-9]{6}$/,
    "whole ARN of a secret",
    '"arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds-admin-AbCdEf"',
);

export const userArn = like(
    /^arn:aws[a-z-]*:iam::\d{12}:user\/[\w+=,.@/-]+$/,
    "ARN of an IAM user",
    '"arn:aws:iam::123456789012:user/legacy-backup"',
);

export const keyArn = like(
    /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
    "ARN of a KMS key",
    '"arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
);

const host = like(
    /^(?=.*[A-Za-z])[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
    "name of a host",
    '"orders.abc123.eu-west-1.rds.amazonaws.com"',
);

export const rotateEvery = duration({
    byDefault: "30d",
    least: "4h",
    most: "90d",
    because: "a value that is seldom changed works for everyone who has ever seen it",
    step: "1h",
    rule: "aws-max-rotation-interval",
});

const overlapAlone = duration({
    byDefault: "1d",
    least: "1h",
    most: "7d",
    because: "who reads the secret reads it again within a week",
});

/** Of { rotateEvery, overlap }: the overlap. */
export const overlap: Check<number> = (given) => {
    const { rotateEvery: every, overlap: asked } = given as { rotateEvery?: unknown; overlap?: unknown };
    const at = "strategy.iamUserKey.overlap";
    const found = overlapAlone(asked, at);
    if (found >= lasting(every)) {
        throw new Refused(at, "is not shorter than rotateEvery: a user has two keys at most.", `${at}: "1h"`);
    }
    return found;
};

// What is wrong with it is said of rotateEvery.
function lasting(given: unknown): number {
    try {
        return rotateEvery(given, "rotateEvery");
    } catch {
        return Infinity;
    }
}

/** What the function is told of its strategy; no secret is in it. */
export interface Told {
    readonly kind: Kind;
    readonly settings: object;
    readonly admin?: Input<string>;
    readonly adminKey?: Input<string>;
    readonly user?: Input<string>;
    readonly handler?: string;
    readonly environment?: Record<string, Input<string>>;
}

export function told(read: Read, args: Partial<RotatingSecretArgs>): Told | undefined {
    const chosen = read.plain("strategy", args.strategy, kind);
    const given = args.strategy ?? {};
    switch (chosen) {
        case "password":
            return { kind: chosen, settings: read.plain("strategy.password", given.password, passwordSettings) };
        case "postgres":
        case "mysql": {
            const { admin: asked, host: named, adminKmsKeyArn: key } = given[chosen]!;
            const at = `strategy.${chosen}`;
            const admin = read.one(`${at}.admin`, asked, secretArn);
            const settings = { admin, ...(named !== undefined && { host: read.one(`${at}.host`, named, host) }) };
            const adminKey = key !== undefined && { adminKey: read.one(`${at}.adminKmsKeyArn`, key, keyArn) };
            return { kind: chosen, settings, admin, ...adminKey };
        }
        case "http": {
            const { handler, environment = {} } = given.http!;
            const at = "strategy.http";
            return {
                kind: chosen,
                settings: {},
                handler: read.plain(`${at}.handler`, handler, handlerFile),
                environment: read.plain(`${at}.environment`, environment, variables),
            };
        }
        case "iamUserKey": {
            const { user: asked, overlap: lasting } = given.iamUserKey!;
            const user = read.one("strategy.iamUserKey.user", asked, userArn);
            const times = { rotateEvery: args.rotateEvery, overlap: lasting };
            return { kind: chosen, settings: { user, overlap: read.one("overlap", times, overlap) }, user };
        }
        default:
            // What is wrong is told already.
            return undefined;
    }
}

const SYMBOLS = /^[!-/:-@[-`{-~]*$/;

const passwordSettings: Check<Required<PasswordStrategy>> = (given, at) => {
    const { length = 40, exclude = "" } = given as PasswordStrategy;
    if (!Number.isInteger(length) || length < 16 || length > 128) {
        throw new Refused(`${at}.length`, "is no number from 16 to 128.", "length: 40");
    }
    if (typeof exclude !== "string" || !SYMBOLS.test(exclude)) {
        throw new Refused(`${at}.exclude`, "has more in it than symbols.", 'exclude: "@/"');
    }
    return { length, exclude };
};

const handlerFile: Check<string> = (given, at) => {
    const path = like(/\.c?js$/, "path of a CommonJS file", '"./handler.js"')(given, at);
    if (!existsSync(path)) {
        throw new Refused(at, "is a file that is not there.", "the path from where Pulumi runs, or from __dirname");
    }
    return path;
};

const variables: Check<Record<string, Input<string>>> = (given, at) => {
    const line = `${at}: { API_URL: "…" }`;
    if (typeof given !== "object" || given === null || isLater(given)) throw new Refused(at, UNNAMED, line);
    const names = Object.keys(given);
    const reserved = names.find((name) => /^(SECRET_ARN|STRATEGY|NODE_.*|AWS_.*|LAMBDA_.*|_.*)$/.test(name));
    if (reserved !== undefined) {
        throw new Refused(`${at}.${reserved}`, "is a name that the function itself needs.", line);
    }
    return given as Record<string, Input<string>>;
};

const EXAMPLE = 'initialValue: config.requireSecret("ordersDatabase")';
const MEMBERS = ["engine", "host", "port", "username", "password"];

/** Of { kind, initialValue }. */
export const initialValue: Check<string | undefined> = (given, at) => {
    const { kind: of, initialValue: value } = given as { kind?: Kind; initialValue?: unknown };
    if (of === "password" || of === "iamUserKey") {
        if (value === undefined) return undefined;
        throw new Refused(at, `is not taken by ${of}, whose first rotation makes the first value.`, "nothing");
    }
    const isDatabase = of === "postgres" || of === "mysql";
    if (value === undefined) {
        if (!isDatabase) return undefined;
        throw new Refused(at, "is missing: the first rotation starts from a user that the server has.", EXAMPLE);
    }
    if (typeof value !== "string" || value === "") throw new Refused(at, "is no text.", EXAMPLE);
    if (!isDatabase) return value;
    const missing = MEMBERS.filter((member) => (membersOf(value)[member] ?? "") === "");
    if (missing.length > 0) throw new Refused(at, `is no JSON with ${missing.join(", ")} of the user.`, EXAMPLE);
    return value;
};

function membersOf(text: string): Record<string, unknown> {
    try {
        return (JSON.parse(text) ?? {}) as Record<string, unknown>;
    } catch {
        return {};
    }
}

/** Of { kind, network }. */
export const network: Check<Network | undefined> = (given, at) => {
    const { kind: of, network: found } = given as { kind?: Kind; network?: Partial<Network> | null };
    const line = `${at}: { subnetIds: ["subnet-0123abcd"], securityGroupIds: ["sg-0123abcd"] }`;
    if (found === undefined) {
        if (of !== "postgres" && of !== "mysql") return undefined;
        throw new Refused(at, "is missing: the function must reach the server.", line);
    }
    const { subnetIds, securityGroupIds } = found ?? {};
    if (!isList(subnetIds, /^subnet-/) || !isList(securityGroupIds, /^sg-/)) {
        throw new Refused(at, "has no subnetIds, or no securityGroupIds.", line);
    }
    return { subnetIds, securityGroupIds };
};

function isList(given: unknown, form: RegExp): given is string[] {
    return Array.isArray(given) && given.length > 0 && given.every((each) => form.test(String(each)));
}
