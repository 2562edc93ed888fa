import { createHash } from "node:crypto";
import { excused } from "../core/excused";
import type { Excuse } from "../core/excuses";
import { oscalProse as prose } from "./markup";
import type { ReportedFinding } from "./model";
import { printable } from "./printable";

/** Of what OSCAL has no name for. */
const NAMESPACE = "urn:jit-guard:oscal";
/** The space of the names that our UUIDs are made from. For ever, as the same thing is the same UUID in each report. */
const SPACE = Buffer.from("5b1d6a2e8f4347c09c1e2ad07f6b93e4", "hex");

export type Uuid = (kind: string, name: string) => string;

/** Version 5: the same for the same name. What has a name a second time is another thing. */
export function uuids(): Uuid {
    const counts = new Map<string, number>();
    return (kind, name) => {
        const key = JSON.stringify([kind, name]);
        const count = counts.get(key) ?? 0;
        counts.set(key, count + 1);
        return uuid(count === 0 ? key : `${key}${count}`);
    };
}

function uuid(name: string): string {
    const bytes = createHash("sha1").update(SPACE).update(name).digest().subarray(0, 16);
    bytes[6] = (bytes[6]! & 0x0f) | 0x50;
    bytes[8] = (bytes[8]! & 0x3f) | 0x80;
    return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** A text where OSCAL takes a string: one line, without space around it. */
function line(text: string): string {
    return printable(text).trim() || "–";
}

/** With a name of ours; `oscalProp` is with one of OSCAL. What is not there is no property. */
export function props(values: Readonly<Record<string, string | undefined>>): readonly object[] {
    return Object.entries(values).flatMap(([name, value]) =>
        value === undefined ? [] : [{ name, ns: NAMESPACE, value: line(value) }],
    );
}

export function oscalProp(name: string, value: string): object {
    return { name, value: line(value) };
}

/** "NHI7:2025" is no token of OSCAL; "PR.AA-05" is one, and what NIST's own catalogue calls it. */
export function controlId(control: string): string {
    return control.replace(/[^\w.-]/g, "-");
}

/** What is found, with the UUIDs that other parts refer to it by. */
export interface Told {
    readonly finding: ReportedFinding;
    readonly observation: string;
    readonly risk: string;
}

export function observation(id: string, finding: ReportedFinding, type: string, subject: string, shared: object): object {
    const { rule, level, path, part, message, source, assumed, fingerprint } = finding;
    return {
        uuid: id,
        title: prose(rule.name),
        description: prose(message),
        props: props({
            rule: rule.name,
            level,
            path,
            part,
            fingerprint,
            ...(assumed && { assumed: "rests on a value that the preview made up" }),
        }),
        methods: ["TEST"],
        types: [type],
        ...shared,
        subjects: [{ "subject-uuid": subject, type: "inventory-item" }],
        ...(source && {
            "relevant-evidence": [{ description: prose(`Declared at ${source.file}:${source.line}:${source.column}.`) }],
        }),
    };
}

export function risk({ finding, observation, risk }: Told, origins: readonly object[], id: Uuid): object {
    const { rule, level, excuse, message, remedy, fingerprint } = finding;
    const status =
        excuse?.kind === "exception" ? "deviation-approved" : level === "remediate" && !excuse ? "remediating" : "open";
    return {
        uuid: risk,
        title: prose(rule.name),
        description: prose(message),
        statement: prose(rule.rationale),
        status,
        origins,
        characterizations: [
            {
                origin: origins[0],
                facets: [{ name: "severity", system: "http://csrc.nist.gov/ns/oscal", value: rule.severity }],
            },
        ],
        ...(excuse && { deadline: excuse.until }),
        remediations: [
            {
                uuid: id("recommendation", fingerprint),
                lifecycle: "recommendation",
                title: "What to write instead",
                description: prose(remedy),
                props: [oscalProp("type", "mitigate")],
                origins,
            },
            ...(excuse ? [response(excuse, fingerprint, id)] : []),
        ],
        "related-observations": [{ "observation-uuid": observation }],
    };
}

/** An exception accepts the risk until its end; what is in the baseline is to be mended until then. */
function response(excuse: Excuse, fingerprint: string, id: Uuid): object {
    const { kind, until, owner, approver, ticket, reason, breakGlass, at } = excuse;
    const isException = kind === "exception";
    return {
        uuid: id("response", fingerprint),
        lifecycle: "planned",
        title: prose(excused(excuse)),
        description: prose(reason ?? "Known when the baseline was written, and to be mended before it ends."),
        props: [
            oscalProp("type", isException ? "accept" : "mitigate"),
            ...props({
                owner,
                approver,
                ticket,
                ...(breakGlass && { "break-glass": "true" }),
                register: `${at.file}:${at.line}:${at.column}`,
            }),
        ],
        tasks: [
            {
                uuid: id("task", fingerprint),
                type: "milestone",
                title: isException ? "The exception ends" : "The baseline ends",
                timing: { "on-date": { date: until } },
            },
        ],
    };
}
