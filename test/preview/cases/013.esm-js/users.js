import * as aws from "@pulumi/aws";

export function makeUser(name) {
    return new aws.iam.User(name);
}
