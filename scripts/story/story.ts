import type { Entitlement } from "../../components/aws/broker/runtime/policy";
import { ACCOUNT, TABLE } from "../../test/components/aws/broker/place";
import { moto } from "../../test/harness/moto";
import { type Stage, onStage } from "./stage";

/** `npm run story`: a grant of the broker, from its request to its review. */

const ENTITLEMENT: Entitlement = {
    name: "repair-orders",
    roleArn: `arn:aws:iam::${ACCOUNT}:role/jit/repair-orders`,
    maxDuration: 4 * 3_600,
    defaultDuration: 3_600,
    agentMaxDuration: 900,
    eligible: ["person:jo@example.com"],
    approvers: [["person:max@example.com"]],
    required: [1],
    scopes: [{ actions: ["s3:ListBucket", "s3:GetObject"], resources: ["arn:aws:s3:::orders", "arn:aws:s3:::orders/*"] }],
    breakGlass: { reviewWithin: 86_400, reviewers: ["person:kim@example.com"] },
};

async function story({ told, jit, credentials, program }: Stage): Promise<void> {
    told("Nobody may read the orders. Jo has to, for half an hour, and says why.");
    const wanted = ["--duration", "30m", "--ticket", "INC-7", "--reason", "two orders do not ship"];
    const asked = await jit("jo", "request", "repair-orders", ...wanted, "--token", "story-of-the-readme");
    const [id = ""] = /g-[a-z2-7]{26}/.exec(asked) ?? [];

    told("Nobody approves their own request. Max is an approver.");
    await jit("jo", "approve", id);
    await jit("max", "approve", id);

    told("Jo's program gets credentials of this grant. One that stays behind keeps them.");
    const task = ["node", "scripts/story/task.mjs"];
    await jit("jo", "exec", id, "--", ...task);
    const kept = await credentials("jo", id);

    told(
        "It is done before its time. Jo ends it: whoever has its credentials is denied everything (on AWS, within seconds).",
    );
    await jit("jo", "end", id);
    await program(task, kept);
    await jit("jo", "exec", id, "--", ...task);

    told("It was emergency access, so that somebody else looks at it.");
    await jit("kim", "review", id, "--outcome", "in-order", "--reason", "read one file, as INC-7 says");

    told("All of it is in a locked bucket, each entry chained to the one before and sealed.");
    await jit("kim", "report");
    await jit("kim", "audit", "verify", "--table", TABLE);
}

// It is of the machine, and no part of the story.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
if (!moto) {
    console.error("moto_server stands in for AWS, and is not on PATH: pip install 'moto[server]'.");
    process.exit(2);
}
onStage(ENTITLEMENT, (text) => void process.stdout.write(text), story).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
});
