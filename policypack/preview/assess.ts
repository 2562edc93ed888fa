import { createHash } from "node:crypto";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { sameness } from "../core/baseline";
import { judgesRegisters } from "../core/excuses";
import { type Judgement, byUrn, firstSayer, judge } from "../core/judge";
import { remediate } from "../core/remediate";
import type { Rule } from "../core/rule";
import { type Plan, type Run, parseOptions } from "../core/settings";
import { type Program, programOf } from "../core/urn";
import { ACCESS_TYPES, accesses } from "../facts/access";
import { Value } from "../facts/values";
import type { Report, ReportedAccess, ReportedFinding, ReportedProgram, Source } from "../report/model";
import type { Outcome, SeenResource, SourcePosition } from "./outcome";
import { version } from "./version";

/** Where a program stands. Absolute, without symbolic links, as the positions in its sources are. */
export interface Place {
    /** The root of the repository, or the project's folder where there is none. */
    readonly root: string;
    /** The project's Pulumi.yaml, or the file that was read. */
    readonly file?: string;
}

/** What is known of a program beside its resources. */
export type Ended = Pick<Outcome, "project" | "stack" | "unseen" | "failure"> & Partial<Pick<Report, "accesses">>;

/** What the rules say of one program. */
export interface Assessment extends Pick<Report, "findings" | "undecided" | "unseen" | "accesses"> {
    readonly program: ReportedProgram;
}

/** What the rules say of all that was seen. */
export function assess(outcome: Outcome, plans: readonly Plan[], run: Run, place: Place): Report {
    const assessor = new Assessor(plans, run, place);
    for (const resource of outcome.resources) assessor.see(resource);
    return reportOf([assessor.end(outcome)], plans, run, place);
}

/** One report of several programs. What is at fault with the registers is found when all of them were judged. */
export function reportOf(assessments: readonly Assessment[], plans: readonly Plan[], run: Run, { root }: Place): Report {
    const programs = assessments.map(({ program }) => program);
    const all = <K extends "findings" | "undecided" | "unseen" | "accesses">(key: K) =>
        assessments.flatMap((assessment) => assessment[key] as readonly Assessment[K][number][]);
    const enabled = plans.filter(({ level }) => level !== "disabled");
    const registers = registerFindings(enabled, run, programs, root);
    return {
        tool: { name: "jit-guard", version: version() },
        now: run.now.toISOString(),
        programs,
        rules: enabled.map(({ rule }) => rule).sort((a, b) => compare(a.name, b.name)),
        findings: [...all("findings"), ...registers.findings].sort(bySeverityThenPlace),
        undecided: [...all("undecided"), ...registers.undecided].sort(bySeverityThenPlace),
        unseen: all("unseen"),
        accesses: all("accesses"),
    };
}

/** Judges a program as its resources are seen, and keeps of them only what rules must see together. */
export class Assessor {
    readonly #plans: readonly Planned[];
    /** The rules that judge a resource of a type by itself, in their order. */
    readonly #ofType = new Map<string, Planned[]>();
    readonly #types: ReadonlySet<string>;
    readonly #judged: ReadonlySet<string>;
    readonly #byType = new Map<string, SeenResource[]>();
    readonly #saidFirst = firstSayer();
    readonly #found: Found;
    readonly #counts = { seen: 0, judged: 0 };

    constructor(
        plans: readonly Plan[],
        readonly run: Run,
        readonly place: Place,
    ) {
        this.#plans = planned(plans).filter(({ rule }) => !judgesRegisters(rule));
        this.#judged = new Set(this.#plans.flatMap(({ rule }) => rule.on));
        for (const type of this.#judged) {
            this.#ofType.set(
                type,
                this.#plans.filter(({ rule }) => rule.judges === "resource" && rule.on.includes(type)),
            );
        }
        const together = this.#plans.flatMap(({ rule }) => (rule.judges === "stack" ? [...rule.on, ...rule.beside] : []));
        this.#types = new Set([...together, ...ACCESS_TYPES]);
        this.#found = new Found(run, place.root);
    }

    see(seen: SeenResource): void {
        if (seen.kind !== "stack") {
            this.#counts.seen++;
            if (this.#judged.has(seen.type)) this.#counts.judged++;
        }
        const plans = this.#ofType.get(seen.type) ?? [];
        const resource = this.#remediated(seen, plans);
        for (const plan of plans) {
            const { rule, options } = plan;
            this.#say(plan, resource, this.#saidFirst(rule, seen.urn, [...judge(rule, [resource], options, this.run.now)]));
        }
        if (!this.#types.has(seen.type)) return;
        const group = this.#byType.get(seen.type);
        if (group) group.push(resource);
        else this.#byType.set(seen.type, [resource]);
    }

    end({ project, stack, unseen, failure, accesses: recorded = [] }: Ended): Assessment {
        for (const plan of this.#plans) {
            const { rule, options } = plan;
            if (rule.judges !== "stack") continue;
            const resources = [...new Set([...rule.on, ...rule.beside])].flatMap((type) => this.#byType.get(type) ?? []);
            const of = new Map(resources.map((resource) => [resource.urn, resource]));
            for (const [urn, some] of byUrn(resources, [...judge(rule, resources, options, this.run.now)])) {
                this.#say(plan, of.get(urn)!, this.#saidFirst(rule, urn, some));
            }
        }
        const { root, file } = this.place;
        const shown = file === undefined ? undefined : within(root, file);
        return {
            program: {
                project,
                stack,
                ...(shown !== undefined && { file: shown }),
                resources: this.#counts,
                ...(failure && { failure: failure.message }),
            },
            findings: this.#found.findings,
            undecided: this.#found.undecided,
            unseen: unseen.map(({ kind, what, message, urn, source }) => ({
                program: `${project}/${stack}`,
                kind,
                what,
                message,
                ...(urn !== undefined && { urn }),
                ...sourceOf(source, root),
            })),
            accesses: [...this.#accesses(), ...recorded],
        };
    }

    /** With what the rules of level "remediate" set in it, as the engine lets them before it asks anything else. */
    #remediated(seen: SeenResource, plans: readonly Planned[]): SeenResource {
        return plans.reduce((resource, { rule, level, options }) => {
            if (level !== "remediate") return resource;
            const done = remediate(rule, resource, options, this.run.now);
            if (!done || this.run.excuses.of(rule, resource, done.faults).every(Boolean)) return resource;
            const remedy = `The level "remediate" does it: ${done.changes.join("; ")}.`;
            for (const fault of done.faults) this.#found.add(rule, "remediate", resource, { ...fault, remedy });
            return { ...resource, inputs: new Value(done.inputs, "") };
        }, seen);
    }

    #say({ rule, level }: Planned, resource: SeenResource, judgements: readonly Judgement[]): void {
        this.#found.addAll(rule, level, resource, judgements);
    }

    #accesses(): readonly ReportedAccess[] {
        const resources = [...ACCESS_TYPES].flatMap((type) => this.#byType.get(type) ?? []);
        const of = new Map(resources.map((resource) => [resource.urn, resource]));
        const instant = (at: number) => new Date(at).toISOString();
        return accesses(resources, this.run.now).map(({ from, until, ...access }) => ({
            ...access,
            program: nameOfProgram(access.urn),
            type: of.get(access.urn)?.type ?? "",
            name: of.get(access.urn)?.name ?? "",
            ...(from !== undefined && { from: instant(from) }),
            until: typeof until === "number" ? instant(until) : until,
            ...sourceOf(of.get(access.urn)?.source, this.place.root),
        }));
    }
}

interface Planned {
    readonly rule: Rule;
    readonly level: ReportedFinding["level"];
    readonly options: Readonly<Record<string, unknown>>;
}

function planned(plans: readonly Plan[]): readonly Planned[] {
    return plans.flatMap(({ rule, level, written }) =>
        level === "disabled" ? [] : [{ rule, level, options: parseOptions(rule, written, "settings") }],
    );
}

function registerFindings(plans: readonly Plan[], run: Run, programs: readonly Program[], root: string): Found {
    const found = new Found(run, root);
    const registers = run.excuses.resources(programs);
    for (const { rule, level, options } of planned(plans)) {
        for (const register of judgesRegisters(rule) ? registers.filter(({ type }) => rule.on.includes(type)) : []) {
            for (const judgement of judge(rule, [register], options, run.now)) {
                const at = run.excuses.place(register.urn, judgement.path);
                const source = at && { file: resolve(at.path), line: at.line, column: at.column };
                const seen = { ...register, kind: "custom" as const, aliases: [], assumed: [], ...(source && { source }) };
                found.addAll(rule, level, seen, [judgement]);
            }
        }
    }
    return found;
}

/** What was found, as reports say it. */
class Found {
    readonly findings: ReportedFinding[] = [];
    readonly undecided: ReportedFinding[] = [];
    readonly #counts = new Map<string, number>();

    constructor(
        readonly run: Run,
        readonly root: string,
    ) {}

    addAll(rule: Rule, level: ReportedFinding["level"], resource: SeenResource, judgements: readonly Judgement[]): void {
        const excuses = this.run.excuses.of(rule, resource, judgements);
        // What is wrong after a remediation blocks, as it does on the real engine.
        const left = level === "advisory" ? level : "mandatory";
        judgements.forEach((judgement, index) => {
            const excuse = excuses[index];
            this.add(rule, left, resource, judgement, excuse);
        });
    }

    add(
        rule: Rule,
        level: ReportedFinding["level"],
        resource: SeenResource,
        { kind, urn, message, path, part, remedy }: Judgement,
        excuse?: ReportedFinding["excuse"],
    ): void {
        if (kind === "undecided" && this.run.undecided === "ignore") return;
        const isOpen = kind === "undecided" && this.run.undecided === "advise";
        const same = sameness(rule.name, urn, { ...(path !== undefined && { path }), ...(part !== undefined && { part }) });
        const ordinal = this.#counts.get(same) ?? 0;
        this.#counts.set(same, ordinal + 1);
        (isOpen ? this.undecided : this.findings).push({
            rule,
            level,
            program: nameOfProgram(urn),
            ...(excuse && !isOpen && { excuse }),
            urn,
            type: resource.type,
            name: resource.name,
            message,
            ...(path !== undefined && { path }),
            ...(part !== undefined && { part }),
            remedy,
            ...sourceOf(resource.source, this.root),
            assumed: resource.assumed.some((assumed) => restsOn(path, assumed)),
            fingerprint: createHash("sha256").update(`${same}${ordinal}`).digest("hex").slice(0, 32),
        });
    }
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

function nameOfProgram(urn: string): string {
    const { project, stack } = programOf(urn);
    return project === "" ? "" : `${project}/${stack}`;
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
