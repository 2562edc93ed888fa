import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type RotationEvent, rotate, sweep } from "./rotate";
import { type Settings, strategyOf, userKeys } from "./strategies";

/** Called by Secrets Manager for a step, and by the schedule of a user's keys. */
export async function handler(event: RotationEvent | { sweep: true }): Promise<void> {
    const { SECRET_ARN, STRATEGY } = process.env;
    const settings = JSON.parse(STRATEGY!) as Settings;
    const secrets = new SecretsManagerClient();
    if ("sweep" in event) {
        return logged({ step: "sweep" }, async () => ({
            deleted: await sweep(SECRET_ARN!, { secrets, strategy: userKeys(settings.iamUserKey!) }),
        }));
    }
    const { Step: step, SecretId, ClientRequestToken: version } = event;
    return logged({ step, version }, async () => {
        if (SecretId !== SECRET_ARN) throw new Error("This function rotates another secret.");
        await rotate(event, { secrets, strategy: strategyOf(settings, secrets) });
    });
}

/** Logs one line for what is done, with ids only. What fails, fails in words that have no value in them. */
async function logged(ids: object, act: () => Promise<object | void>): Promise<void> {
    const log = (level: string, message: string, more: object | void) =>
        console.log(JSON.stringify({ level, message, secret: process.env.SECRET_ARN, ...ids, ...more }));
    try {
        log("INFO", "The step is done.", await act());
    } catch (error) {
        const { name, message } = error as Error;
        log("ERROR", "The step failed.", { reason: name === "Error" ? message : `${name}: ${message}` });
        throw error;
    }
}
