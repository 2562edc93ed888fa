import { names } from "../../core/options";
import { eachResource, stackRule } from "../../core/rule";
import { policyOf } from "../../facts/aws-documents";
import { intoGoogle, intoRole } from "../../facts/environment-trust";
import { OTHERS, PRODUCTION } from "../../facts/environments";
import { ON_CONTAINERS, ON_SERVICE_ACCOUNTS } from "../../facts/gcp-iam-types";
import { isUnreadable } from "../../facts/values";

const ROLE = "aws:iam/role:Role";
const trust = (role: string) => ({
    assumeRolePolicy: policyOf({
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::111122223333:role/${role}` },
        Action: "sts:AssumeRole",
    }),
});

export default stackRule({
    name: "any-no-cross-environment-trust",
    severity: "low",
    description: "No identity of another environment is let into production.",
    rationale:
        "Other environments are open to more people and watched by fewer; whoever is at home in one of them is in production too.",
    remedy: "Let in an identity of production only, such as repo:acme/shop:environment:production, as WorkloadRole and WorkloadIdentity do; what your environments are called is an option.",
    controls: ["NHI8:2025", "NHI9:2025", "PR.AA-05"],
    on: [ROLE, ...ON_SERVICE_ACCOUNTS, ...ON_CONTAINERS],
    beside: ["aws:iam/user:User", "gcp:organizations/project:Project", "gcp:serviceaccount/account:Account"],
    options: {
        production: names({ description: "Words for production, in names, tags and stacks.", default: PRODUCTION }),
        others: names({ description: "Words for other environments.", default: OTHERS }),
    },
    examples: {
        denied: [{ type: ROLE, name: "orders-prod", inputs: trust("orders-dev") }],
        allowed: [{ type: ROLE, name: "orders-prod", inputs: trust("deploy-prod") }],
    },

    // A name that speaks of no environment, or of two, says nothing.
    *check(resources, words) {
        const program = new Map(resources.map((resource) => [resource.urn, resource]));
        const isGrant = (type: string) => [...ON_SERVICE_ACCOUNTS, ...ON_CONTAINERS].includes(type);
        const judged = resources.filter(({ type }) => type === ROLE || isGrant(type));
        yield* eachResource(judged, function* (resource) {
            const into = resource.type === ROLE ? intoRole : intoGoogle;
            for (const one of into(resource, words, program)) {
                if (isUnreadable(one)) yield one;
                else {
                    const message = `\`${one.path}\` lets ${one.who} of another environment into production.`;
                    yield { message, path: one.path, part: one.who, resource };
                }
            }
        });
    },
});
