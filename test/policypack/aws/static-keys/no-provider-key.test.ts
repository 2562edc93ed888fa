import { secret } from "../../../../policypack/preview/wire";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-provider-key";
import { describeRule } from "../../../harness/describe-rule";

const provider = (inputs: Record<string, unknown>, pkg = "aws") => [{ type: `pulumi:providers:${pkg}`, inputs }];

describeRule(rule, {
    denies: {
        "a key, with one finding": {
            given: provider({ accessKey: "AKIA1", secretKey: "s3cr3t" }),
            says: ["The provider is given a long-lived key in `accessKey`."],
        },
        "a key that is a secret": {
            given: provider({ secretKey: secret("s3cr3t") }),
            says: ["The provider is given a long-lived key in `secretKey`."],
        },
        "a key beside a role to assume": {
            given: provider({ accessKey: "AKIA1", secretKey: "s3cr3t", assumeRoles: '[{"roleArn":"r"}]' }),
            says: ["The provider is given a long-lived key in `accessKey`."],
        },
        "a key whose other half is not known yet": {
            given: provider({ accessKey: UNKNOWN, secretKey: "s3cr3t" }),
            says: ["The provider is given a long-lived key in `secretKey`."],
        },
        "a key beside an empty token": {
            given: provider({ accessKey: "AKIA1", secretKey: "s3cr3t", token: "" }),
            says: ["The provider is given a long-lived key in `accessKey`."],
        },
        "a key of the native provider": {
            given: provider({ accessKey: "AKIA1", secretKey: "s3cr3t" }, "aws-native"),
            says: ["The provider is given a long-lived key in `accessKey`."],
        },
        "a key that is no text": {
            given: provider({ accessKey: { value: "AKIA1" } }),
            says: ["`accessKey` is not a text."],
        },
    },
    allows: {
        "no key": { given: provider({}) },
        "an empty key, which is none": { given: provider({ accessKey: "", secretKey: "" }) },
        "a profile": { given: provider({ profile: "deploy" }) },
        "roles to assume": { given: provider({ assumeRoles: '[{"roleArn":"r"}]' }) },
        "a role by web identity": { given: provider({ assumeRoleWithWebIdentity: '{"roleArn":"r"}' }) },
        "temporary keys, which AWS ends": { given: provider({ accessKey: "ASIA1", secretKey: "s3cr3t", token: "t0k3n" }) },
        "temporary keys that are not known yet": {
            given: provider({ accessKey: UNKNOWN, secretKey: UNKNOWN, token: "t0k3n" }),
        },
    },
    cannotDecide: {
        "a key not known yet": {
            given: provider({ accessKey: UNKNOWN, secretKey: UNKNOWN }),
            says: ["`accessKey` is not known before the deployment."],
        },
        "whether keys are temporary, before the token is known": {
            given: provider({ accessKey: "ASIA1", secretKey: "s3cr3t", token: UNKNOWN }),
            says: ["`token` is not known before the deployment."],
        },
    },
});
