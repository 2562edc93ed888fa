import { type Resource, resourceRule } from "../../core/rule";
import { at } from "../../facts/places";
import { type Value, ifKnown, text } from "../../facts/values";

const TASK = "aws:ecs/taskDefinition:TaskDefinition";
const JOB = "aws:batch/jobDefinition:JobDefinition";
const PROJECT = "aws:codebuild/project:Project";
/** Where each type says which secrets it reads. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
    [TASK]: ["containerDefinitions{}[].secrets[]", "containerDefinitions{}[].logConfiguration.secretOptions[]"],
    [JOB]: ["containerProperties{}.secrets[]", "containerProperties{}.logConfiguration.secretOptions[]"],
    [PROJECT]: ["environment.environmentVariables[]"],
};
const task = (version: string) => ({
    type: TASK,
    inputs: {
        family: "orders",
        containerDefinitions: JSON.stringify([
            {
                name: "orders",
                image: "orders:1",
                secrets: [
                    {
                        name: "TOKEN",
                        valueFrom: `arn:aws:secretsmanager:eu-central-1:111122223333:secret:orders-Ab1dEf:token:${version}`,
                    },
                ],
            },
        ]),
    },
});

export default resourceRule({
    name: "aws-no-pinned-secret-version",
    severity: "low",
    description: "A program that reads a secret reads its current version.",
    rationale:
        "One that is pinned to a version goes on with the old value after a rotation, and keeps it from being taken away.",
    remedy: "Leave version stage and version id empty, or name the stage AWSCURRENT.",
    controls: ["NHI7:2025", "PR.AA-01"],
    on: [TASK, JOB, PROJECT],
    examples: {
        denied: [task(":9d4cb84b-ad69-40c0-a0ab-cead36b967e8")],
        allowed: [task("AWSCURRENT:"), task(":")],
    },

    *check(resource) {
        for (const place of PLACES[resource.type]!) {
            yield* at(resource.inputs, place, function* (secret) {
                const from = reference(resource, secret);
                // A reference that is not known yet is one to a resource of the program.
                const pinned = from && ifKnown(() => pinnedTo(text(from) ?? ""));
                if (pinned) yield { message: `The secret is read at ${pinned}.`, path: from.path };
            });
        }
    },
});

function reference({ type }: Resource, secret: Value): Value | undefined {
    if (type !== PROJECT) return secret.get("valueFrom");
    return text(secret.get("type")) === "SECRETS_MANAGER" ? secret.get("value") : undefined;
}

/** Of "arn:…:secret:name:key:stage:version", or the same with the bare name in front. */
function pinnedTo(reference: string): string | undefined {
    if (/^arn:[^:]*:(?!secretsmanager:)/.test(reference)) return undefined;
    const [, , stage = "", version = ""] = reference.replace(/^arn:[^:]*:secretsmanager:[^:]*:[^:]*:secret:/, "").split(":");
    if (version !== "") return "one version of it";
    return ["", "AWSCURRENT"].includes(stage) ? undefined : "a stage that rotation does not make current";
}
