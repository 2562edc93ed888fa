import { describe, expect, test } from "vitest";
import { CLIENT, POOL, holdsPeople } from "../../../policypack/facts/cognito-people";
import { UNKNOWN } from "../../../policypack/facts/values";
import { resources } from "../../harness/describe-rule";

describe("holdsPeople", () => {
    const holds = (...clients: readonly Record<string, unknown>[]) => {
        const seen = resources([
            { type: POOL, name: "pool", inputs: {} },
            ...clients.map((inputs, index) => ({
                type: CLIENT,
                name: `client-${index}`,
                inputs,
                sources: { userPoolId: [inputs.of === "else" ? "else" : "pool"] },
            })),
        ]);
        return holdsPeople(seen)(seen[0]!);
    };
    const machine = { allowedOauthFlows: ["client_credentials"] };

    test.each([
        ["no application", [], true],
        ["an application that says nothing", [{}], true],
        ["a machine", [machine], false],
        ["a machine that may refresh", [{ ...machine, explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH"] }], false],
        ["a machine that takes passwords", [{ ...machine, explicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }], true],
        ["flows for people too", [{ allowedOauthFlows: ["client_credentials", "code"] }], true],
        ["flows not known yet", [{ allowedOauthFlows: UNKNOWN }], true],
        ["a flow not known yet", [{ allowedOauthFlows: [UNKNOWN] }], true],
        ["another provider", [{ supportedIdentityProviders: ["Okta"] }], false],
        ["another provider, not known yet", [{ supportedIdentityProviders: [UNKNOWN] }], false],
        ["Cognito beside another provider", [{ supportedIdentityProviders: ["Okta", "COGNITO"] }], true],
        ["providers not known yet", [{ supportedIdentityProviders: UNKNOWN }], true],
        ["flows that are no list", [{ allowedOauthFlows: 7 }], true],
        ["a provider that is no text", [{ supportedIdentityProviders: [7] }], false],
        ["no provider", [{ supportedIdentityProviders: [] }], true],
        ["a machine beside an application", [machine, {}], true],
        ["a machine of another pool", [{ ...machine, of: "else" }], true],
    ] as const)("%s", (_, clients, expected) => {
        expect(holds(...clients)).toBe(expected);
    });
});
