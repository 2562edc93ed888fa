import { describe, expect, test } from "vitest";
import { policyOf } from "../../../policypack/facts/aws-documents";
import { targetOf } from "../../../policypack/facts/aws-targets";
import { escalations } from "../../../policypack/facts/escalation";
import { ESCALATION_PATHS, type EscalationPath } from "../../../policypack/facts/escalation-paths";
import { entries } from "../../../policypack/facts/iam-effective";
import { Value } from "../../../policypack/facts/values";
import { NOW } from "../../harness/describe-rule";

/** Each path must be found however it is given, and must not be found where something stops it. */

const HOUR = 3_600_000;

interface Given {
    /** Each a document of its own. */
    readonly policies: readonly (readonly object[])[];
    readonly boundary?: readonly object[];
}

function found({ policies, boundary }: Given): readonly string[] {
    const identity = policies.flatMap((statements, index) => entries(document(statements), index));
    const bounding = boundary && entries(document(boundary), -1);
    return escalations({ identity, boundary: bounding }, NOW.getTime() + HOUR).map(({ path }) => path.id);
}

function document(statements: readonly object[]): Value {
    return new Value(policyOf(...statements), "policy");
}

const allow = (actions: readonly string[], resource: unknown = "*", condition?: object) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resource,
    ...(condition && { Condition: condition }),
});
const deny = (actions: readonly string[], resource: unknown = "*", condition?: object) => ({
    ...allow(actions, resource, condition),
    Effect: "Deny",
});
const narrow = (path: EscalationPath) =>
    path.actions.map((action) => {
        const target = targetOf(action.toLowerCase());
        const resource = target.replace(
            /\{(\w+)\}/g,
            (_, part: string) => ({ partition: "aws", region: "eu-central-1", account: "111122223333" })[part] ?? "orders",
        );
        return allow([action], resource);
    });
const services = (path: EscalationPath) => [...new Set(path.actions.map((action) => `${action.split(":")[0]}:*`))];

describe.each(ESCALATION_PATHS.map((path) => [path.id, path] as const))("%s", (id, path) => {
    const [first = "", ...others] = path.actions;

    test("is found in one statement", () => {
        expect(found({ policies: [[allow(path.actions)]] })).toContain(id);
    });

    test("is found split over two policies", () => {
        if (others.length > 0) expect(found({ policies: [[allow([first])], [allow(others)]] })).toContain(id);
    });

    test("is found through wildcards, in any letter case", () => {
        expect(found({ policies: [[allow(services(path))]] })).toContain(id);
        expect(
            found({ policies: [[allow(path.actions.map((action) => action.toUpperCase().replace(/..$/, "?*")))]] }),
        ).toContain(id);
        expect(found({ policies: [[allow(["*"])]] })).toContain(id);
    });

    test("is found through NotAction, and on every resource written otherwise", () => {
        expect(found({ policies: [[{ Effect: "Allow", NotAction: "s3:ListBucket", Resource: "*" }]] })).toContain(id);
        expect(
            found({ policies: [[{ Effect: "Allow", Action: path.actions, NotResource: "arn:aws:s3:::orders" }]] }),
        ).toContain(id);
        const written = path.actions.map((action) =>
            allow([action], targetOf(action.toLowerCase()).replace(/\{\w+\}/g, "*")),
        );
        expect(found({ policies: [written] })).toContain(id);
    });

    test("is found when a condition says nothing of its end, or a Deny can be avoided", () => {
        expect(
            found({ policies: [[allow(path.actions, "*", { Bool: { "aws:MultiFactorAuthPresent": "true" } })]] }),
        ).toContain(id);
        const withoutMfa = { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } };
        expect(found({ policies: [[allow(path.actions)], [deny(["*"], "*", withoutMfa)]] })).toContain(id);
        expect(found({ policies: [[allow(path.actions)], [deny(["*"], "arn:aws:iam::111122223333:role/prod")]] })).toContain(
            id,
        );
    });

    test("is not found when one of its actions is missing", () => {
        expect(found({ policies: [[allow(others)]] })).not.toContain(id);
    });

    test("is not found under a Deny of one of its actions, in whichever policy", () => {
        for (const action of path.actions) {
            expect(found({ policies: [[allow(path.actions)], [deny([action.toLowerCase()])]] })).not.toContain(id);
        }
        expect(found({ policies: [[allow(["*"]), { Effect: "Deny", NotAction: "s3:*", Resource: "*" }]] })).not.toContain(
            id,
        );
    });

    test("is not found under a boundary without one of its actions", () => {
        expect(found({ policies: [[allow(path.actions)]], boundary: [allow(["cloudwatch:*", ...others])] })).not.toContain(
            id,
        );
        expect(found({ policies: [[allow(path.actions)]], boundary: [allow(["*"]), deny([first])] })).not.toContain(id);
        expect(found({ policies: [[allow(path.actions)]], boundary: [allow(["*"])] })).toContain(id);
    });

    test("is not found on named resources", () => {
        const scoped = narrow(path);
        // Some actions take no name: the root of an account, or nothing but "*".
        if (path.actions.some((action) => targetOf(action.toLowerCase()).includes("{name}")))
            expect(found({ policies: [scoped] })).not.toContain(id);
    });

    test("is not found when it ends within the limit, and is when it ends later", () => {
        const until = (hours: number) => {
            const end = new Date(NOW.getTime() + hours * HOUR).toISOString();
            return allow(path.actions, "*", { DateLessThan: { "aws:CurrentTime": end } });
        };
        expect(found({ policies: [[until(1)]] })).not.toContain(id);
        expect(found({ policies: [[until(2)]] })).toContain(id);
    });

    if (path.service !== undefined) {
        const passing = (condition: object) => [
            allow(["iam:PassRole"], "*", condition),
            allow(path.actions.filter((action) => action !== "iam:PassRole")),
        ];
        test("is found when the role may be passed to its service, and not when to another only", () => {
            const to = (service: string) => ({ StringEquals: { "iam:PassedToService": service } });
            expect(found({ policies: [passing(to(path.service!))] })).toContain(id);
            expect(found({ policies: [passing(to("example.amazonaws.com"))] })).not.toContain(id);
            expect(found({ policies: [passing({ StringLike: { "iam:PassedToService": "*" } })] })).toContain(id);
        });
        test("is not found when only a named role may be passed", () => {
            const named = allow(["iam:PassRole"], "arn:aws:iam::111122223333:role/task");
            expect(
                found({ policies: [[named, allow(path.actions.filter((action) => action !== "iam:PassRole"))]] }),
            ).not.toContain(id);
        });
    }
});
