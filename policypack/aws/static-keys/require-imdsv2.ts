import { flag as option } from "../../core/options";
import { type Resource, resourceRule } from "../../core/rule";
import {
    ACCOUNT_DEFAULTS,
    INSTANCE,
    LAUNCH_CONFIGURATION,
    LAUNCH_TEMPLATE,
    MACHINES,
    NOTEBOOK,
    metadataOptions,
    withMetadataOptions,
} from "../../facts/aws-metadata";
import { text } from "../../facts/values";

const TOKENS = { input: "httpTokens", safe: "required" };
const VERSION = { input: "minimumInstanceMetadataServiceVersion", safe: "2" };
const server = { ami: "ami-0123456789abcdef0", instanceType: "t4g.small", iamInstanceProfile: "orders" };

export default resourceRule({
    name: "aws-require-imdsv2",
    severity: "medium",
    description: "A machine that holds a role gives its credentials only to requests with a session token (IMDSv2).",
    rationale:
        "Without the token, a request that a program on the machine can be tricked into sends the credentials of the role to a stranger.",
    remedy: "Set metadataOptions.httpTokens to required, or minimumInstanceMetadataServiceVersion of a notebook to 2.",
    controls: ["NHI4:2025", "NHI2:2025", "NHI6:2025", "PR.AA-03"],
    replaces: [
        "Checkov CKV_AWS_79",
        "Checkov CKV_AWS_371",
        "Trivy AWS-0028",
        "Trivy AWS-0130",
        "Prowler ec2_instance_imdsv2_enabled",
        "Prowler ec2_instance_account_imdsv2_enabled",
        "Prowler ec2_launch_template_imdsv2_required",
        "Prowler autoscaling_group_launch_configuration_requires_imdsv2",
        "cdk-nag EC2IMDSv2Enabled",
    ],
    on: [...MACHINES, NOTEBOOK],
    options: {
        requiredByDefault: option({
            description: "Whether the account or the image demands tokens where the program says nothing.",
            default: false,
        }),
    },
    examples: {
        denied: [{ type: INSTANCE, inputs: server }],
        allowed: [
            { type: INSTANCE, inputs: { ...server, metadataOptions: { httpTokens: "required" } } },
            { type: INSTANCE, inputs: { ...server, metadataOptions: { httpEndpoint: "disabled" } } },
        ],
    },

    *check(resource, { requiredByDefault }) {
        const options = metadataOptions(resource);
        if (text(options.get("httpEndpoint")) === "disabled") return;
        const { input, safe } = settingOf(resource);
        const written = text(options.get(input));
        const isFine = written === undefined ? requiredByDefault || saysNothing(resource) : written === safe;
        if (isFine || (resource.type === ACCOUNT_DEFAULTS && written !== "optional")) return;
        yield { message: "The metadata service answers without a session token.", path: options.get(input).path };
    },

    remediate(resource) {
        const { input, safe } = settingOf(resource);
        return withMetadataOptions(resource, { [input]: safe });
    },
});

function settingOf({ type }: Resource) {
    return type === NOTEBOOK ? VERSION : TOKENS;
}

/** Whether a machine has no role to give away, or leaves all to its template. Who uses a template gives it the role, as EKS does. */
function saysNothing({ type, inputs }: Resource): boolean {
    if (type === LAUNCH_TEMPLATE || type === NOTEBOOK) return false;
    const hasTemplate = type !== LAUNCH_CONFIGURATION && !inputs.get("launchTemplate").absent;
    return hasTemplate || inputs.get("iamInstanceProfile").absent;
}
