import type { Resource } from "../core/rule";
import { type Family, type Way, ending, lasts } from "./access-reading";
import { longestInterval } from "./aws-schedule";
import { ROTATION, SECRET, VERSION, rotationOf } from "./aws-secret-rotation";
import { lasting } from "./duration";
import { type Value, flag, ifKnown, number } from "./values";
import { named } from "./words";

/** Secrets of Secrets Manager: always open; a rotation ends one value of them, and begins the next. */

export const awsSecrets: Family = {
    types: [SECRET],
    beside: [ROTATION, VERSION],
    read(resources) {
        const rotation = rotationOf(resources);
        return function* (secret) {
            yield {
                kind: "secret",
                what: `secret ${named(secret.name, "of the program")}`,
                ...rotating(rotation(secret)),
            };
        };
    },
};

function rotating(rotation: Resource | undefined): Pick<Way, "until" | "because" | "each"> {
    if (!rotation) return ending(Infinity, "", "no rotation is written");
    const { inputs } = rotation;
    if (ifKnown(() => flag(inputs.get("rotationEnabled"))) === false)
        return ending(Infinity, "", "its rotation is switched off");
    const { each } = lasts(() => interval(inputs.get("rotationRules")));
    if (each === undefined) return ending(Infinity, "", "it is rotated, at times that cannot be read");
    return { ...ending(Infinity, "", `rotated every ${lasting(each)}`), each };
}

function interval(rules: Value): number | undefined {
    const days = number(rules.get("automaticallyAfterDays"));
    return days ? days * 86_400 : longestInterval(rules.get("scheduleExpression"));
}
