import type {
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidation,
    ResourceValidationPolicy,
    StackValidation,
    StackValidationPolicy,
} from "@pulumi/policy";
import { Value } from "../facts/values";
import { frameworkOf } from "./controls";
import { type FirstSayer, type Judgement, firstSayer, judge } from "./judge";
import type { Resource, Rule } from "./rule";
import { type Plan, type Run, SettingsError, parseOptions } from "./settings";

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
    const report = (judgement: Judgement, tell: ReportViolation) => {
        if (judgement.kind === "violation") tell(`${judgement.message}\nFix: ${judgement.remedy}`, judgement.urn);
        else if (run.undecided === "deny") tell(judgement.message, judgement.urn);
        else if (run.undecided === "advise") advise(tell, rule, judgement);
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
            const seen = args.resources.filter(({ type }) => types.has(type)).map(toResource);
            for (const judgement of judge(rule, seen, optionsOf(args.getConfig()), run.now)) report(judgement, tell);
        };
        return { ...description, validateStack: bound(validateStack, rule) };
    }
    const validateResource: ResourceValidation = (args, tell) => {
        if (!rule.on.includes(args.type)) return;
        const judgements = [...judge(rule, [toResource(args)], optionsOf(args.getConfig()), run.now)];
        for (const judgement of saidFirst(rule, args.urn, judgements)) report(judgement, tell);
    };
    return { ...description, validateResource: bound(validateResource, rule) };
}

/**
 * Lets the SDK skip other types before it deserialises their properties. It does so for one type only
 * (getPulumiType in its policy.ts), and asks for no provider's class to name it.
 */
function bound<F extends object>(validate: F, { on }: Rule): F {
    return on.length === 1 ? Object.assign(validate, { __pulumiType: on[0] }) : validate;
}

function toResource(seen: Pick<PolicyResource, "urn" | "type" | "name" | "props"> & Partial<PolicyResource>): Resource {
    const sources = Object.entries(seen.propertyDependencies ?? {}).map(([key, on]) => [key, on.map(({ urn }) => urn)]);
    return {
        urn: seen.urn,
        type: seen.type,
        name: seen.name,
        // Past the SDK's proxy, which throws at the first unknown and so would hide what is known beside it.
        inputs: new Value((seen.props as { __getSpecialProxyTarget?: unknown }).__getSpecialProxyTarget ?? seen.props, ""),
        sources: Object.fromEntries(sources) as Resource["sources"],
    };
}

/** An advisory, whatever the level of the policy. The SDK takes an object too (makeReportViolationFun); its types do not say so. */
function advise(tell: ReportViolation, { description }: Rule, { message, urn }: Judgement): void {
    (tell as unknown as (violation: object) => void)({
        message: `${description}\nNot decided: ${message}`,
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

/** The options of a rule for the configuration that the engine last sent, which stays the same object. */
function cached(rule: Rule, written: Readonly<Record<string, unknown>>) {
    let last: { config: object; options: Readonly<Record<string, unknown>> } | undefined;
    return (config: object) => {
        if (last?.config === config) return last.options;
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
