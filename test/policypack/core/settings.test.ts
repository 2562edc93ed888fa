import { describe, expect, test } from "vitest";
import { type Settings, SettingsError, instant, parseOptions, plan } from "../../../policypack/core/settings";
import { rules } from "../../../policypack/rules";

const ACCESS_KEY = "aws-no-iam-access-key";
const SESSION = "aws-max-session-duration";

const levels = (settings: Settings) => {
    const plans = plan(rules, settings, "guard.json");
    return Object.fromEntries(plans.map(({ rule, level }) => [rule.name, level]));
};

describe("levels", () => {
    test("come from the preset and the severity", () => {
        expect(levels({})[ACCESS_KEY]).toBe("mandatory");
        expect(new Set(Object.values(levels({ preset: "audit" })))).toEqual(new Set(["advisory"]));
        expect(new Set(Object.values(levels({ preset: "strict" })))).toEqual(new Set(["mandatory"]));
    });

    test("block all but low severity where nothing is said", () => {
        const low = rules.map((rule) => ({ ...rule, severity: "low" as const }));
        expect(new Set(plan(low, {}, "x").map(({ level }) => level))).toEqual(new Set(["advisory"]));
        const medium = rules.map((rule) => ({ ...rule, severity: "medium" as const }));
        expect(new Set(plan(medium, {}, "x").map(({ level }) => level))).toEqual(new Set(["mandatory"]));
    });

    test("of one rule win over those of all, and these over the preset", () => {
        const found = levels({ preset: "strict", rules: { all: "advisory", [ACCESS_KEY]: "disabled" } });
        expect(found[ACCESS_KEY]).toBe("disabled");
        expect(found[SESSION]).toBe("advisory");
    });

    test("stay when only an option is given", () => {
        expect(levels({ rules: { [SESSION]: { limit: "2h" } } })[SESSION]).toBe("mandatory");
    });

    test("are never remediate by a preset", () => {
        for (const preset of ["audit", "recommended", "strict"] as const) {
            expect(Object.values(levels({ preset }))).not.toContain("remediate");
        }
    });

    test("are remediate where a rule has a safe value; the others are mandatory then", () => {
        expect(levels({ rules: { [SESSION]: "remediate" } })[SESSION]).toBe("remediate");
        const found = levels({ preset: "audit", rules: { all: "remediate" } });
        expect(found[SESSION]).toBe("remediate");
        expect(found[ACCESS_KEY]).toBe("mandatory");
    });
});

describe("options", () => {
    const session = rules.find(({ name }) => name === SESSION)!;

    test("are the defaults where nothing is said", () => {
        expect(parseOptions(session, {}, "x")).toEqual({ limit: 3_600 });
    });

    test("are what is written", () => {
        expect(parseOptions(session, { limit: "90m" }, "x")).toEqual({ limit: 5_400 });
    });
});

describe("settings that cannot be used say where, what and how", () => {
    test.each<[string, unknown, string]>([
        [
            "an unknown rule",
            { rules: { "aws-no-iam-acess-key": "advisory" } },
            "guard.json: aws-no-iam-acess-key is not known. Did you mean aws-no-iam-access-key, ",
        ],
        [
            "an unknown level",
            { rules: { [ACCESS_KEY]: "mandatry" } },
            `guard.json: ${ACCESS_KEY}.enforcementLevel must be one of advisory, mandatory, remediate, disabled.`,
        ],
        [
            "a level that is no text",
            { rules: { [ACCESS_KEY]: 1 } },
            `guard.json: ${ACCESS_KEY} must be a level (advisory, mandatory, remediate, disabled) or an object of options.`,
        ],
        [
            "remediate for a rule without a safe value",
            { rules: { [ACCESS_KEY]: "remediate" } },
            `guard.json: ${ACCESS_KEY} has no safe value to set; its level must be one of advisory, mandatory, disabled.`,
        ],
        [
            "an unknown option",
            { rules: { [SESSION]: { seconds: 3600 } } },
            `guard.json: ${SESSION}.seconds is not known. Did you mean limit?`,
        ],
        [
            "an option of a rule without any",
            { rules: { [ACCESS_KEY]: { limit: "1h" } } },
            `guard.json: ${ACCESS_KEY}.limit is not known. This rule has no options.`,
        ],
        [
            "an option of the wrong kind",
            { rules: { [SESSION]: { limit: 3600 } } },
            `guard.json: ${SESSION}.limit must be a duration such as "1h", from 15 min to 12 h.`,
        ],
        [
            "an option over its bound",
            { rules: { [SESSION]: { limit: "13h" } } },
            `guard.json: ${SESSION}.limit must be a duration such as "1h", from 15 min to 12 h.`,
        ],
        ["an unknown preset", { preset: "relaxed" }, "guard.json: preset must be one of audit, recommended, strict."],
        [
            "an unknown answer to what is undecided",
            { undecided: "fail" },
            "guard.json: undecided must be one of ignore, advise, deny.",
        ],
        ["an unknown setting", { presets: "audit" }, "guard.json: presets is not known. Did you mean preset, "],
    ])("%s", (_, settings, message) => {
        const planned = () => plan(rules, settings as Settings, "guard.json");
        expect(planned).toThrow(SettingsError);
        expect(planned).toThrow(message);
    });

    test.each(["tomorrow", "2026-01-15", "2026-01-15T12:00:00", "2026-02-31T12:00:00Z", "2026-13-01T00:00:00Z", ""])(
        "the instant %j",
        (written) => {
            expect(() => instant(written, "JIT_GUARD_NOW")).toThrow(
                'JIT_GUARD_NOW: now must be an instant with its zone, such as "2026-01-31T12:00:00Z".',
            );
        },
    );

    test("an instant with a zone is taken", () => {
        expect(instant("2026-01-15T13:00:00+01:00", "x")).toEqual(new Date("2026-01-15T12:00:00Z"));
    });
});
