import type { Resource } from "../core/rule";
import { type Value, each, isUnreadable, oneOrMany, text } from "./values";

export const POOL = "aws:cognito/userPool:UserPool";
export const CLIENT = "aws:cognito/userPoolClient:UserPoolClient";

/**
 * Whether people may sign in to a pool with a password of its own. They may unless each of its applications in the
 * program is a machine, or lets them in through another identity provider, which asks for the second factor itself.
 */
export function holdsPeople(resources: readonly Resource[]): (pool: Resource) => boolean {
    const clients = resources.filter(({ type }) => type === CLIENT);
    return ({ urn }) => {
        const own = clients.filter(({ sources }) => (sources.userPoolId ?? []).includes(urn));
        return own.length === 0 || own.some(({ inputs }) => !isMachine(inputs) && !isFederated(inputs));
    };
}

function isMachine(client: Value): boolean {
    const flows = texts(client, "allowedOauthFlows");
    const signIns = texts(client, "explicitAuthFlows").filter((flow) => flow !== "ALLOW_REFRESH_TOKEN_AUTH");
    return flows.length > 0 && flows.every((flow) => flow === "client_credentials") && signIns.length === 0;
}

/** The name of a provider that the program makes may not be known yet; Cognito itself is always named outright. */
function isFederated(client: Value): boolean {
    const providers = texts(client, "supportedIdentityProviders");
    return providers.length > 0 && !providers.includes("COGNITO");
}

/** The texts of a list, and undefined for each that cannot be read; none for a list that cannot be read itself. */
function texts(client: Value, key: string): readonly (string | undefined)[] {
    return [...each([key], (of) => oneOrMany(client.get(of)))].flatMap((element) => {
        if (isUnreadable(element)) return [];
        const [read] = each([element], (of) => [text(of)]);
        return [typeof read === "string" ? read : undefined];
    });
}
