import type { Resource } from "../core/rule";
import type { Held } from "./aws-principals";
import { from, until } from "./iam-condition";
import { type Listing, type Statement, statements } from "./iam-policy";
import { each, readable, text } from "./values";

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
    if (held.some(({ document }) => readStatements(document).some(endsAll))) return [];
    return held.flatMap(({ document, managed, on }) => {
        if (managed !== undefined) return [{ what: `\`${managed}\`` }];
        const lasting = readStatements(document).find(isLasting);
        if (!lasting) return [];
        const isOwn = on === role;
        return [{ what: `\`${lasting.path}\`${isOwn ? "" : " of another resource"}`, ...(isOwn && { path: lasting.path }) }];
    });
}

function readStatements(document: Held["document"]): readonly Statement[] {
    return readable(each([document], (of) => statements(of)));
}

/** Whether it denies everything from an instant on, whatever else is allowed. */
function endsAll(statement: Statement): boolean {
    const isAll = ({ inverted, values }: Listing) =>
        !inverted && values.some((value) => !value.unknown && text(value) === "*");
    const [read] = readable(
        each([statement], ({ allows, actions, resources, condition }) => [
            !allows && isAll(actions) && isAll(resources) && from(condition) < Infinity,
        ]),
    );
    return read === true;
}

/** Whether it certainly allows something for ever. */
function isLasting(statement: Statement): boolean {
    const [read] = each([statement], ({ allows, condition }) => [allows && until(condition) === Infinity]);
    return read === true;
}
