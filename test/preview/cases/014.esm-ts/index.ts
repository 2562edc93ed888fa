import * as aws from "@pulumi/aws";
import { makeUser, type Named } from "./users.js";

interface Unused {
    readonly nothing: string;
}

const named: Named = await Promise.resolve({ name: "in-function" });
const bucket = new aws.s3.Bucket("top-level");
makeUser(named);

export const unused: Unused | undefined = undefined;
export const arn = bucket.arn;
