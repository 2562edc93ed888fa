import { Malformed, type Unreadable, Value, each, list } from "./values";

/**
 * What `body` yields for each thing that stands at `path`: "actions[].authenticateOidc". A step that ends in "[]" goes
 * through a list, and one with "{}" into JSON text. Where nothing stands, nothing is yielded.
 */
export function* at<F>(of: Value, path: string, body: (found: Value) => Iterable<F>): Generator<F | Unreadable> {
    if (path === "") {
        yield* body(of);
        return;
    }
    const [step = "", ...rest] = path.split(".");
    const [, name = "", document, many] = /^(\w+)(\{\})?(\[\])?$/.exec(step) ?? [];
    const written = of.get(name);
    const inner = document ? anyJson(written) : written;
    const found = many ? list(inner) : inner.absent ? [] : [inner];
    yield* each(found, (one) => at(one, rest.join("."), body));
}

/** As `json` of values.ts, for a document that may be a list too. */
function anyJson(value: Value): Value {
    if (typeof value.raw !== "string") return value;
    try {
        const parsed: unknown = JSON.parse(value.raw);
        if (typeof parsed === "object") return new Value(parsed, value.path, value.secret);
    } catch {
        // No JSON: said below, unless it is not known yet.
    }
    value.known();
    throw new Malformed(value.path, "a JSON document");
}
