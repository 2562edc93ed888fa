import type { Resource } from "../core/rule";
import type { Held } from "./aws-principals";
import { until } from "./iam-condition";
import { type Statement, statements } from "./iam-policy";
import { each, readable } from "./values";

/** A policy of a role that has no end. */
export interface Standing {
    /** As it may be said in a message. */
    readonly what: string;
    /** Where it stands, when that is in the role itself. */
    readonly path?: string;
}

/** The policies without an end that a role holds although nobody can take it after an instant; none when its trust does not end. */
export function standing(role: Resource, held: readonly Held[]): readonly Standing[] {
    const trust = statements(role.inputs.get("assumeRolePolicy")).filter(({ allows }) => allows);
    if (trust.length === 0 || trust.some(({ condition }) => until(condition) === Infinity)) return [];
    return held.flatMap(({ document, managed, on }) => {
        if (managed !== undefined) return [{ what: `\`${managed}\`` }];
        const lasting = readable(each([document], (of) => statements(of))).find(isLasting);
        if (!lasting) return [];
        const isOwn = on === role;
        return [{ what: `\`${lasting.path}\`${isOwn ? "" : " of another resource"}`, ...(isOwn && { path: lasting.path }) }];
    });
}

/** Whether it certainly allows something for ever. */
function isLasting(statement: Statement): boolean {
    const [read] = each([statement], ({ allows, condition }) => [allows && until(condition) === Infinity]);
    return read === true;
}
