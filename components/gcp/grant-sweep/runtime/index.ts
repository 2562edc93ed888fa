import { auth } from "@googleapis/cloudresourcemanager";
import { policies } from "./policies";
import { type Sweep, run } from "./run";

/** Answers the schedule. */
export async function handler(): Promise<void> {
    const asked = JSON.parse(process.env.SWEEP ?? "{}") as Pick<Sweep, "nodes" | "known" | "removable">;
    const scopes = ["https://www.googleapis.com/auth/cloud-platform"];
    await run({
        ...asked,
        policies: policies({ auth: new auth.GoogleAuth({ scopes }) }),
        now: Date.now,
        log: (entry) => console.log(JSON.stringify(entry)),
    });
}
