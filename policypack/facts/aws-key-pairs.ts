import type { Resource } from "../core/rule";
import { at } from "./places";
import { type Unreadable, type Value, each, text } from "./values";

export const KEY_PAIR = "aws:ec2/keyPair:KeyPair";
export const LIGHTSAIL_KEY_PAIR = "aws:lightsail/keyPair:KeyPair";

/** The inputs by which instances, and what makes instances, are given a key pair. Glue is given the public key itself. */
const INPUTS: Readonly<Record<string, readonly string[]>> = {
    "aws:batch/computeEnvironment:ComputeEnvironment": ["computeResources.ec2KeyPair"],
    "aws:ec2/instance:Instance": ["keyName"],
    "aws:ec2/launchConfiguration:LaunchConfiguration": ["keyName"],
    "aws:ec2/launchTemplate:LaunchTemplate": ["keyName"],
    "aws:ec2/spotFleetRequest:SpotFleetRequest": ["launchSpecifications[].keyName"],
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["keyName"],
    "aws:eks/nodeGroup:NodeGroup": ["remoteAccess.ec2SshKey"],
    "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate": ["settings[]"],
    "aws:elasticbeanstalk/environment:Environment": ["settings[]"],
    "aws:emr/cluster:Cluster": ["ec2Attributes.keyName"],
    "aws:glue/devEndpoint:DevEndpoint": ["publicKey", "publicKeys[]"],
    "aws:imagebuilder/infrastructureConfiguration:InfrastructureConfiguration": ["keyPair"],
    "aws:lightsail/instance:Instance": ["keyPairName"],
};

export const GIVEN_KEY_PAIRS: readonly string[] = Object.keys(INPUTS);

/** What `body` yields for each input that may give the instances of a resource a key pair. */
export function* keyPairsOf<F>({ type, inputs }: Resource, body: (input: Value) => Iterable<F>): Generator<F | Unreadable> {
    yield* each(INPUTS[type] ?? [], (path) =>
        at(inputs, path, function* (found) {
            if (path !== "settings[]") yield* body(found);
            // https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html
            else if (text(found.get("name")) === "EC2KeyName") yield* body(found.get("value"));
        }),
    );
}
