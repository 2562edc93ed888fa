import type { Resource } from "../core/rule";
import type { Value } from "./values";

export const INSTANCE = "aws:ec2/instance:Instance";
const SPOT_REQUEST = "aws:ec2/spotInstanceRequest:SpotInstanceRequest";
export const LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
export const LAUNCH_CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration";
/** What holds in the account for machines that do not say otherwise. */
export const ACCOUNT_DEFAULTS = "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults";
export const NOTEBOOK = "aws:sagemaker/notebookInstance:NotebookInstance";

/** All that have options of EC2. */
export const MACHINES = [INSTANCE, SPOT_REQUEST, LAUNCH_TEMPLATE, LAUNCH_CONFIGURATION, ACCOUNT_DEFAULTS] as const;

const BLOCKS: Readonly<Record<string, string>> = {
    [ACCOUNT_DEFAULTS]: "",
    [NOTEBOOK]: "instanceMetadataServiceConfiguration",
};

/** What a resource says of the metadata service of its machines. */
export function metadataOptions({ type, inputs }: Resource): Value {
    const block = blockOf(type);
    return block === "" ? inputs : inputs.get(block);
}

/** Inputs of a resource that say this of the metadata service. */
export function withMetadataOptions({ type }: Resource, options: Readonly<Record<string, unknown>>) {
    const block = blockOf(type);
    return block === "" ? options : { [block]: options };
}

function blockOf(type: string): string {
    return BLOCKS[type] ?? "metadataOptions";
}
