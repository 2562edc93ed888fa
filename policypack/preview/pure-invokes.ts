import { iamPolicyData } from "./iam-policy-data";
import { policyDocument } from "./policy-document";
import type { Properties } from "./wire";

/** What a function of a provider gives as far as its arguments and the provider's configuration tell. */
export interface Computed {
    readonly value: Properties;
    /** Nothing else belongs to the answer. */
    readonly whole: boolean;
}

/** A setting of the provider that the function is asked of. */
type Setting = (name: string) => string | undefined;

export function compute(token: string, args: Properties, setting: Setting): Computed | undefined {
    return FUNCTIONS[token]?.(args, setting);
}

const FUNCTIONS: Readonly<Record<string, (args: Properties, setting: Setting) => Computed | undefined>> = {
    "aws:iam/getPolicyDocument:getPolicyDocument": (args) => ({ value: policyDocument(args), whole: true }),
    "gcp:organizations/getIAMPolicy:getIAMPolicy": (args) => ({ value: iamPolicyData(args), whole: true }),
    "aws:index/getPartition:getPartition": (_, setting) => inRegion(setting, (_region, partition) => partition),
    "aws:index/getRegion:getRegion": (args, setting) =>
        inRegion(typeof args.region === "string" ? () => args.region as string : setting, (region, { dnsSuffix }) => ({
            id: region,
            name: region,
            region,
            endpoint: `ec2.${region}.${dnsSuffix}`,
            description: region,
        })),
    "aws:index/getServicePrincipal:getServicePrincipal": (args, setting) =>
        inRegion(setting, (region, { partition }) =>
            // Elsewhere some services have names of their own.
            partition === "aws" && typeof args.serviceName === "string"
                ? {
                      id: `${args.serviceName}.${region}.amazonaws.com`,
                      name: `${args.serviceName}.amazonaws.com`,
                      serviceName: args.serviceName,
                      suffix: "amazonaws.com",
                      region,
                  }
                : undefined,
        ),
    "gcp:organizations/getClientConfig:getClientConfig": (_, setting) => ({
        value: Object.fromEntries(
            ["project", "region", "zone"].flatMap((name) => (setting(name) ? [[name, setting(name)]] : [])),
        ),
        whole: false,
    }),
};

function inRegion(
    setting: Setting,
    answer: (region: string, partition: ReturnType<typeof partitionOf>) => Properties | undefined,
): Computed | undefined {
    const region = setting("region");
    const value = region ? answer(region, partitionOf(region)) : undefined;
    return value && { value, whole: true };
}

function partitionOf(region: string) {
    if (region.startsWith("cn-")) return partition("aws-cn", "amazonaws.com.cn", "cn.com.amazonaws");
    if (region.startsWith("us-gov-")) return partition("aws-us-gov", "amazonaws.com", "com.amazonaws");
    return partition("aws", "amazonaws.com", "com.amazonaws");
}

function partition(name: string, dnsSuffix: string, reverseDnsPrefix: string) {
    return { id: name, partition: name, dnsSuffix, reverseDnsPrefix };
}
