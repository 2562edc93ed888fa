import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { Entry } from "./trail";

/** Tells the subscribers of a topic what has happened: as the audit has it, so that programs can read it, too. */
export function notices(client: SNSClient, TopicArn: string): (entry: Entry) => Promise<void> {
    return async (entry) => {
        const attribute = (StringValue: string) => ({ DataType: "String", StringValue });
        await client.send(
            new PublishCommand({
                TopicArn,
                // ASCII, and at most 100 characters.
                Subject: `Access: ${entry.of} ${entry.event}, ${entry.state}`.slice(0, 100),
                Message: JSON.stringify(entry, undefined, 2),
                MessageAttributes: { event: attribute(entry.event), state: attribute(entry.state) },
            }),
        );
    };
}
