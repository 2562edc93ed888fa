import { type CelInput, celEnv, parse, plan } from "@bufbuild/cel";
import { evaluate } from "@marcbachmann/cel-js";
import { expect } from "vitest";

/** What a workload shows: the claims of a token, a signature of AWS, or the subject of a certificate. */
export type Shown = Readonly<Record<string, unknown>>;

/** The inputs of a provider of a workload identity pool. */
export interface Provider {
    readonly attributeCondition: string;
    readonly attributeMapping: Readonly<Record<string, string>>;
    readonly oidc?: { readonly issuerUri: string; readonly allowedAudiences?: readonly string[] };
    readonly aws?: { readonly accountId: string };
    readonly x509?: object;
}

/** For whom tokens must be when the provider does not say, as the test has it. */
export const OWN = "https://iam.googleapis.com/the-provider";

/**
 * What the provider takes for whom, as Google's token service does it: undefined when it takes nobody. Two evaluators of
 * CEL must give the same: that of the policy pack, and @bufbuild/cel.
 */
export function taken(provider: Provider, shown: Shown): Readonly<Record<string, unknown>> | undefined {
    if (!isFromThere(provider, shown)) return undefined;
    if (value(provider.attributeCondition, shown) !== true) return undefined;
    return Object.fromEntries(Object.entries(provider.attributeMapping).map(([key, of]) => [key, value(of, shown)]));
}

function isFromThere({ oidc, aws }: Provider, { iss, aud, account }: Shown): boolean {
    if (oidc) return iss === oidc.issuerUri && (oidc.allowedAudiences ?? [OWN]).includes(String(aud));
    return !aws || account === aws.accountId;
}

/** Of an expression on `assertion`; undefined where it asks for what is not shown, which is no sign-in. */
function value(expression: string, assertion: Shown): unknown {
    const attempt = (of: () => unknown) => {
        try {
            return of();
        } catch {
            return undefined;
        }
    };
    const ours = attempt(() => evaluate(expression, { assertion }));
    const theirs = attempt(() => plan(celEnv(), parse(expression))({ assertion: assertion as CelInput }));
    // That one gives an error, and does not throw it.
    expect(theirs instanceof Error ? undefined : theirs, expression).toEqual(ours);
    return ours;
}
