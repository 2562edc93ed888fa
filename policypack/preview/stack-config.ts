import { existsSync } from "node:fs";
import { complete, declarations, keyOf, textOf } from "./declared-config";
import { Failed } from "./failed";
import type { Unseen } from "./outcome";
import { type Project, stackFile } from "./project";
import { type Decrypt, passphraseDecrypt } from "./secure-config";
import { isObject, type Properties } from "./wire";
import { readYaml } from "./yaml-file";

/** The configuration of a stack as its program gets it: texts by `namespace:name`. */
export interface Config {
    readonly values: ReadonlyMap<string, { readonly text: string; readonly secret: boolean }>;
    readonly unseen: readonly Unseen[];
}

// What the CLI shows in the place of a secret. It counts as known, so that a static key in the settings is found.
const PLACEHOLDER = "[secret]";
const PLACEHOLDERS: Readonly<Record<string, string>> = { integer: "0", boolean: "false", object: "{}", array: "[]" };

export function readConfig(
    project: Project,
    stack: string,
    overrides: Readonly<Record<string, string>>,
    environment: NodeJS.ProcessEnv,
): Config {
    const file = stackFile(project, stack);
    const settings = existsSync(file) ? (readYaml(file) ?? {}) : {};
    if (!isObject(settings)) throw new Failed("project", `${file} holds no settings.`);
    const declared = declarations(project);
    const given = new Map(
        Object.entries(isObject(settings.config) ? settings.config : {}).map(([key, value]) => [keyOf(project, key), value]),
    );
    const hidden: string[] = [];
    const decrypt = hasSecure([...given.values()]) ? decryptOf(settings, environment) : undefined;
    const values = new Map<string, { text: string; secret: boolean }>();
    for (const [key, value] of given) {
        const reader = reading(decrypt, PLACEHOLDERS[declared.get(key)?.type ?? ""] ?? PLACEHOLDER);
        values.set(key, { text: textOf(reader.read(value, key)), secret: hasSecure(value) });
        if (reader.hid) hidden.push(key);
    }
    for (const [key, text] of Object.entries(overrides)) {
        const full = keyOf(project, key);
        values.set(full, { text, secret: values.get(full)?.secret ?? false });
    }
    complete(project, stack, declared, values);
    return { values, unseen: [...hidden.map(hiddenKey), ...environments(settings)] };
}

function decryptOf(settings: Properties, environment: NodeJS.ProcessEnv): Decrypt | undefined {
    const salt = settings.encryptionsalt;
    return typeof salt === "string" ? passphraseDecrypt(salt, environment) : undefined;
}

function reading(decrypt: Decrypt | undefined, placeholder: string) {
    const reader = {
        hid: false,
        read(value: unknown, key: string): unknown {
            if (Array.isArray(value)) return value.map((element) => reader.read(element, key));
            if (!isObject(value)) return value;
            if (!isSecure(value)) {
                return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, reader.read(inner, key)]));
            }
            if (!decrypt) {
                reader.hid = true;
                return placeholder;
            }
            try {
                return decrypt(value.secure);
            } catch (cause) {
                throw new Failed("project", `The secret value of the configuration key \`${key}\` cannot be decrypted.`, {
                    cause,
                });
            }
        },
    };
    return reader;
}

function isSecure(value: unknown): value is { secure: string } {
    return isObject(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

function hasSecure(value: unknown): boolean {
    if (Array.isArray(value)) return value.some(hasSecure);
    return isSecure(value) || (isObject(value) && Object.values(value).some(hasSecure));
}

function hiddenKey(key: string): Unseen {
    return {
        kind: "secure-config",
        what: key,
        message: `The secret value of \`${key}\` was not decrypted, so the program saw a placeholder; set PULUMI_CONFIG_PASSPHRASE, if the stack has a passphrase, or give a value for tests as --config ${key}=….`,
    };
}

function environments(settings: Properties): readonly Unseen[] {
    if (settings.environment === undefined || settings.environment === null) return [];
    return [
        {
            kind: "secure-config",
            what: "environment",
            message:
                "The stack takes settings from a Pulumi ESC environment, which was not opened; give those that the program needs as --config.",
        },
    ];
}
