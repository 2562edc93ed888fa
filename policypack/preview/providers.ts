import { UNKNOWN, Value } from "../facts/values";
import type { Declared } from "./declared";
import { defaultProvider, isDenied } from "./default-providers";
import { Failed } from "./failed";
import type { Config } from "./stack-config";
import { packageOf, typeOf } from "./urn";

/** A package as a request names it. */
export interface Package {
    readonly name: string;
    readonly version: string;
    readonly url: string;
}

/** What a request says of providers. */
export interface Wanted {
    readonly token: string;
    readonly parent: string;
    readonly provider: string;
    readonly providers: ReadonlyMap<string, string>;
    readonly package: Package;
}

/** Which provider manages what, as the engine decides it: pkg/resource/deploy/source_eval.go. */
export class Providers {
    private readonly packages = new Map<string, Package>();
    private readonly defaults = new Map<string, string>();
    private readonly ofResource = new Map<string, string>();
    private readonly ofComponent = new Map<string, ReadonlyMap<string, string>>();

    constructor(
        private readonly declared: Declared,
        private readonly config: Config,
    ) {}

    /** The reference by which later requests name the package. */
    register(of: Package): string {
        const reference = `package-${this.packages.size + 1}`;
        this.packages.set(reference, of);
        return reference;
    }

    packageOf(reference: string, token: string, version: string, url: string): Package {
        return this.packages.get(reference) ?? { name: packageOf(token), version, url };
    }

    /** The provider that is named for a resource or by what it lies in; empty when the default one is meant. */
    named(wanted: Wanted, kind: { readonly custom: boolean; readonly remote: boolean }): string {
        const parents = this.ofResource.get(wanted.parent) ?? "";
        const name = packageOf(wanted.token);
        const fits = typeOf(parents.split("::").slice(0, -1).join("::")) === `pulumi:providers:${name}`;
        const inherited = (!kind.custom && !kind.remote) || fits ? parents : "";
        const given = wanted.provider || inherited;
        if (!kind.custom && !kind.remote) return given;
        return given || wanted.providers.get(name) || this.ofComponent.get(wanted.parent)?.get(name) || "";
    }

    /** The same, with the default provider made when it is the first to need it. */
    resolve(wanted: Wanted, named: string): string {
        if (named) return named;
        const { name, version, url } = wanted.package;
        if (isDenied(name, this.config)) {
            throw new Failed(
                "threw",
                `Default provider for '${name}' disabled. '${wanted.token}' must use an explicit provider.`,
            );
        }
        const key = JSON.stringify([name, version, url]);
        let reference = this.defaults.get(key);
        if (!reference) {
            reference = `${this.addDefault(wanted.package)}::${UNKNOWN}`;
            this.defaults.set(key, reference);
        }
        return reference;
    }

    remember(urn: string, provider: string): void {
        this.ofResource.set(urn, provider);
    }

    rememberComponent(urn: string, parent: string, providers: ReadonlyMap<string, string>): void {
        this.ofComponent.set(urn, new Map([...(this.ofComponent.get(parent) ?? []), ...providers]));
    }

    private addDefault(of: Package): string {
        const { type, name, inputs } = defaultProvider({ package: of.name, version: of.version, url: of.url }, this.config);
        const urn = this.declared.claim({ type, name, parent: "", source: undefined });
        this.declared.add({
            urn,
            type,
            name,
            kind: "provider",
            inputs: new Value(inputs, ""),
            sources: {},
            aliases: [],
            assumed: [],
        });
        return urn;
    }
}
