import { Malformed, type Value, elements, json, members, oneOrMany, text } from "./values";

// Names and Effect in this letter case only, as AWS takes them. What else stands in a statement may be a misspelt one.
const ELEMENTS: ReadonlySet<string> = new Set([
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
]);

/** What is listed under Action or Resource; `inverted` when it is under NotAction or NotResource. */
export interface Listing {
    readonly inverted: boolean;
    readonly values: readonly Value[];
}

/** One statement of a policy. Each part is read when it is asked for, so that one that cannot be read hides no other. */
export class Statement {
    constructor(private readonly value: Value) {}

    get path(): string {
        return this.value.path;
    }

    /** True for Allow, false for Deny. */
    get allows(): boolean {
        if (members(this.value).some(([name]) => !ELEMENTS.has(name))) {
            throw new Malformed(this.path, `a statement of IAM: it may hold only ${[...ELEMENTS].join(", ")}`);
        }
        const effect = this.value.get("Effect");
        const written = text(effect);
        if (written !== "Allow" && written !== "Deny") throw new Malformed(effect.path, '"Allow" or "Deny"');
        return written === "Allow";
    }

    get actions(): Listing {
        return this.listing("Action");
    }

    get resources(): Listing {
        return this.listing("Resource");
    }

    get condition(): Value {
        return this.value.get("Condition");
    }

    get principal(): Value {
        return this.value.get("Principal");
    }

    get notPrincipal(): Value {
        return this.value.get("NotPrincipal");
    }

    private listing(element: "Action" | "Resource"): Listing {
        const [named, others] = [this.value.get(element), this.value.get(`Not${element}`)];
        if (named.absent === others.absent) {
            throw new Malformed(this.path, `a statement with one of ${element} and Not${element}`);
        }
        const values = elements(named.absent ? others : named);
        const empty = values.find((value) => value.absent);
        if (empty) throw new Malformed(empty.path, "a text");
        return { inverted: named.absent, values };
    }
}

/** The statements of a policy document, an object or JSON text; none when there is no document. */
export function statements(document: Value): readonly Statement[] {
    if (document.absent) return [];
    const statement = json(document).get("Statement");
    if (statement.absent) throw new Malformed(document.path, "an IAM policy document");
    return oneOrMany(statement).map((value) => new Statement(value));
}
