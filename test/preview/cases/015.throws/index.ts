import * as aws from "@pulumi/aws";

interface Settings {
    readonly name: string;
}

function read(): Settings {
    throw new Error("no settings here");
}

new aws.s3.Bucket("before");
read();
