import type { Resource } from "../core/rule";
import { namedCredential } from "./credential-names";
import { type Credential, credential, credentials } from "./credentials";
import { Malformed, UNKNOWN, type Unreadable, Unknown, Value, each } from "./values";

/** Inputs that everybody can read who may describe the resource. */
interface Places {
    /** Settings and start scripts, where programs put credentials: what is not known yet of them is said. */
    readonly settings: readonly string[];
    /** Documents with another purpose, often not known before the deployment. */
    readonly documents?: readonly string[];
    /** The SDK marks each value as secret, so the mark tells nothing. */
    readonly marked?: true;
}

export const PLACES: Readonly<Record<string, Places>> = {
    "aws:lambda/function:Function": { settings: ["environment"] },
    "aws:ecs/taskDefinition:TaskDefinition": { settings: ["containerDefinitions"] },
    "aws:batch/jobDefinition:JobDefinition": {
        settings: ["containerProperties", "ecsProperties", "eksProperties", "nodeProperties", "parameters"],
    },
    "aws:codebuild/project:Project": { settings: ["environment"], documents: ["source", "secondarySources"] },
    "aws:apprunner/service:Service": { settings: ["sourceConfiguration"] },
    "aws:amplify/app:App": { settings: ["environmentVariables", "autoBranchCreationConfig"], documents: ["buildSpec"] },
    "aws:amplify/branch:Branch": { settings: ["environmentVariables"] },
    "aws:apigateway/stage:Stage": { settings: ["variables"] },
    "aws:apigatewayv2/stage:Stage": { settings: ["stageVariables"] },
    "aws:elasticbeanstalk/environment:Environment": { settings: ["settings"] },
    "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate": { settings: ["settings"] },
    "aws:lightsail/containerServiceDeploymentVersion:ContainerServiceDeploymentVersion": { settings: ["containers"] },
    "aws:lightsail/instance:Instance": { settings: ["userData"] },
    "aws:glue/job:Job": { settings: ["defaultArguments", "nonOverridableArguments"] },
    "aws:glue/connection:Connection": { settings: ["connectionProperties"], marked: true },
    "aws:mskconnect/connector:Connector": { settings: ["connectorConfiguration"] },
    "aws:sagemaker/model:Model": { settings: ["primaryContainer", "containers"] },
    "aws:sagemaker/notebookInstanceLifecycleConfiguration:NotebookInstanceLifecycleConfiguration": {
        settings: ["onCreate", "onStart"],
    },
    "aws:synthetics/canary:Canary": { settings: ["runConfig"] },
    "aws:bedrock/agentcoreAgentRuntime:AgentcoreAgentRuntime": { settings: ["environmentVariables"] },
    "aws:ec2/instance:Instance": { settings: ["userData", "userDataBase64"] },
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": { settings: ["userData", "userDataBase64"] },
    "aws:ec2/launchTemplate:LaunchTemplate": { settings: ["userData"] },
    "aws:ec2/launchConfiguration:LaunchConfiguration": { settings: ["userData", "userDataBase64"] },
    "aws:cloudformation/stack:Stack": { settings: ["parameters"], documents: ["templateBody"] },
    "aws:cloudformation/stackSet:StackSet": { settings: ["parameters"], documents: ["templateBody"] },
    "aws:datapipeline/pipelineDefinition:PipelineDefinition": {
        settings: ["parameterValues"],
        documents: ["parameterObjects", "pipelineObjects"],
    },
    "aws:sfn/stateMachine:StateMachine": { settings: [], documents: ["definition"] },
    "aws:ssm/document:Document": { settings: [], documents: ["content"] },
    "aws:ssm/association:Association": { settings: [], documents: ["parameters"] },
    "aws:scheduler/schedule:Schedule": { settings: [], documents: ["target"] },
    "aws:cloudwatch/eventTarget:EventTarget": { settings: [], documents: ["input"] },
    "aws:datasync/locationObjectStorage:LocationObjectStorage": { settings: ["accessKey"] },
};

/** A credential in plain text: where, and what of it is known. */
export interface Plaintext {
    readonly path: string;
    /** "holds a password" */
    readonly what: string;
    /** From 1, in a script of several lines. */
    readonly line?: number;
}

/** What credentials stand in plain text in a resource, each once. */
export function* plaintexts(resource: Resource): Generator<Plaintext | Unreadable> {
    const { settings, documents = [], marked } = PLACES[resource.type] ?? { settings: [] };
    yield* each([...settings, ...documents], function* (input) {
        const written = resource.inputs.get(input);
        const value = marked ? new Value(written.raw, written.path) : written;
        if (["number", "boolean"].includes(typeof value.raw)) throw new Malformed(value.path, "a text, a list or an object");
        const made = generatorOf(resource, input);
        if (value.unknown && !value.secret && wholly(value)) {
            if (made !== undefined) yield { path: value.path, what: `is made from a \`${made}\`` };
            else if (settings.includes(input)) value.known();
        } else yield* within(value, { made });
    });
}

/** What credentials stand in a value without the mark of a secret, where the mark is what keeps them. */
export function* unmarked(value: Value, name: string): Generator<Plaintext | Unreadable> {
    yield* within(value, { name, markKeeps: true });
}

// Resources whose outputs are credentials.
const GENERATORS = ["random:index/randomPassword:RandomPassword", "aws:iam/accessKey:AccessKey"];

/**
 * The type of the resource that made a credential which goes into this input, for a value that is not known yet. Seen
 * where the inputs of a single resource come with their sources: in the offline preview.
 */
export function generatorOf({ sources }: Resource, input: string): string | undefined {
    const types = (sources[input] ?? []).map((urn) => urn.split("::")[2]?.split("$").at(-1));
    return GENERATORS.find((type) => types.includes(type));
}

// What stands below these is the name or the ARN of a secret.
const REFERENCES = new Set([
    "secrets",
    "secretOptions",
    "runtimeEnvironmentSecrets",
    "repositoryCredentials",
    "registryCredential",
    "basicAuthCredentials",
]);
const STORES = new Set(["PARAMETER_STORE", "SECRETS_MANAGER"]);
// Not known as a whole, such a member hides what programs put credentials in.
const SETTINGS = /^(?:variables|environment|(?:runtime)?environmentVariables)$/i;

interface Place {
    readonly value: Value;
    readonly name: string;
}

/** The texts of a value, however it nests: a list and not recursion, as the depth is the program's choice. */
function* within(
    root: Value,
    { made, name: named = "", markKeeps = false }: { made?: string | undefined; name?: string; markKeeps?: boolean },
): Generator<Plaintext | Unreadable> {
    const left: Place[] = [{ value: root, name: named }];
    for (let next = left.pop(); next; next = left.pop()) {
        const { value, name } = next;
        if (value.absent) continue;
        if (value.secret) {
            if (!markKeeps && !isHarmless(value))
                yield { path: value.path, what: "holds a value that the program marks as secret" };
            continue;
        }
        if (wholly(value)) {
            if (namedCredential(name) === undefined) {
                if (SETTINGS.test(name)) yield new Unknown(value.path);
            } else if (made !== undefined) yield { path: value.path, what: `is made from a \`${made}\`` };
            else yield new Unknown(value.path);
            continue;
        }
        const inner = typeof value.raw === "string" ? (parsed(value.raw) ?? value.raw) : value.raw;
        if (typeof inner === "string") yield* ofText(value.path, inner, name);
        else if (typeof inner === "object")
            for (const one of placesIn(new Value(inner, value.path), name).reverse()) left.push(one);
    }
}

/** The members of an object or a list. `{ name, value }` is one setting, as `{ [name]: value }` is. */
function placesIn(value: Value, name: string): Place[] {
    if (Array.isArray(value.raw)) {
        const list: readonly unknown[] = value.raw;
        return list.map((one, index) => ({
            value: new Value(one, `${value.path}[${index}]`),
            name: flagBefore(list, index) ?? name,
        }));
    }
    const keys = Object.keys(value.raw as object).filter((key) => !REFERENCES.has(key));
    const own = new Map(keys.map((key) => [key.toLowerCase(), key]));
    const of = (lower: string) => (own.has(lower) ? value.get(own.get(lower)!).raw : undefined);
    const type = of("type");
    if (typeof type === "string" && STORES.has(type)) return [];
    const named = [of("name"), of("key"), of("id")].find((written) => typeof written === "string");
    return keys.map((key) => {
        // A parameter's default stands for the parameter.
        const stands = /^(?:value|stringValue|default)$/i.test(key);
        return { value: value.get(key), name: stands ? (named ?? name) : key };
    });
}

/** `["--password", "…"]`: an argument is named by the flag before it. */
function flagBefore(list: readonly unknown[], index: number): string | undefined {
    const before = list[index - 1];
    return typeof before === "string" && /^--[\w-]{1,64}$/.test(before) ? before : undefined;
}

function* ofText(path: string, written: string, name: string): Generator<Plaintext | Unreadable> {
    const text = decoded(written).replaceAll(UNKNOWN, "${unknown}");
    const isScript = text.includes("\n");
    let found = false;
    for (const { kind, at } of isScript ? credentials(text) : single(text, name)) {
        found = true;
        yield { path, what: `holds ${kind}`, ...(isScript && { line: text.slice(0, at).split("\n").length }) };
    }
    const mayHold = isScript || namedCredential(name) !== undefined;
    if (!found && mayHold && written.includes(UNKNOWN)) yield new Unknown(path);
}

function single(text: string, name: string): readonly Credential[] {
    const kind = credential(text, name);
    return kind === undefined ? [] : [{ kind, at: 0 }];
}

/** Marked, but nothing that can be used: empty, the place of a secret, a number. */
function isHarmless({ raw }: Value): boolean {
    if (typeof raw === "string") return /^\s*$|^arn:[\w:/.@+-]{1,512}$|^\{\{resolve:[^}]{1,512}\}\}$/.test(raw);
    return typeof raw === "number" || typeof raw === "boolean";
}

/** Not known, with no text around it that is. */
function wholly({ unknown, raw }: Value): boolean {
    return unknown && !(typeof raw === "string" && raw.length > UNKNOWN.length);
}

function parsed(text: string): unknown {
    if (!/^\s*[[{]/.test(text)) return undefined;
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** User data is often written in base64; what is no text then is none before either. */
function decoded(text: string): string {
    if (text.length < 24 || !/^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text)) return text;
    const plain = Buffer.from(text, "base64").toString("utf8");
    // eslint-disable-next-line no-control-regex -- what a script does not hold
    return /[\u0000-\u0008\ufffd]/.test(plain) ? text : plain;
}
