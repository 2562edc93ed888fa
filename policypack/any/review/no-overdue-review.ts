import { duration, names } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { DUE, LABELLED, PROVIDERS, REVIEW, REVIEWED, nounOf, signs } from "../../facts/ownership";
import { faultsOf } from "../../facts/reviews";
import { isUnreadable } from "../../facts/values";

const SECRET = "aws:secretsmanager/secret:Secret";

export default stackRule({
    name: "any-no-overdue-review",
    severity: "low",
    description: "What says when it was reviewed, or is to be, is not overdue.",
    rationale: "A review that is announced and does not happen is worse than none: everyone believes that somebody looked.",
    remedy: "Look whether it is still needed, by whom and with all that it may do; take away what is not, and write down the day of the review.",
    controls: ["NHI1:2025", "PR.AA-05", "GOVERN 1.5"],
    on: LABELLED,
    beside: PROVIDERS,
    options: {
        limit: duration({
            description: "Longest time between two reviews of what does not say its own.",
            default: "180d",
            minimum: "1d",
            maximum: "730d",
        }),
        review: names({ description: "Names of the tag or label with its own.", default: REVIEW }),
        reviewed: names({ description: "Names of one with the day or instant of the last review.", default: REVIEWED }),
        due: names({ description: "Names of one with the day or instant of the next review.", default: DUE }),
    },
    examples: {
        denied: [{ type: SECRET, inputs: { name: "database", tags: { review: "90d", reviewed: "2025-09-01" } } }],
        allowed: [{ type: SECRET, inputs: { name: "database", tags: { review: "90d", reviewed: "2025-12-01" } } }],
    },

    *check(resources, { limit, review, reviewed, due }, now) {
        const said = signs(resources);
        const judged = resources.filter(({ type }) => LABELLED.includes(type));
        yield* eachResource(judged, function* (resource) {
            const [every, last, next] = [review, reviewed, due].map((names) => said(resource, names));
            for (const one of faultsOf({ every, last, next }, limit, now)) {
                if (isUnreadable(one)) {
                    yield one;
                    continue;
                }
                const { fault, on, at } = one;
                const thing = `this ${nounOf(resource)}`;
                const late = `The review of ${thing} was due by ${on.written}.`;
                const message =
                    fault === "overdue"
                        ? late
                        : `The last review of ${thing} is said to be on ${on.written}, which is yet to come.`;
                yield { message, path: at.path, resource };
            }
        });
    },
});
