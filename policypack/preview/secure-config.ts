import { createDecipheriv, pbkdf2Sync } from "node:crypto";
import { readFileSync } from "node:fs";
import { Failed } from "./failed";

/** Reads one ciphertext of a stack's settings. */
export type Decrypt = (ciphertext: string) => string;

/**
 * The passphrase secrets provider of the CLI; undefined when the environment holds no passphrase. The formats are those
 * of pkg/secrets/passphrase and sdk/go/common/resource/config/crypt.go.
 */
export function passphraseDecrypt(salt: string, environment: NodeJS.ProcessEnv): Decrypt | undefined {
    const passphrase = passphraseOf(environment);
    if (passphrase === undefined) return undefined;
    const [version, encoded, ...probe] = salt.split(":");
    if (version !== "v1" || encoded === undefined) {
        throw new Failed("project", "The `encryptionsalt` of the stack is of a version that is not known here.");
    }
    const key = pbkdf2Sync(passphrase, Buffer.from(encoded, "base64"), 1_000_000, 32, "sha256");
    // The salt carries the word "pulumi", encrypted, so that a wrong passphrase is known for what it is.
    try {
        if (open(key, probe.join(":")) === "pulumi") return (ciphertext) => open(key, ciphertext);
    } catch {
        // Said below.
    }
    throw new Failed("project", "The passphrase in the environment is not the one of this stack.");
}

function passphraseOf(environment: NodeJS.ProcessEnv): string | undefined {
    if (environment.PULUMI_CONFIG_PASSPHRASE !== undefined) return environment.PULUMI_CONFIG_PASSPHRASE;
    const file = environment.PULUMI_CONFIG_PASSPHRASE_FILE;
    if (!file) return undefined;
    try {
        return readFileSync(file, "utf8").trim();
    } catch (error) {
        throw new Failed("project", `PULUMI_CONFIG_PASSPHRASE_FILE cannot be read: ${(error as Error).message}.`);
    }
}

function open(key: Buffer, sealed: string): string {
    const [version, nonce, ciphertext, more] = sealed.split(":");
    if (version !== "v1" || nonce === undefined || ciphertext === undefined || more !== undefined) {
        throw new Error("is of a version that is not known here");
    }
    const bytes = Buffer.from(ciphertext, "base64");
    const cipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    cipher.setAuthTag(bytes.subarray(bytes.length - 16));
    return Buffer.concat([cipher.update(bytes.subarray(0, bytes.length - 16)), cipher.final()]).toString("utf8");
}
