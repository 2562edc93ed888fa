import type { Resource } from "../core/rule";
import { type End, type Family, NO_END, attempt, ending, madeAt, nameBy, since } from "./access-reading";
import { instant, lasting } from "./duration";
import { Malformed, type Value, isUnreadable, legible, number, text } from "./values";
import { named } from "./words";

/** Keys, passwords and tokens of AWS: open until they end by themselves, which few do. */

interface Key {
    readonly what: string;
    /** What it signs in, and the input that names it; without one the key goes by its own name. */
    readonly of?: readonly [kind: string, input: string];
    /** The output that says when AWS made it. */
    readonly made?: string;
    /** When it ends by itself, if it is made at that instant, and why. */
    readonly end?: (inputs: Value, made: number) => { readonly at: number | undefined; readonly because: string };
}

const USER = "IAM user";
const EXPIRY = "its expiry";
const DAY = 86_400;
// https://docs.aws.amazon.com/appsync/latest/APIReference/API_CreateApiKey.html
const APPSYNC_DEFAULT = 7 * DAY;

const KEYS: Readonly<Record<string, Key>> = {
    "aws:iam/accessKey:AccessKey": { what: "access key", of: [USER, "user"], made: "createDate" },
    "aws:iam/serviceSpecificCredential:ServiceSpecificCredential": {
        what: "service credential",
        of: [USER, "userName"],
        made: "createDate",
        end: expiring("expirationDate", "credentialAgeDays", DAY),
    },
    "aws:iam/signingCertificate:SigningCertificate": { what: "signing certificate", of: [USER, "userName"] },
    "aws:iam/sshKey:SshKey": { what: "SSH key", of: [USER, "username"] },
    "aws:iam/userLoginProfile:UserLoginProfile": { what: "console password", of: [USER, "user"] },
    "aws:ec2/keyPair:KeyPair": { what: "SSH key pair" },
    "aws:transfer/sshKey:SshKey": { what: "SSH key", of: ["SFTP user", "userName"] },
    "aws:lightsail/bucketAccessKey:BucketAccessKey": {
        what: "access key",
        of: ["Lightsail bucket", "bucketName"],
        made: "createdAt",
    },
    "aws:appsync/apiKey:ApiKey": {
        what: "AppSync API key",
        end(inputs, made) {
            const expires = inputs.get("expires");
            const written = text(expires);
            if (written === undefined) return after(APPSYNC_DEFAULT, 1, made);
            const at = instant(written);
            if (at === undefined) throw new Malformed(expires.path, 'an instant such as "2026-01-31T12:00:00Z"');
            return { at, because: EXPIRY };
        },
    },
    "aws:grafana/workspaceApiKey:WorkspaceApiKey": grafana("Grafana API key"),
    "aws:grafana/workspaceServiceAccountToken:WorkspaceServiceAccountToken": grafana("Grafana token"),
};

export const awsKeys: Family = {
    types: Object.keys(KEYS),
    beside: [],
    read: (_, now) =>
        function* (resource) {
            const { what, of, made: output, end } = KEYS[resource.type]!;
            const made = output === undefined ? undefined : madeAt(resource.inputs, output);
            const found = attempt(() => end?.(resource.inputs, made ?? now));
            const at: End = isUnreadable(found) ? found : (found?.at ?? Infinity);
            const because = found && !isUnreadable(found) ? found.because : NO_END;
            yield {
                kind: "key",
                what: `${what}${whose(resource, of)}`,
                ...since(made),
                ...ending(at, because, isOff(resource) ? "switched off, but one call switches it on" : NO_END),
            };
        },
};

function whose(resource: Resource, of: Key["of"]): string {
    const name = of && nameBy(resource, resource.inputs.get(of[1]));
    return of && name ? ` of ${of[0]} ${name}` : ` ${named(resource.name, "of the program")}`;
}

function isOff({ inputs }: Resource): boolean {
    return legible(() => inputs.get("status"))?.toLowerCase() === "inactive";
}

function after(count: number | undefined, unit: number, made: number) {
    if (count === undefined) return { at: undefined, because: NO_END };
    return { at: made + count * unit * 1_000, because: `${lasting(count * unit)} after it is made` };
}

function grafana(what: string): Key {
    return { what, made: "createdAt", end: expiring("expiresAt", "secondsToLive", 1) };
}

/** By an output that says when, once AWS has made it; before that by an input that says after how many units. */
function expiring(output: string, input: string, unit: number): NonNullable<Key["end"]> {
    return (inputs, made) => {
        const expires = madeAt(inputs, output);
        return expires === undefined ? after(number(inputs.get(input)), unit, made) : { at: expires, because: EXPIRY };
    };
}
