import type { Resource } from "../core/rule";
import { type Dialect, type Plaintext, generatorOf, plaintextsIn, unmarked as unmarkedIn } from "./plaintext";
import { type Unreadable, Value, each } from "./values";

export { generatorOf };

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

const AWS: Dialect = {
    references: new Set([
        "secrets",
        "secretOptions",
        "runtimeEnvironmentSecrets",
        "repositoryCredentials",
        "registryCredential",
        "basicAuthCredentials",
    ]),
    stores: new Set(["PARAMETER_STORE", "SECRETS_MANAGER"]),
    harmless: /^arn:[\w:/.@+-]{1,512}$|^\{\{resolve:[^}]{1,512}\}\}$/,
    settings: /^(?:variables|environment|(?:e|runtimeE)nvironmentVariables)$/,
};

/** What credentials stand in plain text in a resource, each once. */
export function* plaintexts(resource: Resource): Generator<Plaintext | Unreadable> {
    const { settings, documents = [], marked } = PLACES[resource.type] ?? { settings: [] };
    yield* each([...settings, ...documents], (input) => {
        const written = resource.inputs.get(input);
        const value = marked ? new Value(written.raw, written.path) : written;
        const mayBeUnknown = documents.includes(input);
        return plaintextsIn(value, AWS, { made: generatorOf(resource, input), mayBeUnknown });
    });
}

/** What credentials stand in a value without the mark of a secret, where the mark is what keeps them. */
export function unmarked(value: Value, name: string): Iterable<Plaintext | Unreadable> {
    return unmarkedIn(value, name, AWS);
}
