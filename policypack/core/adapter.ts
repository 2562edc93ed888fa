import {
    type PolicyConfigSchema,
    type PolicyResource,
    type ReportViolation,
    type ResourceRemediation,
    type ResourceValidation,
    type ResourceValidationPolicy,
    Secret,
    type StackValidation,
    type StackValidationPolicy,
} from "@pulumi/policy";
import { SECRET, SIGNATURE, Value, isRecord } from "../facts/values";
import { frameworkOf } from "./controls";
import { excused } from "./excused";
import { type Excuse, judgesRegisters } from "./excuses";
import { type FirstSayer, type Judgement, byUrn, firstSayer, judge } from "./judge";
import { remediate } from "./remediate";
import type { Resource, Rule } from "./rule";
import { type Plan, type Run, SettingsError, parseOptions } from "./settings";
import { type Program, programOf } from "./urn";

// The signature of an archive on the wire: sdk/nodejs/runtime/rpc.ts.
const ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7";

const STACK = "pulumi:pulumi:Stack";

/** The CrossGuard policies of a pack. Nothing else knows both a rule and the SDK. */
export function toPolicies(plans: readonly Plan[], run: Run): (ResourceValidationPolicy | StackValidationPolicy)[] {
    const saidFirst = firstSayer();
    return plans.map((plan) => toPolicy(plan, run, saidFirst));
}

function toPolicy(
    { rule, level, written }: Plan,
    run: Run,
    saidFirst: FirstSayer,
): ResourceValidationPolicy | StackValidationPolicy {
    const optionsOf = cached(rule, written);
    const report = (judgement: Judgement, excuse: Excuse | undefined, tell: ReportViolation) => {
        const { kind, message, remedy, urn } = judgement;
        if (kind === "undecided" && run.undecided !== "deny") {
            if (run.undecided === "advise") advise(tell, rule, `Not decided: ${message}`, urn);
            return;
        }
        if (excuse) return advise(tell, rule, `${excused(excuse)}: ${message}`, urn);
        const at = run.excuses.place(urn, judgement.path);
        if (at) tell(`${at.file}:${at.line}:${at.column}: ${message}\nFix: ${remedy}`);
        else tell(kind === "violation" ? `${message}\nFix: ${remedy}` : message, urn);
    };
    const reportAll = (resource: Resource, judgements: readonly Judgement[], tell: ReportViolation) => {
        const excuses = run.excuses.of(rule, resource, judgements);
        judgements.forEach((judgement, index) => report(judgement, excuses[index], tell));
    };
    const description = {
        name: rule.name,
        description: rule.description,
        severity: rule.severity,
        enforcementLevel: level,
        remediationSteps: rule.remedy,
        framework: {
            name: frameworkOf(rule.controls[0]),
            version: frameworkOf(rule.controls[0]).replace(/^.* /, ""),
            reference: rule.controls[0],
            specification: rule.controls[0],
        },
        tags: [...rule.controls],
        configSchema: schemaOf(rule, written),
    };
    if (rule.judges === "stack") {
        const types = new Set([...rule.on, ...rule.beside]);
        const validateStack: StackValidation = (args, tell) => {
            const registers = judgesRegisters(rule) ? run.excuses.resources(programsOf(args.resources)) : [];
            const seen = [
                ...args.resources.filter(({ type }) => types.has(type)).map((seen) => toResource(seen, bare(seen.props))),
                ...registers.filter(({ type }) => types.has(type)),
            ];
            if (!seen.some(({ type }) => rule.on.includes(type))) args.notApplicable();
            const judgements = [...judge(rule, seen, optionsOf(args.getConfig()), run.now)];
            const of = new Map(seen.map((resource) => [resource.urn, resource]));
            for (const [urn, some] of byUrn(seen, judgements)) reportAll(of.get(urn)!, saidFirst(rule, urn, some), tell);
        };
        return { ...description, validateStack: bound(validateStack, judgesRegisters(rule) ? [STACK] : rule.on) };
    }
    const validateResource: ResourceValidation = (args, tell) => {
        if (!rule.on.includes(args.type)) args.notApplicable();
        const resource = toResource(args, bare(args.props));
        const judgements = [...judge(rule, [resource], optionsOf(args.getConfig()), run.now)];
        reportAll(resource, saidFirst(rule, args.urn, judgements), tell);
    };
    const remediateResource: ResourceRemediation = (args) => {
        if (!rule.on.includes(args.type)) args.notApplicable();
        const resource = toResource(args, marked(bare(args.props)));
        const done = remediate(rule, resource, optionsOf(args.getConfig()), run.now);
        const isExcused = done && run.excuses.of(rule, resource, done.faults).every((excuse) => excuse !== undefined);
        return isExcused ? undefined : done?.inputs;
    };
    return {
        ...description,
        validateResource: bound(validateResource, rule.on),
        ...(rule.remediate && { remediateResource: bound(remediateResource, rule.on) }),
    };
}

/**
 * Lets other types be skipped before anything is done about them: by the SDK where it is one type (getPulumiType in its
 * policy.ts; it asks for no provider's class to name it), by the bundle where they are several.
 */
function bound<F extends object>(validate: F, on: readonly string[]): F {
    return Object.assign(validate, { types: on }, on.length === 1 && { __pulumiType: on[0] });
}

function programsOf(resources: readonly PolicyResource[]): readonly Program[] {
    return resources.slice(0, 1).map(({ urn }) => programOf(urn));
}

function toResource(
    seen: Pick<PolicyResource, "urn" | "type" | "name"> & Partial<PolicyResource>,
    inputs: unknown,
): Resource {
    const sources = Object.entries(seen.propertyDependencies ?? {}).map(([key, on]) => [key, on.map(({ urn }) => urn)]);
    return {
        urn: seen.urn,
        type: seen.type,
        name: seen.name,
        inputs: new Value(inputs, ""),
        sources: Object.fromEntries(sources) as Resource["sources"],
    };
}

/** Inputs as the SDK hands them over, out of its proxies, which throw at the first unknown and so hide what is known beside it. */
function bare(props: object): object {
    const target = (props as { __getSpecialProxyTarget?: object }).__getSpecialProxyTarget;
    return target === undefined ? props : bare(target);
}

/** The same for a remediation, which is to give back what it was given: secrets are marked as on the wire. */
function marked(raw: unknown): unknown {
    if (raw instanceof Secret) return { [SIGNATURE]: SECRET, value: marked(raw.value) };
    if (Array.isArray(raw)) return raw.map(marked);
    if (raw instanceof Promise) return raw.then(marked);
    if (!isRecord(raw)) return raw;
    if ("__pulumiArchive" in raw && "assets" in raw) {
        // The SDK would send the names of what is in the archive, and nothing else.
        return { [SIGNATURE]: ARCHIVE, assets: Promise.resolve(raw.assets).then(marked) };
    }
    return "__pulumiAsset" in raw || "__pulumiArchive" in raw ? raw : mapped(raw, marked);
}

function mapped(object: Record<string, unknown>, change: (value: unknown) => unknown): Record<string, unknown> {
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

/** An advisory, whatever the level of the policy. The SDK takes an object too (makeReportViolationFun); its types do not say so. */
function advise(tell: ReportViolation, { description }: Rule, message: string, urn: string): void {
    (tell as unknown as (violation: object) => void)({
        message: `${description}\n${message}`,
        enforcementLevel: "advisory",
        urn,
    });
}

function schemaOf({ options }: Rule, written: Readonly<Record<string, unknown>>): PolicyConfigSchema {
    const properties = Object.entries(options).map(([key, { json, description, default: otherwise }]) => [
        key,
        { ...json, description, default: written[key] ?? otherwise },
    ]);
    return { properties: Object.fromEntries(properties) as PolicyConfigSchema["properties"] };
}

/** The options of a rule for the configuration that the engine last sent. The SDK makes it a new object for each call. */
function cached(rule: Rule, written: Readonly<Record<string, unknown>>) {
    let last: { config: object; options: Readonly<Record<string, unknown>> } | undefined;
    return (config: object) => {
        if (last && isSame(last.config, config)) return last.options;
        // The SDK lets `enforcementLevel` through.
        const { enforcementLevel: _level, ...configured } = config as Record<string, unknown>;
        try {
            last = { config, options: parseOptions(rule, { ...written, ...configured }, "--policy-pack-config") };
        } catch (error) {
            // The SDK prints the stack of what a policy throws; here the message says all.
            if (error instanceof SettingsError) error.stack = error.message;
            throw error;
        }
        return last.options;
    };
}

function isSame(a: object, b: object): boolean {
    const [of, other] = [Object.entries(a), b as Record<string, unknown>];
    return of.length === Object.keys(b).length && of.every(([key, value]) => other[key] === value);
}
