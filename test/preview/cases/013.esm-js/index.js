import * as aws from "@pulumi/aws";
import { makeUser } from "./users.js";

await Promise.resolve();
new aws.s3.Bucket("top-level");
makeUser("in-function");

export const directory = import.meta.dirname.split("/").pop();
