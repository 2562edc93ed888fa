import { resourceRule } from "../../core/rule";
import { isAnchored } from "../../facts/regex-anchors";
import { each, flag, list, text } from "../../facts/values";

const WEBHOOK = "aws:codebuild/webhook:Webhook";
const webhook = (pattern: string) => ({
    projectName: "shop",
    filterGroups: [{ filters: [{ type: "ACTOR_ACCOUNT_ID", pattern }] }],
});

export default resourceRule({
    name: "aws-require-anchored-filter",
    severity: "high",
    description: "A filter that says who may start a build of CodeBuild names accounts as a whole.",
    rationale:
        "Without ^ and $ a pattern fits every longer number too, and numbers of accounts are handed out in order: a stranger can get one.",
    remedy: "Write ^ before and $ after each alternative: ^(12345678|23456789)$.",
    controls: ["NHI3:2025", "NHI4:2025", "NHI6:2025", "PR.AA-03", "MANAGE 3.1"],
    replaces: ["Prowler codebuild_project_webhook_filters_use_anchored_patterns"],
    on: [WEBHOOK],
    examples: {
        denied: [{ type: WEBHOOK, inputs: webhook("12345678") }],
        allowed: [{ type: WEBHOOK, inputs: webhook("^12345678$") }],
    },

    *check({ inputs }) {
        yield* each(list(inputs.get("filterGroups")), function* (group) {
            yield* each(list(group.get("filters")), function* (filter) {
                // The other types say what starts a build, or name what is one's own; and what a filter excludes may be more.
                if (text(filter.get("type")) !== "ACTOR_ACCOUNT_ID" || flag(filter.get("excludeMatchedPattern"))) return;
                const pattern = filter.get("pattern");
                if (isAnchored(text(pattern) ?? "")) return;
                yield { message: `\`${pattern.path}\` also fits accounts that only contain it.`, path: pattern.path };
            });
        });
    },
});
