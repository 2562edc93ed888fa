import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup";
import type { PolicyStatement } from "@pulumi/aws/iam/documents";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { Function as LambdaFunction } from "@pulumi/aws/lambda/function";
import { type Input, type Output, type Resource, asset, interpolate, output } from "@pulumi/pulumi";
import { bundle } from "../bundle";
import { unfinished } from "./iam";

export interface FunctionArgs {
    /** The folder of the component, such as "aws/rotating-secret". */
    readonly component: string;
    readonly description: string;
    /** What it may do, beside writing its own log. */
    readonly statements: readonly PolicyStatement[];
    readonly environment?: Input<Record<string, Input<string>>>;
    /**
     * What of the component's file it calls.
     * @default "handler"
     */
    readonly handler?: string;
    /**
     * In MB.
     * @default 256
     */
    readonly memory?: number;
    /** Whether its role is protected: who trusts it trusts this one, and none that is made anew under its name. */
    readonly protect?: boolean;
    /** Files beside the component's own, by name. */
    readonly files?: asset.AssetMap;
    /** In seconds. */
    readonly timeout: number;
    readonly tags: Output<Record<string, string>>;
    /** The network in which it finds what it must reach. */
    readonly network?: Input<Network> | undefined;
}

export interface Network {
    subnetIds: string[];
    securityGroupIds: string[];
}

/** A Lambda function with a role and a log of its own. */
export function lambda(name: string, args: FunctionArgs, parent: Resource): LambdaFunction {
    const { component, description, environment, files = {}, timeout, tags, network } = args;
    const { handler = "handler", memory = 256, protect = false } = args;
    const under = { parent };
    const log = new LogGroup(name, { retentionInDays: 90, tags }, under);
    const role = new Role(
        name,
        {
            path: "/jit-guard/",
            description,
            assumeRolePolicy: unfinished({
                Effect: "Allow",
                Principal: { Service: "lambda.amazonaws.com" },
                Action: "sts:AssumeRole",
            }),
            maxSessionDuration: 3_600,
            tags,
        },
        { parent, ...(protect && { protect }) },
    );
    const policy = new RolePolicy(
        name,
        {
            role: role.name,
            policy: unfinished(
                ...args.statements,
                {
                    Sid: "Log",
                    Effect: "Allow",
                    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                    Resource: interpolate`${log.arn}:*`,
                },
                ...(network ? [INTERFACES] : []),
            ),
        },
        under,
    );
    return new LambdaFunction(
        name,
        {
            description,
            runtime: "nodejs22.x",
            architectures: ["arm64"],
            handler: `index.${handler}`,
            code: new asset.AssetArchive({ ...files, "index.js": bundle(component) }),
            memorySize: memory,
            timeout,
            role: role.arn,
            environment: { variables: environment ?? {} },
            loggingConfig: { logFormat: "JSON", logGroup: log.name },
            ...(network && { vpcConfig: output(network) }),
            tags,
        },
        // Without its rights a first call would fail.
        { parent, dependsOn: [policy] },
    );
}

// These actions take no resource. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
const INTERFACES: PolicyStatement = {
    Sid: "Network",
    Effect: "Allow",
    Action: [
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
    ],
    Resource: "*",
};
