import type { Example } from "../../../../policypack/core/rule";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/rotation/require-secret-rotation";
import { describeRule } from "../../../harness/describe-rule";

const of = (kind: string, name: string, inputs: Record<string, unknown>, from?: string): Example[number] => ({
    type: `aws:secretsmanager/${kind[0]!.toLowerCase()}${kind.slice(1)}:${kind}`,
    name,
    inputs,
    ...(from !== undefined && { sources: { secretId: [from] } }),
});
const secret = (name: string, inputs: Record<string, unknown> = {}) => of("Secret", name, inputs);
const rotation = (secretId: unknown, from?: string) => of("SecretRotation", "rotation", { secretId }, from);
const says = ["This secret is not rotated."];

describeRule(rule, {
    denies: {
        "a secret alone": { given: [secret("a")], says },
        "each secret alone": { given: [secret("a"), secret("b")], says: [...says, ...says] },
        "a secret with copies in other regions": { given: [secret("a", { replicas: [{ region: "eu-west-1" }] })], says },
        "the secret that a rotation is not for": { given: [secret("a"), secret("b"), rotation(UNKNOWN, "a")], says },
        "a secret beside the rotation of one whose name begins so": {
            given: [
                secret("a", { name: "db" }),
                rotation("arn:aws:secretsmanager:eu-central-1:111122223333:secret:db-orders-Ab1dEf"),
            ],
            says,
        },
        "a secret beside the rotation of one looked up elsewhere": { given: [secret("a"), rotation(UNKNOWN)], says },
        "a secret whose name is no text": { given: [secret("a", { name: 42 }), rotation("42")], says },
    },
    allows: {
        "a rotation made from the secret": { given: [secret("a"), rotation(UNKNOWN, "a")] },
        "a rotation by the name": { given: [secret("a", { name: "shop/db" }), rotation("shop/db")] },
        "a rotation by the ARN": {
            given: [
                secret("a", { name: "shop/db" }),
                rotation("arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:shop/db-Ab1dEf"),
            ],
        },
        "a rotation by an ARN known from the last deployment": {
            given: [
                secret("a", { arn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:a-8f1c0a5-Ab1dEf" }),
                rotation("arn:aws:secretsmanager:eu-central-1:111122223333:secret:a-8f1c0a5-Ab1dEf"),
            ],
        },
        "a rotation made from a version of the secret": {
            given: [secret("a"), of("SecretVersion", "b", { secretId: UNKNOWN }, "a"), rotation(UNKNOWN, "b")],
        },
        "a rotation alone": { given: [rotation("elsewhere")] },
    },
});
