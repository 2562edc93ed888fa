import type { Config } from "./stack-config";
import { type Properties, secret } from "./wire";

/** A provider that no program declares: the engine makes it from the stack's configuration. */
export interface DefaultProvider {
    readonly type: string;
    readonly name: string;
    readonly inputs: Properties;
}

// Both get the whole configuration, under its full keys: pkg/resource/deploy/target.go.
const DYNAMIC: ReadonlySet<string> = new Set(["pulumi-nodejs", "pulumi-python"]);

/** As the engine makes one per package, version and place to download from: pkg/resource/deploy/default_providers.go. */
export function defaultProvider(
    of: { readonly package: string; readonly version: string; readonly url: string },
    config: Config,
): DefaultProvider {
    const inputs: Properties = {};
    for (const [key, { text, secret: isSecret }] of config.values) {
        const [namespace, name = ""] = key.split(":");
        const value = isSecret ? secret(text) : text;
        if (DYNAMIC.has(of.package)) inputs[key] = value;
        else if (namespace === of.package) inputs[name] = value;
    }
    return {
        type: `pulumi:providers:${of.package}`,
        name: ["default", ...versionWords(of.version), ...urlWords(of.url)].join("_"),
        inputs: { ...inputs, ...(of.version && { version: of.version }) },
    };
}

/** Whether the stack's configuration forbids the default provider of a package. */
export function isDenied(name: string, config: Config): boolean {
    const list = config.values.get("pulumi:disable-default-providers")?.text;
    if (!list || name === "pulumi") return false;
    try {
        const parsed: unknown = JSON.parse(list);
        return Array.isArray(parsed) && parsed.some((entry) => ["*", name].includes(String(entry).trim()));
    } catch {
        return false;
    }
}

// A semantic version: the parts of what follows "-" and "+" are separated by dots.
function versionWords(version: string): readonly string[] {
    const [, core = "", pre = "", build = ""] = /^([^-+]*)(?:-([^+]*))?(?:\+(.*))?$/.exec(version) ?? [];
    return [core, pre, build].flatMap((part) => (part ? part.split(".") : []));
}

function urlWords(url: string): readonly string[] {
    const segments = url.split("/").filter((segment) => segment !== "");
    return url ? [segments.map((segment) => segment.replace(/[^A-Za-z0-9_.-]/g, "_")).join("/")] : [];
}
