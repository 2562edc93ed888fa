import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/rotation/no-pinned-secret-version";
import { describeRule } from "../../../harness/describe-rule";

const ARN = "arn:aws-us-gov:secretsmanager:us-gov-west-1:111122223333:secret:shop/db-Ab1dEf";
const ID = "9d4cb84b-ad69-40c0-a0ab-cead36b967e8";
const task = (containerDefinitions: unknown) => [
    { type: "aws:ecs/taskDefinition:TaskDefinition", inputs: { containerDefinitions } },
];
const secrets = (...valueFrom: unknown[]) =>
    task(JSON.stringify([{ name: "shop", secrets: valueFrom.map((from) => ({ name: "TOKEN", valueFrom: from })) }]));
const project = (type: string, value: unknown) => [
    {
        type: "aws:codebuild/project:Project",
        inputs: { environment: { environmentVariables: [{ name: "A", type, value }] } },
    },
];
const version = "The secret is read at one version of it.";
const stage = "The secret is read at a stage that rotation does not make current.";

describeRule(rule, {
    denies: {
        "one version": { given: secrets(`${ARN}:::${ID}`), says: [version] },
        "one version of one member": { given: secrets(`${ARN}:password::${ID}`), says: [version] },
        "the stage of the version before": { given: secrets(`${ARN}::AWSPREVIOUS:`), says: [stage] },
        "each secret of each container, beside what is not known yet": {
            given: task(
                JSON.stringify([
                    { name: "a", secrets: [{ valueFrom: UNKNOWN }, { valueFrom: `${ARN}:::${ID}` }] },
                    { name: "b", logConfiguration: { secretOptions: [{ valueFrom: `${ARN}::v1:` }] } },
                ]),
            ),
            says: [version, stage],
        },
        "a job": {
            given: [
                {
                    type: "aws:batch/jobDefinition:JobDefinition",
                    inputs: { containerProperties: JSON.stringify({ secrets: [{ valueFrom: `${ARN}:::${ID}` }] }) },
                },
            ],
            says: [version],
        },
        "a build, by the name of the secret or its ARN": {
            given: [
                ...project("SECRETS_MANAGER", `shop/db:password::${ID}`),
                ...project("SECRETS_MANAGER", `${ARN}:password:AWSPREVIOUS`),
            ],
            says: [version, stage],
        },
        "what is no JSON": { given: task("- name: shop"), says: ["`containerDefinitions` is not a JSON document."] },
    },
    allows: {
        "a secret": { given: secrets(ARN) },
        "a member of a secret": { given: secrets(`${ARN}:password::`) },
        "the current stage": { given: secrets(`${ARN}:password:AWSCURRENT:`) },
        "a parameter of Systems Manager, and one of its versions": {
            given: secrets("shop-token", "arn:aws:ssm:eu-central-1:111122223333:parameter/shop/token:1:2:3"),
        },
        "a secret of the program, which is not known yet": { given: secrets(UNKNOWN, `${UNKNOWN}:password::`) },
        "containers without secrets": { given: task('[{"name":"shop"},{"name":"log","secrets":null}]') },
        "other variables of a build": {
            given: [...project("PLAINTEXT", "a:b:c:d"), ...project("SECRETS_MANAGER", "shop/db:password")],
        },
    },
    cannotDecide: {
        "containers that are not known yet": {
            given: task(UNKNOWN),
            says: ["`containerDefinitions` is not known before the deployment."],
        },
    },
});
