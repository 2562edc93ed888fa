import { names } from "../../core/options";
import { type Resource, eachResource, stackRule } from "../../core/rule";
import { ACCOUNTABLE, AROUND, accountable } from "../../facts/accountable";
import { OWNER, namesSomebody, placeOfSigns, signs } from "../../facts/ownership";
import { surely } from "../../facts/values";

const SECRET = "aws:secretsmanager/secret:Secret";

export default stackRule({
    name: "any-require-owner",
    severity: "low",
    description: "Whatever is privileged, or lets in whoever has it, says who answers for it.",
    rationale: "What belongs to nobody is never taken away: not when its job ends, and not when it is stolen.",
    remedy: "Tag or label it `owner`, with a team rather than a person; what takes no labels says `Owner: payments@example.com.` in its description.",
    controls: ["NHI1:2025", "PR.AA-05", "GOVERN 1.7"],
    on: ACCOUNTABLE,
    beside: AROUND,
    options: {
        owner: names({ description: "Names of the tag or label, in any letter case and spelling.", default: OWNER }),
    },
    examples: {
        denied: [{ type: SECRET, inputs: { name: "database" } }],
        allowed: [{ type: SECRET, inputs: { name: "database", tags: { owner: "payments@example.com" } } }],
    },

    *check(resources, { owner }, now) {
        const [what, said] = [accountable(resources, now), signs(resources)];
        const isNamed = (resource: Resource) => {
            const named = said(resource, owner);
            return named !== undefined && namesSomebody(named);
        };
        // What it is takes all permissions of the stack to tell: that is asked of those alone that lack something.
        const judged = resources.filter(
            (resource) => ACCOUNTABLE.includes(resource.type) && !surely(() => isNamed(resource)),
        );
        yield* eachResource(judged, function* (resource) {
            const thing = what(resource);
            if (thing === undefined || isNamed(resource)) return;
            const named = said(resource, owner);
            const fault = named ? "has a placeholder for an owner" : "has no owner";
            yield { message: `This ${thing} ${fault}.`, path: named?.path ?? placeOfSigns(resource), resource };
        });
    },
});
