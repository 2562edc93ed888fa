import { readFileSync } from "node:fs";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import type { Report } from "../../policypack/report/model";
import { oscal } from "../../policypack/report/oscal";
import { clean, failed, hostile, hostileRegister, huge, registers, report, several } from "./fixture";

const schema = "test/report/schemas/oscal_assessment-results_schema-1.1.3.json";
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);

interface Results {
    readonly uuid: string;
    readonly "import-ap": { readonly href: string };
    readonly "back-matter": { readonly resources: readonly { readonly uuid: string }[] };
    readonly "local-definitions"?: { readonly activities: readonly unknown[] };
    readonly results: readonly [Result];
}
interface Result {
    readonly observations?: readonly {
        readonly uuid: string;
        readonly types: readonly string[];
        readonly description: string;
    }[];
    readonly risks?: readonly {
        readonly status: string;
        readonly deadline?: string;
        readonly remediations: readonly {
            readonly lifecycle: string;
            readonly props: readonly { name: string; value: string }[];
        }[];
    }[];
    readonly findings?: readonly {
        readonly target: {
            readonly "target-id": string;
            readonly status: { readonly state: string; readonly reason: string };
        };
        readonly "related-risks": readonly unknown[];
    }[];
    readonly "reviewed-controls": {
        readonly "control-selections": readonly { readonly "include-controls"?: readonly { "control-id": string }[] }[];
        readonly remarks?: string;
    };
}

function valid(of: Report): Results {
    const written = JSON.parse(oscal(of)) as { "assessment-results": Results };
    validate(written);
    expect(validate.errors ?? []).toEqual([]);
    return written["assessment-results"];
}

const nothing: Report = { ...clean, programs: [], rules: [] };
const all = { report, clean, failed, several, registers, hostile, hostileRegister, nothing };

describe.each(Object.entries(all))("%s", (_, of) => {
    test("is valid", () => {
        valid(of);
    });

    test("gives each thing a UUID of its own, and refers to none that is not there", () => {
        const { made, meant } = uuids(JSON.parse(oscal(of)));
        expect(new Set(made).size).toBe(made.length);
        expect(meant.filter((one) => !made.includes(one))).toEqual([]);
        for (const one of made) expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    });
});

/** Every UUID that a thing has, and every one that it is referred to by. */
function uuids(written: unknown): { made: string[]; meant: string[] } {
    const [made, meant]: [string[], string[]] = [[], []];
    const visit = (value: unknown): void => {
        if (typeof value !== "object" || value === null) return;
        for (const [key, inner] of Object.entries(value)) {
            if (typeof inner !== "string") visit(inner);
            else if (key === "uuid") made.push(inner);
            else if (key.endsWith("-uuid")) meant.push(inner);
            else if (key === "href" && inner.startsWith("#")) meant.push(inner.slice(1));
        }
    };
    visit(written);
    return { made, meant };
}

test.each([
    ["an unknown state", '"state": "not-satisfied"', '"state": 7'],
    ["a date without a zone", "2026-01-15T12:00:00.000Z", "2026-01-15T12:00:00"],
    ["a UUID of another kind", '"uuid": "', '"uuid": "x'],
    ["an id that is no token", '"control-id": "', '"control-id": " '],
    ["an unknown key", '"results"', '"result"'],
])("would not be valid with %s", (_, from, to) => {
    const written = oscal(report);
    expect(written).toContain(from);
    expect(validate(JSON.parse(written.replace(from, to)))).toBe(false);
});

test("keeps its UUIDs from one day to the next, and gives another finding another", () => {
    const [one, other] = [report, { ...report, now: "2026-01-16T12:00:00.000Z" }].map(
        (of) => uuids(JSON.parse(oscal(of))).made,
    );
    expect(other).toEqual(one);
    const moved = { ...report, findings: report.findings.map((each) => ({ ...each, fingerprint: `${each.fingerprint}0` })) };
    const observed = (of: Report) => valid(of).results[0].observations!.filter(({ types }) => types[0] === "finding");
    const before = new Set(observed(report).map(({ uuid }) => uuid));
    expect(observed(moved).filter(({ uuid }) => before.has(uuid))).toEqual([]);
});

test("gives a finding that comes twice two UUIDs", () => {
    const { made } = uuids(JSON.parse(oscal({ ...report, findings: [...report.findings, ...report.findings] })));
    expect(new Set(made).size).toBe(made.length);
});

test("says where the plan stands: in its own back matter, as the rules are the plan", () => {
    const { "import-ap": plan, "back-matter": back, "local-definitions": local } = valid(report);
    expect(plan.href).toBe(`#${back.resources[0]!.uuid}`);
    expect(local!.activities).toHaveLength(report.rules.length);
});

test("observes what is found, not decided, not seen and not run", () => {
    const types = (of: Report) => (valid(of).results[0].observations ?? []).map((one) => one.types[0]);
    expect(types(report)).toEqual([...Array<string>(5).fill("finding"), "not-decided", "not-seen", "not-seen"]);
    expect(types(failed).at(-1)).toBe("not-run-to-the-end");
    expect(types(clean)).toEqual([]);
});

test("has a risk for each finding: open, or deviating until its end", () => {
    const remediated = { ...report.findings[0]!, level: "remediate" as const, fingerprint: "9" };
    const risks = valid({ ...report, findings: [...report.findings, remediated] }).results[0].risks!;
    expect(risks.map(({ status, deadline }) => [status, deadline])).toEqual([
        ["open", undefined],
        ["open", undefined],
        ["open", undefined],
        ["deviation-approved", "2026-02-14T00:00:00.000Z"],
        ["open", "2026-03-31T08:30:00.000Z"],
        ["remediating", undefined],
    ]);
    const [recommended, exception] = risks[3]!.remediations;
    expect(recommended!.lifecycle).toBe("recommendation");
    expect(exception!.props.map(({ name, value }) => `${name}: ${value}`)).toEqual([
        "type: accept",
        "owner: payments@example.com",
        "approver: security@example.com",
        "ticket: SEC-1234",
        "register: guard/exceptions.yaml:3:5",
    ]);
    expect(risks[0]!.remediations).toHaveLength(1);
});

test("calls a control not satisfied where something is found, and none satisfied", () => {
    const states = (of: Report) =>
        (valid(of).results[0].findings ?? []).map(
            ({ target }) => `${target["target-id"]} ${target.status.state} ${target.status.reason}`,
        );
    expect(states(report)).toEqual([
        "NHI1-2025_statement not-satisfied other",
        "NHI7-2025_statement not-satisfied fail",
        "PR.AA-01_statement not-satisfied fail",
    ]);
    const remediated = { ...clean, findings: [{ ...report.findings[0]!, level: "remediate" as const }] };
    expect([...states(clean), ...states(remediated)]).toEqual([]);
    for (const of of Object.values(all)) expect(oscal(of)).not.toMatch(/"state": "satisfied"|satisfies/);
});

test("lists the controls that were reviewed, and says which were not", () => {
    const { "control-selections": selections, remarks } = valid(report).results[0]["reviewed-controls"];
    expect(selections.map((each) => each["include-controls"]!.map((one) => one["control-id"]))).toEqual([
        ["NHI1-2025", "NHI7-2025"],
        ["PR.AA-01"],
    ]);
    expect(remarks).toMatch(/^No rule that ran supports NHI2:2025, .*, MANAGE 3\.1\.$/);
    expect(valid(nothing).results[0]["reviewed-controls"]["control-selections"]).toEqual([{ description: "No rule ran." }]);
});

test("makes no element, link or code of a text, and shortens none", () => {
    const { description } = valid(hostile).results[0].observations![0]!;
    expect(description).not.toMatch(/(?<!\\)[<[*]/);
    expect(valid(hostile).results[0].observations![1]!.description).toBe("long ".repeat(2_000).trim());
});

test("holds 5,000 findings", () => {
    expect(valid(huge).results[0].risks).toHaveLength(5_000);
});
