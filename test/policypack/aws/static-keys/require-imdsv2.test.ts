import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-imdsv2";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string) => (inputs: Record<string, unknown>) => [{ type, inputs }];
const instance = of("aws:ec2/instance:Instance");
const template = of("aws:ec2/launchTemplate:LaunchTemplate");
const configuration = of("aws:ec2/launchConfiguration:LaunchConfiguration");
const defaults = of("aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults");
const notebook = of("aws:sagemaker/notebookInstance:NotebookInstance");
const version = (minimumInstanceMetadataServiceVersion: unknown) => ({
    instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion },
});
const role = { iamInstanceProfile: "orders" };
const says = ["The metadata service answers without a session token."];

describeRule(rule, {
    denies: {
        "an instance with a role that says nothing": { given: instance(role), says },
        "an instance whose role is made by the program": { given: instance({ iamInstanceProfile: UNKNOWN }), says },
        "an instance that says something else": {
            given: instance({ ...role, metadataOptions: { httpEndpoint: "enabled" } }),
            says,
        },
        "optional tokens, with or without a role": {
            given: [
                ...instance({ metadataOptions: { httpTokens: "optional" } }),
                ...template({ metadataOptions: { httpTokens: "optional" } }),
                ...configuration({ metadataOptions: { httpTokens: "optional" } }),
            ],
            says: [...says, ...says, ...says],
        },
        "a template that says nothing, as node groups give it a role": { given: template({ name: "nodes" }), says },
        "a spot request": { given: of("aws:ec2/spotInstanceRequest:SpotInstanceRequest")(role), says },
        "an instance that overrules its template": {
            given: instance({ ...role, launchTemplate: { id: UNKNOWN }, metadataOptions: { httpTokens: "optional" } }),
            says,
        },
        "an account whose default is optional": { given: defaults({ httpTokens: "optional" }), says },
        "a notebook, by default and by choice": {
            given: [...notebook({}), ...notebook(version("1"))],
            says: [...says, ...says],
        },
        "what is no text": {
            given: instance({ ...role, metadataOptions: { httpTokens: true } }),
            says: ["`metadataOptions.httpTokens` is not a text."],
        },
    },
    allows: {
        "an instance that demands tokens": { given: instance({ ...role, metadataOptions: { httpTokens: "required" } }) },
        "an instance without a metadata service": {
            given: instance({ ...role, metadataOptions: { httpEndpoint: "disabled" } }),
        },
        "an instance without a role, which says nothing": { given: [...instance({}), ...configuration({})] },
        "an instance with the metadata options of its template": {
            given: instance({ ...role, launchTemplate: { id: UNKNOWN } }),
        },
        "what says nothing, where the account demands tokens": {
            given: [...instance(role), ...template({}), ...notebook({})],
            options: { requiredByDefault: true },
        },
        "an account that demands tokens, or has no preference": {
            given: [...defaults({ httpTokens: "required" }), ...defaults({ httpPutResponseHopLimit: 2 })],
        },
        "a notebook of version 2": { given: notebook(version("2")) },
    },
    cannotDecide: {
        "options that are not known yet": {
            given: instance({ ...role, metadataOptions: UNKNOWN }),
            says: ["`metadataOptions` is not known before the deployment."],
        },
    },
});
