import rule from "../../../../policypack/gcp/static-keys/no-metadata-ssh-key";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const INSTANCE = "gcp:compute/instance:Instance";
const ITEM = "gcp:compute/projectMetadataItem:ProjectMetadataItem";
const of = (metadata: unknown, type = INSTANCE) => [{ type, inputs: { metadata } }];
const item = (key: unknown, value: unknown) => [{ type: ITEM, inputs: { key, value } }];
const KEY = "deploy:ssh-ed25519 AAAA deploy";
const ENDS = 'ada:ssh-ed25519 AAAA google-ssh {"userName":"ada@example.com","expireOn":"2026-01-16T12:00:00+0000"}';
const says = ["`metadata.ssh-keys` lets in whoever has the key, for good."];

describeRule(rule, {
    denies: {
        "a key in the metadata of a machine": { given: of({ "ssh-keys": KEY }), says },
        "a key in the metadata of the project": {
            given: of({ "ssh-keys": KEY }, "gcp:compute/projectMetadata:ProjectMetadata"),
            says,
        },
        "a key in a template, under the old name": {
            given: of({ sshKeys: KEY }, "gcp:compute/instanceTemplate:InstanceTemplate"),
            says: ["`metadata.sshKeys` lets in whoever has the key, for good."],
        },
        "a key that is an item of its own": {
            given: item("ssh-keys", KEY),
            says: ["`value` lets in whoever has the key, for good."],
        },
        "a key without an end behind one that ends": { given: of({ "ssh-keys": `${ENDS}\n${KEY}` }), says },
        "a key where OS Login is off": { given: of({ "ssh-keys": KEY, "enable-oslogin": "FALSE" }), says },
        "a key where OS Login is not known yet": { given: of({ "ssh-keys": KEY, "enable-oslogin": UNKNOWN }), says },
    },
    allows: {
        "no keys": { given: of({ foo: "bar" }) },
        "no metadata": { given: of(undefined) },
        "an empty list, which takes keys away": { given: of({ "ssh-keys": "\n" }) },
        "keys that end": { given: of({ "ssh-keys": ENDS }) },
        "keys that nobody looks at under OS Login": { given: of({ "ssh-keys": KEY, "enable-oslogin": "true" }) },
        "another item": { given: item("foo", KEY) },
    },
    cannotDecide: {
        "keys that are not known yet": {
            given: of({ "ssh-keys": UNKNOWN }),
            says: ["`metadata.ssh-keys` is not known before the deployment."],
        },
        "metadata that is not known yet": {
            given: of(UNKNOWN),
            says: ["`metadata` is not known before the deployment.", "`metadata` is not known before the deployment."],
        },
    },
});
