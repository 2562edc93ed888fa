import { resourceRule } from "../../core/rule";
import { at } from "../../facts/places";
import { each, text } from "../../facts/values";

const DISK = "gcp:compute/disk:Disk";
const SOURCES = ["sourceImageEncryptionKey.rawKey", "sourceSnapshotEncryptionKey.rawKey"];
const OF_DISK = ["diskEncryptionKey.rawKey", ...SOURCES];
const OF_MACHINE = [
    "bootDisk.diskEncryptionKeyRaw",
    ...SOURCES.map((path) => `bootDisk.initializeParams.${path}`),
    "attachedDisks[].diskEncryptionKeyRaw",
    "sourceMachineImageEncryptionKey.rawKey",
];
const OF_TEMPLATE = SOURCES.map((path) => `disks[].${path}`);
/** Where a key may stand, by type. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
    [DISK]: OF_DISK,
    "gcp:compute/regionDisk:RegionDisk": OF_DISK,
    "gcp:compute/instance:Instance": OF_MACHINE,
    "gcp:compute/instanceFromTemplate:InstanceFromTemplate": OF_MACHINE,
    "gcp:compute/instanceFromMachineImage:InstanceFromMachineImage": OF_MACHINE,
    "gcp:compute/instanceTemplate:InstanceTemplate": OF_TEMPLATE,
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate": OF_TEMPLATE,
    "gcp:compute/image:Image": ["imageEncryptionKey.rawKey", "sourceDiskEncryptionKey.rawKey", ...SOURCES],
    "gcp:compute/snapshot:Snapshot": ["snapshotEncryptionKey.rawKey", "sourceDiskEncryptionKey.rawKey"],
    "gcp:compute/machineImage:MachineImage": ["machineImageEncryptionKey.rawKey"],
};

export default resourceRule({
    name: "gcp-no-raw-disk-key",
    severity: "medium",
    description: "No disk is encrypted with a key that the program holds.",
    rationale:
        "Such a key is in the program or its configuration and in the state, is never rotated, and opens every copy of the disk.",
    remedy: "Name a key of Cloud KMS in kmsKeySelfLink instead; it never leaves Cloud KMS, and who may use it is a matter of IAM.",
    controls: ["NHI2:2025", "NHI7:2025", "PR.AA-01"],
    replaces: ["Trivy GCP-0037"],
    on: [DISK, ...Object.keys(KEYS).filter((type) => type !== DISK)],
    examples: {
        denied: [{ type: DISK, inputs: { diskEncryptionKey: { rawKey: "c29tZSBrZXkgb2YgMzIgYnl0ZXMsIGJhc2U2NC4uLi4=" } } }],
        allowed: [
            {
                type: DISK,
                inputs: {
                    diskEncryptionKey: {
                        kmsKeySelfLink: "projects/example/locations/europe-west4/keyRings/shop/cryptoKeys/disks",
                    },
                },
            },
        ],
    },

    // One that is marked as secret is in the state all the same.
    *check({ type, inputs }) {
        yield* each(KEYS[type] ?? [], (path) =>
            at(inputs, path, function* (key) {
                if (key.unknown || text(key)) yield { message: `\`${key.path}\` holds the key of a disk.`, path: key.path };
            }),
        );
    },
});
