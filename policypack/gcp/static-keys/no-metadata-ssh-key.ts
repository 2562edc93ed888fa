import { resourceRule } from "../../core/rule";
import { MACHINES, PROJECT_METADATA, PROJECT_METADATA_ITEM, metadata, metadataFlag } from "../../facts/gcp-machines";
import { each, ifKnown, text } from "../../facts/values";

// The second is no longer documented, and still read.
const KEYS = ["ssh-keys", "sshKeys"];
const key = { "ssh-keys": "deploy:ssh-ed25519 AAAA… deploy" };

export default resourceRule({
    name: "gcp-no-metadata-ssh-key",
    severity: "medium",
    description: "No SSH key is put into the metadata of a project or a machine.",
    rationale:
        "Whoever has the private key signs in as an administrator of the machine, unnamed, until someone edits the metadata.",
    remedy: "Leave the keys out and set enable-oslogin to TRUE; people then sign in with their account and the role they have for the time.",
    controls: ["NHI7:2025", "NHI9:2025", "PR.AA-01", "PR.AA-03", "MANAGE 2.4"],
    on: [PROJECT_METADATA, PROJECT_METADATA_ITEM, ...MACHINES],
    examples: {
        denied: [{ type: PROJECT_METADATA, inputs: { metadata: key } }],
        allowed: [{ type: PROJECT_METADATA, inputs: { metadata: { "enable-oslogin": "TRUE" } } }],
    },

    *check(resource) {
        // Under OS Login such keys are not looked at: https://docs.cloud.google.com/compute/docs/oslogin
        if (ifKnown(() => metadataFlag(metadata(resource, "enable-oslogin")))) return;
        yield* each(KEYS, function* (name) {
            const written = metadata(resource, name);
            const endless = lines(text(written)).some((line) => !/"expireOn"\s*:\s*"/.test(line));
            if (endless) yield { message: `\`${written.path}\` lets in whoever has the key, for good.`, path: written.path };
        });
    },
});

function lines(written = ""): string[] {
    return written.split("\n").filter((line) => !/^\s*(#|$)/.test(line));
}
