import rule from "../../../../policypack/aws/static-keys/no-plaintext-parameter";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { secret } from "../../../../policypack/preview/wire";
import { describeRule } from "../../../harness/describe-rule";

const parameter = (inputs: Record<string, unknown>, sources: Record<string, readonly string[]> = {}) => [
    { type: "aws:ssm/parameter:Parameter", name: "setting", inputs: { type: "String", ...inputs }, sources },
];
const MADE = ["urn:pulumi:dev::shop::shop:index:Db$random:index/randomPassword:RandomPassword::db"];

describeRule(rule, {
    denies: {
        "a password in a String": {
            given: parameter({ name: "/prod/db/password", value: secret("Winter-2026!") }),
            says: ["This parameter stores a password in plain text."],
        },
        "a token in a StringList": {
            given: parameter({ name: "/prod/github-token", type: "StringList", value: "9f8e7d6c5b4a39281706" }),
            says: ["This parameter stores a token in plain text."],
        },
        "a URL with a password under any name": {
            given: parameter({ name: "/prod/db", value: "postgres://app:hunter22@db.internal/app" }),
            says: ["This parameter stores a URL with a password in plain text."],
        },
        "a password in insecureValue": {
            given: parameter({ name: "/prod/db/password", insecureValue: "Winter-2026!" }),
            says: ["This parameter stores a password in plain text."],
        },
        "a write-only password, which AWS stores as it is all the same": {
            given: parameter({ name: "/prod/db/password", valueWo: secret("Winter-2026!") }),
            says: ["This parameter stores a password in plain text."],
        },
        "a password that the program makes, under any name": {
            given: parameter({ name: "/prod/db", value: secret(UNKNOWN) }, { value: MADE }),
            says: [
                "This parameter is stored in plain text, and `value` is made from a `random:index/randomPassword:RandomPassword`.",
            ],
        },
        "by the name of the resource, when the parameter's is not known": {
            given: [
                {
                    type: "aws:ssm/parameter:Parameter",
                    name: "db-password",
                    inputs: { name: UNKNOWN, type: "String", value: "Winter-2026!" },
                },
            ],
            says: ["This parameter stores a password in plain text."],
        },
    },
    allows: {
        "a SecureString": { given: parameter({ name: "/prod/db/password", type: "SecureString", value: "Winter-2026!" }) },
        "a SecureString made by the program": {
            given: parameter({ name: "/prod/db/password", type: "SecureString", value: UNKNOWN }, { value: MADE }),
        },
        "a setting, though the SDK marks its value": {
            given: parameter({ name: "/prod/log-level", value: secret("debug-1") }),
        },
        "the ARN of a secret": {
            given: parameter({
                name: "/prod/db/password",
                value: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-AbCdEf",
            }),
        },
        "an output that is not known yet under an ordinary name": {
            given: parameter({ name: "/prod/vpc-id", value: secret(UNKNOWN) }),
        },
        "an image": { given: parameter({ name: "/prod/ami", dataType: "aws:ec2:image", value: "ami-0abcdef1234567890" }) },
        "no value": { given: parameter({ name: "/prod/db/password" }) },
    },
    cannotDecide: {
        "a value under a telling name that is not known yet": {
            given: parameter({ name: "/prod/db/password", value: secret(UNKNOWN) }),
            says: ["`value` is not known before the deployment."],
        },
        "a type that is not known yet": {
            given: parameter({ type: UNKNOWN, name: "/prod/db/password", value: "Winter-2026!" }),
            says: ["`type` is not known before the deployment."],
        },
    },
});
