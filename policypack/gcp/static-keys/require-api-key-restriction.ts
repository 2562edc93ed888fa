import { flag } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { type Value, each, elements, text } from "../../facts/values";

const API_KEY = "gcp:projects/apiKey:ApiKey";
const apiTargets = [{ service: "maps-backend.googleapis.com" }];
/** What may use the key: the block, its list, and what lets in everybody. */
const APPLICATIONS: Readonly<Record<string, { readonly list: string; readonly open?: RegExp }>> = {
    browserKeyRestrictions: { list: "allowedReferrers", open: /^(\*|https?:\/\/\*|\*:\/\/\*)(\/\*)?$/ },
    serverKeyRestrictions: { list: "allowedIps", open: /^(0\.0\.0\.0|::)\/0$/ },
    // A name of an app and the fingerprint of its key: there is no pattern.
    androidKeyRestrictions: { list: "allowedApplications" },
    iosKeyRestrictions: { list: "allowedBundleIds" },
};

export default resourceRule({
    name: "gcp-require-api-key-restriction",
    severity: "medium",
    description: "An API key works for named APIs and named applications only.",
    rationale:
        "A key with no limits that is found in a page or an app calls every API of the project, Gemini among them, for anyone.",
    remedy: "Name the APIs in restrictions.apiTargets, and the websites, addresses or apps in one of the other restrictions.",
    controls: ["NHI2:2025", "NHI5:2025", "PR.AA-05"],
    replaces: ["Prowler apikeys_api_restrictions_configured", "Prowler apikeys_api_restricted_with_gemini_api"],
    on: [API_KEY],
    options: {
        // A server without a fixed address has no other way.
        everyKey: flag({ description: "Demand named applications of every key, and not named APIs alone.", default: true }),
    },
    examples: {
        denied: [{ type: API_KEY, inputs: { displayName: "shop map" } }],
        allowed: [
            {
                type: API_KEY,
                inputs: {
                    restrictions: {
                        apiTargets,
                        browserKeyRestrictions: { allowedReferrers: ["https://shop.example.com/*"] },
                    },
                },
            },
        ],
    },

    *check({ inputs }, { everyKey }) {
        const restrictions = inputs.get("restrictions");
        const targets = restrictions.get("apiTargets");
        if (elements(targets).length === 0)
            yield { message: "The key works for every API of the project.", path: "restrictions.apiTargets" };
        if (!everyKey) return;
        const blocks = Object.keys(APPLICATIONS).filter((block) => !restrictions.get(block).absent);
        if (blocks.length === 0) yield { message: "The key works for whoever has it.", path: "restrictions" };
        yield* each(blocks, (block) => openEntries(restrictions.get(block), block));
    },
});

function* openEntries(block: Value, name: string) {
    const { list, open } = APPLICATIONS[name]!;
    const entries = block.get(list);
    if (elements(entries).length === 0) yield { message: "The key works for whoever has it.", path: entries.path };
    yield* each(open ? elements(entries) : [], function* (entry) {
        if (open?.test(text(entry) ?? "")) yield { message: "The key works for whoever has it.", path: entry.path };
    });
}
