import { auth } from "@googleapis/secretmanager";
import { type Event, asks } from "./message";
import { password } from "./password";
import { rotate } from "./rotate";
import { secretsOf } from "./secrets";
import type { Strategy } from "./strategy";

/** Answers the topic of the secret. */
export async function handler(event: Event): Promise<void> {
    const { RESOURCE = "", STRATEGY, LENGTH, LONGEST, OVERLAP } = process.env;
    const asked = asks(event, RESOURCE);
    if (!asked) return;
    const scopes = ["https://www.googleapis.com/auth/cloud-platform"];
    await rotate(asked.at, {
        secrets: secretsOf(RESOURCE, { auth: new auth.GoogleAuth({ scopes }) }),
        strategy: STRATEGY === "password" ? password(Number(LENGTH)) : written(),
        longest: Number(LONGEST) * 1_000,
        overlap: Number(OVERLAP) * 1_000,
        now: Date.now,
        log: (entry) => console.log(JSON.stringify({ ...entry, secret: RESOURCE })),
    });
}

/** The user's own. */
function written(): Strategy {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const found = require("./handler") as Strategy & { default?: Strategy };
    return found.default ?? found;
}
