import { duration, names } from "../../core/options";
import { type Resource, eachResource, stackRule } from "../../core/rule";
import { ACCOUNTABLE, AROUND, accountable } from "../../facts/accountable";
import { lasting } from "../../facts/duration";
import { DUE, REVIEW, placeOfSigns, signs } from "../../facts/ownership";
import { surely } from "../../facts/values";
import { cadence, moment } from "../../facts/reviews";

const SECRET = "aws:secretsmanager/secret:Secret";

export default stackRule({
    name: "any-require-review",
    severity: "low",
    description:
        "Whatever is privileged, or lets in whoever has it, says how often somebody looks whether it is still needed.",
    rationale: "Access is given for a reason, and stays when the reason has gone, until somebody looks.",
    remedy: 'Tag or label it `review`: "90d", as our components do; what takes no labels says `Review: 90d.` in its description.',
    controls: ["NHI1:2025", "PR.AA-05", "GOVERN 1.5"],
    on: ACCOUNTABLE,
    beside: AROUND,
    options: {
        limit: duration({
            description: "Longest time between two reviews. What ends before needs none.",
            default: "180d",
            minimum: "1d",
            maximum: "730d",
        }),
        review: names({ description: "Names of the tag or label with that time.", default: REVIEW }),
        due: names({ description: "Names of one with the day of the next review, which will do.", default: DUE }),
    },
    examples: {
        denied: [{ type: SECRET, inputs: { name: "database", tags: { review: "365d" } } }],
        allowed: [{ type: SECRET, inputs: { name: "database", tags: { review: "90d" } } }],
    },

    *check(resources, { limit, review, due }, now) {
        const [what, said] = [accountable(resources, now, limit), signs(resources)];
        const read = (resource: Resource) => {
            const [every, next] = [said(resource, review), said(resource, due)];
            const [seconds, day] = [every && cadence(every), next && moment(next)];
            const isSoon = day !== undefined && day.from <= now.getTime() + limit * 1_000;
            return { sign: every ?? next, seconds, day, isWell: seconds === undefined ? isSoon : seconds <= limit };
        };
        // What it is takes all permissions of the stack to tell: that is asked of those alone that lack something.
        const judged = resources.filter(
            (resource) => ACCOUNTABLE.includes(resource.type) && !surely(() => read(resource).isWell),
        );
        yield* eachResource(judged, function* (resource) {
            const thing = what(resource);
            if (thing === undefined) return;
            const { sign, seconds, day } = read(resource);
            const path = sign?.path ?? placeOfSigns(resource);
            const fault =
                seconds !== undefined
                    ? `is reviewed every ${lasting(seconds)}; the limit is ${lasting(limit)}`
                    : day
                      ? `is next reviewed in more than ${lasting(limit)}`
                      : "is never reviewed";
            yield { message: `This ${thing} ${fault}.`, path, resource };
        });
    },
});
