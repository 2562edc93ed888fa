import * as aws from "@pulumi/aws";

type Reason = { readonly why: string };

async function fail(reason: Reason): Promise<void> {
    await Promise.resolve();
    throw new Error(reason.why, { cause: new TypeError("deeper") });
}

new aws.s3.Bucket("bucket");
void fail({ why: "nobody waits for this" });
