import { setTimeout as sleep } from "node:timers/promises";
import { IAMClient } from "@aws-sdk/client-iam";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { caller } from "./caller";
import type { DatabaseSettings } from "./database";
import { http } from "./http";
import { type UserKeySettings, type UserKeys, iamUserKey } from "./iam-user-key";
import { mysql } from "./mysql";
import { type PasswordSettings, password } from "./password";
import { postgres } from "./postgres";
import type { Strategy } from "./strategy";

/** Exactly one of them, as the component writes it into the environment. */
export interface Settings {
    readonly password?: PasswordSettings;
    readonly postgres?: Administered;
    readonly mysql?: Administered;
    readonly http?: object;
    readonly iamUserKey?: UserKeySettings;
}

interface Administered {
    /** ARN of the administrator's secret. */
    readonly admin: string;
    readonly host?: string;
}

export function strategyOf(settings: Settings, secrets: SecretsManagerClient): Strategy {
    if (settings.password) return password(settings.password);
    if (settings.postgres) return postgres(administered(settings.postgres, secrets));
    if (settings.mysql) return mysql(administered(settings.mysql, secrets));
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    if (settings.http) return http(require("./handler"));
    return userKeys(settings.iamUserKey!);
}

export function userKeys(settings: UserKeySettings): UserKeys {
    return iamUserKey(settings, { iam: new IAMClient(), caller, now: () => new Date(), sleep });
}

function administered({ admin, host }: Administered, secrets: SecretsManagerClient): DatabaseSettings {
    return {
        host,
        readAdmin: async () => {
            const { SecretString } = await secrets.send(
                new GetSecretValueCommand({ SecretId: admin, VersionStage: "AWSCURRENT" }),
            );
            return SecretString ?? "";
        },
    };
}
