import { AssumeRoleCommand, type STSClient } from "@aws-sdk/client-sts";

export interface Credentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken: string;
    readonly expiration: number;
}

export interface Session {
    readonly role: string;
    /** Of the grant: by it CloudTrail and a Deny know each of its sessions. */
    readonly id: string;
    readonly requester: string;
    /** In seconds. */
    readonly duration: number;
    readonly policy: string;
}

export interface Sts {
    assume(session: Session): Promise<Credentials>;
}

/** How long a session is asked for, in seconds: what is left, within what STS gives to a role that was itself assumed. */
export function sessionDuration(end: number, now: number): number {
    return Math.max(900, Math.min(3_600, Math.floor((end - now) / 1_000)));
}

export function sts(client: STSClient): Sts {
    return {
        async assume({ role: RoleArn, id, requester, duration: DurationSeconds, policy: Policy }) {
            const { Credentials } = await client.send(
                new AssumeRoleCommand({
                    RoleArn,
                    RoleSessionName: id,
                    SourceIdentity: id,
                    DurationSeconds,
                    Policy,
                    Tags: [{ Key: "jit-requester", Value: requester.replace(/[^\w .:/=+@-]/g, "_").slice(0, 256) }],
                }),
            );
            const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials!;
            return {
                accessKeyId: AccessKeyId!,
                secretAccessKey: SecretAccessKey!,
                sessionToken: SessionToken!,
                expiration: Expiration!.getTime(),
            };
        },
    };
}
