import { nameOf } from "./by-program";
import { type Covered, coverage } from "./coverage";
import { oscalProse as prose } from "./markup";
import type { Report, ReportedFinding } from "./model";
import { type Told, type Uuid, controlId, observation, oscalProp, props, risk, uuids } from "./oscal-parts";
import { printableJson } from "./printable";

const OSCAL = "1.1.3";

/**
 * Assessment results of OSCAL, NIST's format for auditors. Rules are activities that support controls, resources are
 * inventory items, each finding is an observation and a risk. A control for which something was found is not satisfied;
 * of the others nothing is claimed: that a control is satisfied is for an assessor to say.
 */
export function oscal(report: Report): string {
    const id = uuids();
    const { tool, now, programs, rules } = report;
    const names = programs.map(nameOf).join(", ");
    const plan = id("plan", `${tool.name} ${tool.version}`);
    const written = {
        "assessment-results": {
            uuid: id("assessment-results", names),
            metadata: {
                title: prose(`What ${tool.name} found in ${names}`),
                "last-modified": now,
                version: now,
                "oscal-version": OSCAL,
            },
            "import-ap": { href: `#${plan}` },
            ...(rules.length > 0 && { "local-definitions": { activities: rules.map((rule) => activity(rule, id)) } }),
            results: [result(report, names, id)],
            "back-matter": {
                resources: [
                    {
                        uuid: plan,
                        title: prose(`The rules of ${tool.name} ${tool.version}`),
                        description:
                            "No assessment plan was written as a document. What is assessed, and how, is said by the rules, which are the activities of these results.",
                    },
                ],
            },
        },
    };
    return printableJson(written);
}

function activity({ name, severity, description, rationale, controls }: Report["rules"][number], id: Uuid): object {
    return {
        uuid: id("rule", name),
        title: prose(name),
        description: prose(`${description} ${rationale}`),
        props: [oscalProp("method", "TEST"), ...props({ severity })],
        "related-controls": {
            description: "The controls that this rule supports.",
            "control-selections": [{ "include-controls": controls.map((one) => ({ "control-id": controlId(one) })) }],
        },
    };
}

function result(report: Report, names: string, id: Uuid): object {
    const { tool, now, programs, findings, undecided, unseen } = report;
    const component = id("tool", tool.name);
    const origins = [{ actors: [{ type: "tool", "actor-uuid": component }] }];
    const shared = { origins, collected: now };
    const components = programs.map((program) => componentOf(program, id("program", nameOf(program))));
    const subjects = subjectsOf(report, components, id);
    const told = findings.map((finding): Told => {
        const { fingerprint } = finding;
        return { finding, observation: id("observation", fingerprint), risk: id("risk", fingerprint) };
    });
    const observed = [
        ...told.map(({ finding, observation: uuid }) => observation(uuid, finding, "finding", subjects.of(finding), shared)),
        ...undecided.map((one) =>
            observation(id("undecided", one.fingerprint), one, "not-decided", subjects.of(one), shared),
        ),
        ...unseen.map(({ program, kind, what, message, urn }) => ({
            uuid: id("unseen", JSON.stringify([program, kind, what, urn, message])),
            title: prose(`Not seen: ${kind} ${what}`),
            description: prose(message),
            props: props({ program, urn }),
            methods: ["TEST"],
            types: ["not-seen"],
            ...shared,
        })),
        ...programs.flatMap(({ failure, ...program }) =>
            failure === undefined
                ? []
                : [
                      {
                          uuid: id("failure", nameOf(program)),
                          title: prose(`${nameOf(program)} was not run to its end`),
                          description: prose(failure),
                          methods: ["TEST"],
                          types: ["not-run-to-the-end"],
                          ...shared,
                          remarks: "What the program would have declared after this was not judged.",
                      },
                  ],
        ),
    ];
    const controls = coverage(report);
    return {
        uuid: id("result", names),
        title: prose(names || "No program"),
        description: "What the rules say of the resources that these programs declare.",
        start: now,
        end: now,
        "local-definitions": {
            ...nonEmpty("components", components),
            ...nonEmpty("inventory-items", subjects.items),
            "assessment-assets": assets(tool, component, id),
        },
        "reviewed-controls": reviewed(controls),
        ...nonEmpty("observations", observed),
        ...nonEmpty(
            "risks",
            told.map((one) => risk(one, origins, id)),
        ),
        ...nonEmpty(
            "findings",
            controls.flatMap((control) => conclusion(control, told, origins, id)),
        ),
    };
}

/** A list that OSCAL does not take empty. */
function nonEmpty(key: string, items: readonly object[]): object {
    return items.length > 0 ? { [key]: items } : {};
}

function componentOf(program: Report["programs"][number], uuid: string) {
    const { file, resources } = program;
    return {
        uuid,
        type: "software",
        title: prose(nameOf(program)),
        description: "A Pulumi program and its stack.",
        props: props({ file, seen: String(resources.seen), judged: String(resources.judged) }),
        status: { state: "other", remarks: "It was judged by what it declares, deployed or not." },
    };
}

/** Each resource that something is said of, and which program it is of. */
function subjectsOf(
    { programs, findings, undecided }: Report,
    components: readonly { readonly uuid: string }[],
    id: Uuid,
): { items: readonly object[]; of: (finding: ReportedFinding) => string } {
    const names = programs.map(nameOf);
    const items = new Map<string, { readonly uuid: string }>();
    for (const { program, urn, type, name } of [...findings, ...undecided]) {
        if (items.has(urn)) continue;
        const component = components[names.indexOf(program)];
        const item = {
            uuid: id("resource", urn),
            description: prose(program === "" ? `The register ${name}` : `${name} (${type})`),
            props: [oscalProp("asset-id", urn), ...props({ program: program || undefined, type, name })],
            ...(component && { "implemented-components": [{ "component-uuid": component.uuid }] }),
        };
        items.set(urn, item);
    }
    return { items: [...items.values()], of: ({ urn }) => items.get(urn)!.uuid };
}

function assets({ name, version }: Report["tool"], component: string, id: Uuid): object {
    return {
        components: [
            {
                uuid: component,
                type: "software",
                title: name,
                description: "Judges what Pulumi programs declare, before it is deployed.",
                props: [oscalProp("version", version)],
                status: { state: "operational" },
            },
        ],
        "assessment-platforms": [
            { uuid: id("platform", name), title: name, "uses-components": [{ "component-uuid": component }] },
        ],
    };
}

function reviewed(controls: readonly Covered[]): object {
    const covered = controls.filter(({ rules }) => rules.length > 0);
    const selections = [...new Set(covered.map(({ framework }) => framework))].map((framework) => ({
        description: prose(framework),
        "include-controls": covered
            .filter((one) => one.framework === framework)
            .map(({ control }) => ({ "control-id": controlId(control) })),
    }));
    const none = controls.filter(({ rules }) => rules.length === 0);
    return {
        description: "The controls that the rules which ran support. No rule covers a control whole.",
        "control-selections": selections.length > 0 ? selections : [{ description: "No rule ran." }],
        ...(none.length > 0 && {
            remarks: prose(`No rule that ran supports ${none.map(({ control }) => control).join(", ")}.`),
        }),
    };
}

/** What is put right by the level "remediate" leaves a control as it was. */
function conclusion(covered: Covered, told: readonly Told[], origins: readonly object[], id: Uuid): readonly object[] {
    const { framework, control, title, blocking, advisory, excused } = covered;
    const against = told.filter(
        ({ finding: { rule, level, excuse } }) => rule.controls.includes(control) && (excuse || level !== "remediate"),
    );
    if (against.length === 0) return [];
    const isStanding = blocking + advisory > 0;
    return [
        {
            uuid: id("finding", control),
            title: prose(`${control}: ${title}`),
            description: prose(
                `Rules that support ${control} of ${framework} found something: ${blocking} blocking, ${advisory} advisory, ${excused} excepted.`,
            ),
            origins,
            target: {
                type: "statement-id",
                "target-id": `${controlId(control)}_statement`,
                status: {
                    state: "not-satisfied",
                    reason: isStanding ? "fail" : "other",
                    ...(!isStanding && {
                        remarks: "All that was found is let through by an exception or the baseline, until its end.",
                    }),
                },
            },
            "related-observations": against.map(({ observation }) => ({ "observation-uuid": observation })),
            "related-risks": against.map(({ risk }) => ({ "risk-uuid": risk })),
        },
    ];
}
