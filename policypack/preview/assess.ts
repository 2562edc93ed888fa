import { createHash } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";
import { type Judgement, byUrn, firstSayer, judge } from "../core/judge";
import { remediate } from "../core/remediate";
import type { Rule } from "../core/rule";
import { type Plan, type Run, parseOptions } from "../core/settings";
import { Value } from "../facts/values";
import type { Report, ReportedFinding, Source } from "../report/model";
import type { Outcome, SeenResource, SourcePosition } from "./outcome";
import { version } from "./version";

/** Where a program stands. Absolute, without symbolic links, as the positions in its sources are. */
export interface Place {
    /** The root of the repository, or the project's folder where there is none. */
    readonly root: string;
    /** The project's Pulumi.yaml. */
    readonly projectFile?: string;
}

type Level = ReportedFinding["level"];
type Said = { readonly rule: Rule; readonly level: Level } & Judgement;

/** What the rules say of all that was seen. */
export function assess(outcome: Outcome, plans: readonly Plan[], run: Run, { root, projectFile }: Place): Report {
    const seen = outcome.resources.filter(({ kind }) => kind !== "stack");
    const enabled = plans.filter(({ level }) => level !== "disabled");
    const judged = new Set(enabled.flatMap(({ rule }) => rule.on));
    const of = new Map(outcome.resources.map((resource) => [resource.urn, resource]));

    const { resources, corrected } = remediated(outcome.resources, enabled, run.now);
    const said = [...corrected, ...judgements(resources, enabled, run.now)];
    const violations = said.filter(({ kind }) => kind === "violation" || run.undecided === "deny");
    const undecided = said.filter(({ kind }) => kind === "undecided" && run.undecided === "advise");
    const report = (some: readonly Said[]) => reported(some, of, root);

    const project = projectFile === undefined ? undefined : within(root, projectFile);
    return {
        tool: { name: "jit-guard", version: version() },
        project: outcome.project,
        stack: outcome.stack,
        ...(project !== undefined && { projectFile: project }),
        now: run.now.toISOString(),
        resources: { seen: seen.length, judged: seen.filter(({ type }) => judged.has(type)).length },
        rules: enabled.map(({ rule }) => rule).sort((a, b) => compare(a.name, b.name)),
        findings: report(violations),
        undecided: report(undecided),
        unseen: outcome.unseen.map(({ kind, what, message, urn, source }) => ({
            kind,
            what,
            message,
            ...(urn !== undefined && { urn }),
            ...sourceOf(source, root),
        })),
        ...(outcome.failure && { failure: outcome.failure.message }),
    };
}

/** The resources with what the rules of level "remediate" set in them, as the engine lets them before it asks anything else. */
function remediated(
    seen: readonly SeenResource[],
    plans: readonly Plan[],
    now: Date,
): { resources: readonly SeenResource[]; corrected: readonly Said[] } {
    const corrected: Said[] = [];
    const set = plans.filter(({ level }) => level === "remediate");
    const resources = seen.map((resource) =>
        set.reduce((current, { rule, written }) => {
            const options = parseOptions(rule, written, "settings");
            const done = rule.on.includes(current.type) ? remediate(rule, current, options, now) : undefined;
            if (!done) return current;
            const remedy = `The level "remediate" does it: ${done.changes.join("; ")}.`;
            corrected.push(...done.faults.map((fault): Said => ({ rule, level: "remediate", ...fault, remedy })));
            return { ...current, inputs: new Value(done.inputs, "") };
        }, resource),
    );
    return { resources, corrected };
}

/** In the order of the adapter, so that one cause is said by the same rule as on the real engine. */
function* judgements(seen: readonly SeenResource[], plans: readonly Plan[], now: Date): Generator<Said> {
    const byType = groupedByType(seen);
    const saidFirst = firstSayer();
    // The engine asks of each resource first, and of the stack at the end.
    const ordered = [...plans].sort((a, b) => Number(a.rule.judges === "stack") - Number(b.rule.judges === "stack"));
    for (const { rule, level, written } of ordered) {
        const options = parseOptions(rule, written, "settings");
        // What is wrong after a remediation blocks, as it does on the real engine.
        const left = level === "advisory" ? level : "mandatory";
        const say = (judgement: Judgement): Said => ({ rule, level: left, ...judgement });
        if (rule.judges === "stack") {
            const types = new Set([...rule.on, ...rule.beside]);
            const resources = [...types].flatMap((type) => byType.get(type) ?? []);
            const judgements = [...judge(rule, resources, options, now)];
            for (const [urn, some] of byUrn(resources, judgements)) yield* saidFirst(rule, urn, some).map(say);
            continue;
        }
        for (const resource of rule.on.flatMap((type) => byType.get(type) ?? [])) {
            const all = [...judge(rule, [resource], options, now)];
            yield* saidFirst(rule, resource.urn, all).map(say);
        }
    }
}

function groupedByType(seen: readonly SeenResource[]): ReadonlyMap<string, readonly SeenResource[]> {
    const groups = new Map<string, SeenResource[]>();
    for (const resource of seen) {
        const group = groups.get(resource.type);
        if (group) group.push(resource);
        else groups.set(resource.type, [resource]);
    }
    return groups;
}

function reported(said: readonly Said[], of: ReadonlyMap<string, SeenResource>, root: string): readonly ReportedFinding[] {
    const counts = new Map<string, number>();
    const findings = said.map(({ rule, level, urn, message, path, part, remedy }): ReportedFinding => {
        const resource = of.get(urn);
        const same = JSON.stringify([rule.name, urn, path?.replace(/\[\d+\]/g, "[]"), part]);
        const ordinal = counts.get(same) ?? 0;
        counts.set(same, ordinal + 1);
        return {
            rule,
            level,
            urn,
            type: resource?.type ?? "",
            name: resource?.name ?? "",
            message,
            ...(path !== undefined && { path }),
            ...(part !== undefined && { part }),
            remedy,
            ...sourceOf(resource?.source, root),
            assumed: resource?.assumed.some((assumed) => restsOn(path, assumed)) ?? false,
            fingerprint: createHash("sha256").update(`${same}${ordinal}`).digest("hex").slice(0, 32),
        };
    });
    return findings.sort(bySeverityThenPlace);
}

function restsOn(path: string | undefined, assumed: string): boolean {
    return path !== undefined && path.startsWith(assumed) && /^$|[.[]/.test(path.charAt(assumed.length));
}

const RANK = { critical: 0, high: 1, medium: 2, low: 3 } as const;

function bySeverityThenPlace(a: ReportedFinding, b: ReportedFinding): number {
    return (
        RANK[a.rule.severity] - RANK[b.rule.severity] ||
        compare(a.source?.file ?? "\uffff", b.source?.file ?? "\uffff") ||
        (a.source?.line ?? 0) - (b.source?.line ?? 0) ||
        (a.source?.column ?? 0) - (b.source?.column ?? 0) ||
        compare(a.urn, b.urn) ||
        compare(a.rule.name, b.rule.name)
    );
}

function sourceOf(position: SourcePosition | undefined, root: string): { source?: Source } {
    const file = position && within(root, position.file);
    return position && file !== undefined ? { source: { file, line: position.line, column: position.column } } : {};
}

/** Relative to the root, with "/"; undefined when it lies elsewhere. */
function within(root: string, file: string): string | undefined {
    const path = relative(root, file);
    const outside = path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
    return outside ? undefined : path.split(sep).join("/");
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}
