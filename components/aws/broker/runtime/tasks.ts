import { RotateSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { type SSMClient, TerminateSessionCommand, paginateDescribeSessions } from "@aws-sdk/client-ssm";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { hashOf } from "./trail";
import type { Tasks } from "./world";

/** What is done after an end, with the clients of AWS. Each gives the same name to the same thing when it is done again. */
export function tasks(
    secrets: SecretsManagerClient,
    sns: SNSClient,
    /** Of the account; in the region of the broker. */
    ssmOf: (account: string) => SSMClient,
): Tasks {
    return {
        async rotate(SecretId, { id }) {
            // Secrets Manager takes a token that it has seen for the rotation that it has made.
            const ClientRequestToken = hashOf(`${id} ${SecretId}`).slice(0, 64);
            await secrets.send(new RotateSecretCommand({ SecretId, ClientRequestToken }));
        },
        async call(TopicArn, { id, entitlement, role, requester, state, end }) {
            const Message = JSON.stringify({ grant: id, entitlement, role, requester, state, end });
            await sns.send(new PublishCommand({ TopicArn, Message, Subject: `Grant ${id} is over` }));
        },
        async "terminate-sessions"(role, { id }) {
            const [, partition = "", , , account = "", resource = ""] = role.split(":");
            const client = ssmOf(account);
            // In the ARN of a session its role has no path.
            const Owner = `arn:${partition}:sts::${account}:assumed-role/${resource.split("/").at(-1) ?? ""}/${id}`;
            const Filters = [{ key: "Owner" as const, value: Owner }];
            for await (const { Sessions } of paginateDescribeSessions({ client }, { State: "Active", Filters })) {
                for (const { SessionId } of Sessions ?? []) await client.send(new TerminateSessionCommand({ SessionId }));
            }
        },
    };
}
