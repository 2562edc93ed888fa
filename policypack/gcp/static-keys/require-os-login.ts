import { flag } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { MACHINES, PROJECT_METADATA, PROJECT_METADATA_ITEM, metadata, metadataFlag } from "../../facts/gcp-machines";

const ON = "enable-oslogin";
const SECOND = "enable-oslogin-2fa";

export default resourceRule({
    name: "gcp-require-os-login",
    severity: "medium",
    description: "People sign in to machines with their account, by OS Login, and no machine makes an exception.",
    rationale:
        "Without OS Login a machine lets in SSH keys from its metadata, which stand for no account and stay when a person leaves.",
    remedy: "Set enable-oslogin to TRUE in the metadata of the project, and leave it out of machines.",
    controls: ["NHI4:2025", "NHI10:2025", "PR.AA-01", "PR.AA-03"],
    replaces: [
        "Checkov CKV_GCP_33",
        "Checkov CKV_GCP_34",
        "Trivy GCP-0036",
        "Trivy GCP-0042",
        "Prowler compute_project_os_login_enabled",
        "Prowler compute_project_os_login_2fa_enabled",
    ],
    on: [PROJECT_METADATA, PROJECT_METADATA_ITEM, ...MACHINES],
    options: {
        secondFactor: flag({ description: "Demand enable-oslogin-2fa of the project too.", default: false }),
    },
    examples: {
        denied: [{ type: PROJECT_METADATA, inputs: { metadata: { [ON]: "FALSE" } } }],
        allowed: [{ type: PROJECT_METADATA, inputs: { metadata: { [ON]: "TRUE" } } }],
    },

    *check(resource, { secondFactor }) {
        // This one is all of the project's metadata: what it leaves out is not there.
        const isWhole = resource.type === PROJECT_METADATA;
        const on = metadata(resource, ON);
        const isOn = metadataFlag(on);
        if (isOn === false) yield { message: "OS Login is switched off.", path: on.path };
        else if (isOn === undefined && isWhole) yield { message: "OS Login is not switched on.", path: on.path };
        if (!secondFactor) return;
        const second = metadata(resource, SECOND);
        const isAsked = metadataFlag(second);
        if (isAsked === false || (isAsked === undefined && isWhole && isOn))
            yield { message: "OS Login asks for no second factor.", path: second.path };
    },

    remediate: ({ type }, { secondFactor }) =>
        type === PROJECT_METADATA_ITEM
            ? { value: "TRUE" }
            : { metadata: { [ON]: "TRUE", ...(secondFactor && { [SECOND]: "TRUE" }) } },
});
