import { existsSync } from "node:fs";
import type { Input } from "@pulumi/pulumi";
import { type Check, Refused } from "../../arguments";
import { duration, like } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import type { RunArgs } from "../function";
import type { Times } from "./documents";

export interface RotatingSecretArgs extends RunArgs, OwnershipArgs {
    /**
     * How a value is made and put to use: { password: { length? } } for a random text of 16 to 128 letters, or
     * { http: { handler } } for a CommonJS file of yours that exports `create`, `set`, `test` and perhaps `retire`.
     */
    strategy: Strategy;
    /**
     * How old a value gets; at least "1h", at most "90d".
     * @default "30d"
     */
    rotateEvery?: Input<string>;
    /**
     * How long the previous value stays enabled for who has read it already; from "1h" to "7d", and no longer than
     * `rotateEvery`. Ended within the hour after.
     * @default "1h"
     */
    overlap?: Input<string>;
    /**
     * How long a version that has ended can still be enabled again by hand, before it is destroyed; from "1d" to "30d".
     * @default "7d"
     */
    destroyAfter?: Input<string>;
    /**
     * The name in Secret Manager.
     * @default the name of the component
     */
    secretId?: Input<string>;
    /**
     * Where the values are kept, such as ["europe-west1", "europe-west4"].
     * @default where Google chooses
     */
    locations?: Input<Input<string>[]>;
}

export type Strategy = { password: { length?: number } } | { http: { handler: string } };

const RULE = "gcp-require-secret-rotation";

export const secretId = like(/^[\w-]{1,255}$/, 'name of a secret: letters, digits, "-" and "_"', '"db-password"');

/** Of { rotateEvery, overlap, destroyAfter }. */
export const times: Check<Times> = (given) => {
    const { rotateEvery, overlap, destroyAfter } = given as Record<keyof Times, unknown>;
    const read = {
        rotateEvery: duration({
            byDefault: "30d",
            least: "1h",
            most: "90d",
            because: "a value that is never changed works for everyone who has ever seen it",
            rule: RULE,
        })(rotateEvery, "rotateEvery"),
        overlap: duration({
            byDefault: "1h",
            least: "1h",
            most: "7d",
            because: "who reads the secret reads it again within a week",
        })(overlap, "overlap"),
        destroyAfter: duration({
            byDefault: "7d",
            least: "1d",
            most: "30d",
            because: "a value that nobody needed for a month is not needed",
        })(destroyAfter, "destroyAfter"),
    };
    if (read.overlap > read.rotateEvery) {
        throw new Refused("overlap", "is longer than rotateEvery: no more than two values work at a time.", 'overlap: "1h"');
    }
    return read;
};

export type Made = { readonly length: number } | { readonly handler: string };

/** It decides which files the function has, and so is no output. */
export const strategy: Check<Made> = (given, at) => {
    const line = `${at}: { password: {} }`;
    if (given === undefined) throw new Refused(at, "is missing.", line);
    const { password, http, ...others } = (given ?? {}) as { password?: { length?: unknown }; http?: { handler?: unknown } };
    if (Object.keys(others).length > 0 || (password === undefined) === (http === undefined)) {
        throw new Refused(at, "is not one of password and http.", line);
    }
    if (password) {
        const { length = 32 } = password;
        const isLength = Number.isInteger(length) && (length as number) >= 16 && (length as number) <= 128;
        if (!isLength) throw new Refused(`${at}.password.length`, "is no number from 16 to 128.", "length: 32");
        return { length: length as number };
    }
    const handler = like(/\.c?js$/, "path of a CommonJS file", '"./rotate.js"')(http?.handler, `${at}.http.handler`);
    if (!existsSync(handler)) {
        throw new Refused(
            `${at}.http.handler`,
            "is a file that is not there.",
            'the path from where Pulumi runs: "./rotate.js"',
        );
    }
    return { handler };
};
