import rule from "../../../../policypack/gcp/static-keys/no-raw-disk-key";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type: `gcp:compute/${type}`, inputs }];
const disk = (inputs: Record<string, unknown>) => of("disk:Disk", inputs);

describeRule(rule, {
    denies: {
        "a key of a disk": {
            given: disk({ diskEncryptionKey: { rawKey: "abc" } }),
            says: ["`diskEncryptionKey.rawKey` holds the key of a disk."],
        },
        "a key that is not known yet": {
            given: disk({ diskEncryptionKey: { rawKey: UNKNOWN } }),
            says: ["`diskEncryptionKey.rawKey` holds the key of a disk."],
        },
        "the keys of the disks of a machine": {
            given: of("instance:Instance", {
                bootDisk: { diskEncryptionKeyRaw: "abc" },
                attachedDisks: [{}, { diskEncryptionKeyRaw: "def" }],
            }),
            says: [
                "`bootDisk.diskEncryptionKeyRaw` holds the key of a disk.",
                "`attachedDisks[1].diskEncryptionKeyRaw` holds the key of a disk.",
            ],
        },
        "the key of an image in a template": {
            given: of("instanceTemplate:InstanceTemplate", { disks: [{ sourceImageEncryptionKey: { rawKey: "abc" } }] }),
            says: ["`disks[0].sourceImageEncryptionKey.rawKey` holds the key of a disk."],
        },
        "the key of a snapshot": {
            given: of("snapshot:Snapshot", { snapshotEncryptionKey: { rawKey: "abc" } }),
            says: ["`snapshotEncryptionKey.rawKey` holds the key of a disk."],
        },
    },
    allows: {
        "a key of Cloud KMS": { given: disk({ diskEncryptionKey: { kmsKeySelfLink: UNKNOWN } }) },
        "no key": { given: disk({}) },
        "an empty key": { given: disk({ diskEncryptionKey: { rawKey: "" } }) },
        "a machine without keys": { given: of("instance:Instance", { bootDisk: {}, attachedDisks: [{}] }) },
    },
    cannotDecide: {
        "a block that is not known yet": {
            given: disk({ diskEncryptionKey: UNKNOWN }),
            says: ["`diskEncryptionKey` is not known before the deployment."],
        },
    },
});
