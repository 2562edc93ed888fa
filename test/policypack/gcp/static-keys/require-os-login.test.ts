import rule from "../../../../policypack/gcp/static-keys/require-os-login";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const PROJECT = "gcp:compute/projectMetadata:ProjectMetadata";
const of = (metadata: unknown, type = PROJECT) => [{ type, inputs: { metadata } }];
const machine = (metadata: unknown) => of(metadata, "gcp:compute/instance:Instance");
const item = (key: string, value: unknown) => [
    { type: "gcp:compute/projectMetadataItem:ProjectMetadataItem", inputs: { key, value } },
];
const OFF = "OS Login is switched off.";
const ONE_FACTOR = "OS Login asks for no second factor.";

describeRule(rule, {
    denies: {
        "a project that switches it off": { given: of({ "enable-oslogin": "FALSE" }), says: [OFF] },
        "metadata of a project that leave it out": { given: of({ foo: "bar" }), says: ["OS Login is not switched on."] },
        "an empty value": { given: of({ "enable-oslogin": "" }), says: ["OS Login is not switched on."] },
        "an item that switches it off": { given: item("enable-oslogin", "false"), says: [OFF] },
        "a machine that makes an exception": { given: machine({ "enable-oslogin": "FALSE" }), says: [OFF] },
        "an exception written as a flag": { given: machine({ "enable-oslogin": false }), says: [OFF] },
        "a project without a second factor, when that is asked for": {
            given: of({ "enable-oslogin": "TRUE" }),
            options: { secondFactor: true },
            says: [ONE_FACTOR],
        },
        "an item that switches the second factor off, when that is asked for": {
            given: item("enable-oslogin-2fa", "FALSE"),
            options: { secondFactor: true },
            says: [ONE_FACTOR],
        },
    },
    allows: {
        "a project that switches it on": { given: of({ "enable-oslogin": "TRUE" }) },
        "other ways to write it": { given: of({ "enable-oslogin": "Yes" }) },
        "an item that switches it on": { given: item("enable-oslogin", "true") },
        "an item about something else": { given: item("foo", "FALSE") },
        "a machine that leaves it to the project": { given: machine({ foo: "bar" }) },
        "a machine without metadata": { given: machine(undefined) },
        "a project with a second factor, when that is asked for": {
            given: of({ "enable-oslogin": "TRUE", "enable-oslogin-2fa": "TRUE" }),
            options: { secondFactor: true },
        },
    },
    cannotDecide: {
        "a switch that is not known yet": {
            given: of({ "enable-oslogin": UNKNOWN }),
            says: ["`metadata.enable-oslogin` is not known before the deployment."],
        },
    },
});
