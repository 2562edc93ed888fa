import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from "@aws-sdk/client-sts";

export interface AccessKey {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
}

/** ARN of whom a key is of, or undefined: the region does not know the key. No policy can deny this call. */
export async function caller(key: AccessKey, config: STSClientConfig = {}): Promise<string | undefined> {
    const sts = new STSClient({ ...config, credentials: key });
    try {
        const { Arn } = await sts.send(new GetCallerIdentityCommand(), { abortSignal: AbortSignal.timeout(10_000) });
        return Arn;
    } catch (error) {
        if ((error as Error).name === "InvalidClientTokenId") return undefined;
        throw error;
    } finally {
        sts.destroy();
    }
}
