import { flag as option } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { INSTANCE, MACHINES, metadata, metadataFlag } from "../../facts/gcp-machines";

const BLOCK = "block-project-ssh-keys";
const machine = { machineType: "e2-small", bootDisk: {}, networkInterfaces: [{ network: "shop" }] };

export default resourceRule({
    name: "gcp-no-project-ssh-key",
    severity: "low",
    description: "A machine takes no SSH keys from the metadata of the project.",
    rationale: "One SSH key in the project's metadata opens every machine that does not refuse it, those of tomorrow too.",
    remedy: "Switch OS Login on for the project, or set block-project-ssh-keys to TRUE in the metadata of the machine.",
    controls: ["NHI9:2025", "NHI4:2025", "PR.AA-03", "PR.AA-05"],
    replaces: ["Checkov CKV_GCP_32", "Trivy GCP-0030", "Prowler compute_instance_block_project_wide_ssh_keys_disabled"],
    on: [INSTANCE, ...MACHINES.slice(1, 3)],
    options: {
        osLoginByDefault: option({
            description: "Whether the project or the organization switches OS Login on, so that no key is looked at.",
            default: false,
        }),
    },
    examples: {
        denied: [{ type: INSTANCE, inputs: machine }],
        allowed: [
            { type: INSTANCE, inputs: { ...machine, metadata: { [BLOCK]: "TRUE" } } },
            { type: INSTANCE, inputs: { ...machine, metadata: { "enable-oslogin": "TRUE" } } },
        ],
    },

    *check(resource, { osLoginByDefault }) {
        // A machine that switches OS Login off is said by gcp-require-os-login.
        if (osLoginByDefault || metadataFlag(metadata(resource, "enable-oslogin")) !== undefined) return;
        const block = metadata(resource, BLOCK);
        if (!metadataFlag(block)) yield { message: "The machine takes the SSH keys of the project.", path: block.path };
    },

    remediate: () => ({ metadata: { [BLOCK]: "TRUE" } }),
});
