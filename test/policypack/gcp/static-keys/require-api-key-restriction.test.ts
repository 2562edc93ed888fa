import rule from "../../../../policypack/gcp/static-keys/require-api-key-restriction";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const key = (restrictions?: unknown) => [{ type: "gcp:projects/apiKey:ApiKey", inputs: { restrictions } }];
const apiTargets = [{ service: "maps-backend.googleapis.com" }];
const EVERY_API = "The key works for every API of the project.";
const WHOEVER = "The key works for whoever has it.";

describeRule(rule, {
    denies: {
        "a key without restrictions": { given: key(), says: [EVERY_API, WHOEVER] },
        "a key that calls every API, Gemini among them": {
            given: key({ browserKeyRestrictions: { allowedReferrers: ["https://shop.example.com/*"] } }),
            says: [EVERY_API],
        },
        "an empty list of APIs": {
            given: key({ apiTargets: [], serverKeyRestrictions: { allowedIps: ["203.0.113.4"] } }),
            says: [EVERY_API],
        },
        "a key for named APIs that any caller may use": { given: key({ apiTargets }), says: [WHOEVER] },
        "every website": {
            given: key({ apiTargets, browserKeyRestrictions: { allowedReferrers: ["*"] } }),
            says: [WHOEVER],
        },
        "every website of a scheme": {
            given: key({ apiTargets, browserKeyRestrictions: { allowedReferrers: ["shop.example.com/*", "https://*/*"] } }),
            says: [WHOEVER],
        },
        "every address": {
            given: key({ apiTargets, serverKeyRestrictions: { allowedIps: ["0.0.0.0/0"] } }),
            says: [WHOEVER],
        },
        "every address beside one that is not known yet": {
            given: key({ apiTargets, serverKeyRestrictions: { allowedIps: [UNKNOWN, "::/0"] } }),
            says: [WHOEVER],
        },
        "an empty list of apps": {
            given: key({ apiTargets, iosKeyRestrictions: { allowedBundleIds: [] } }),
            says: [WHOEVER],
        },
    },
    allows: {
        "a key for named APIs and websites": {
            given: key({ apiTargets, browserKeyRestrictions: { allowedReferrers: ["*.example.com/*"] } }),
        },
        "a key for an Android app": {
            given: key({
                apiTargets,
                androidKeyRestrictions: { allowedApplications: [{ packageName: "p", sha1Fingerprint: "f" }] },
            }),
        },
        "a key for an iOS app whose name is not known yet": {
            given: key({ apiTargets, iosKeyRestrictions: { allowedBundleIds: [UNKNOWN] } }),
        },
        "a key for named APIs, where applications are not asked for": {
            given: key({ apiTargets }),
            options: { everyKey: false },
        },
    },
    cannotDecide: {
        "an address that is not known yet": {
            given: key({ apiTargets, serverKeyRestrictions: { allowedIps: [UNKNOWN] } }),
            says: ["`restrictions.serverKeyRestrictions.allowedIps[0]` is not known before the deployment."],
        },
    },
});
