import { AssumeRoleCommand, GetCallerIdentityCommand, type STSClient, STSServiceException } from "@aws-sdk/client-sts";
import { type Called, type Proof, identityRequest, signedNames } from "../../../client/identity-request";

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

/** Whom STS says that a signature is of. */
export interface Named {
    readonly arn: unknown;
    readonly userId: unknown;
}

export interface Sts {
    /** undefined: the role does not let the broker take it; a new one may not do so for a minute. */
    assume(session: Session): Promise<Credentials | undefined>;
    /** Who has signed for this call, and all of it; undefined: nobody has. */
    identify(called: Omit<Called, "region">, proof: Proof): Promise<Named | undefined>;
}

/** How long a session is asked for, in seconds: what is left, within what STS gives to a role that was itself assumed. */
export function sessionDuration(end: number, now: number): number {
    return Math.max(900, Math.min(3_600, Math.floor((end - now) / 1_000)));
}

export function sts(client: STSClient): Sts {
    return {
        async assume({ role: RoleArn, id, requester, duration: DurationSeconds, policy: Policy }) {
            const command = new AssumeRoleCommand({
                RoleArn,
                RoleSessionName: id,
                SourceIdentity: id,
                DurationSeconds,
                Policy,
                Tags: [{ Key: "jit-requester", Value: requester.replace(/[^\w .:/=+@-]/g, "_").slice(0, 256) }],
            });
            const given = await client.send(command).catch((error: Error) => {
                if (error.name === "AccessDenied") return undefined;
                throw error;
            });
            if (!given) return undefined;
            const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given.Credentials!;
            return {
                accessKeyId: AccessKeyId!,
                secretAccessKey: SecretAccessKey!,
                sessionToken: SessionToken!,
                expiration: Expiration!.getTime(),
            };
        },
        async identify(called, { authorization, date, token }) {
            const request = identityRequest({ ...called, region: await client.config.region() });
            const signed = signedNames(request, token !== undefined);
            // Else the signature may be of another request, such as one that proves somebody to another service.
            if (!authorization.includes(`SignedHeaders=${signed},`)) return undefined;
            const headers = {
                ...request.headers,
                authorization,
                "x-amz-date": date,
                ...(token !== undefined && { "x-amz-security-token": token }),
            };
            const command = new GetCallerIdentityCommand();
            command.middlewareStack.addRelativeTo(
                <Out>(next: (args: Sending) => Out) =>
                    (args: Sending) => {
                        Object.assign(args.request as object, { headers, body: request.body });
                        return next(args);
                    },
                { relation: "after", toMiddleware: "httpSigningMiddleware", name: "signedByTheCaller" },
            );
            try {
                const { Arn: arn, UserId: userId } = await client.send(command);
                return { arn, userId };
            } catch (error) {
                if (isRefused(error)) return undefined;
                throw error;
            }
        },
    };
}

interface Sending {
    readonly input: object;
    readonly request: unknown;
}

function isRefused(error: unknown): boolean {
    if (!(error instanceof STSServiceException) || error.$retryable) return false;
    const { httpStatusCode: status = 500 } = error.$metadata;
    return status >= 400 && status < 500 && status !== 429 && !/thrott/i.test(error.name);
}
