import * as aws from "@pulumi/aws";

export interface Named {
    readonly name: string;
}

export function makeUser({ name }: Named): aws.iam.User {
    return new aws.iam.User(name);
}
