import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/rotation/require-secret-rotation";
import { describeRule } from "../../../harness/describe-rule";

const secret = (inputs: Record<string, unknown>) => [{ type: "gcp:secretmanager/secret:Secret", inputs }];
const regional = (inputs: Record<string, unknown>) => [{ type: "gcp:secretmanager/regionalSecret:RegionalSecret", inputs }];
const topics = [{ name: UNKNOWN }];
// 90 days.
const rotation = { rotationPeriod: "7776000s", nextRotationTime: "2026-02-01T00:00:00Z" };
const never = ["This secret has no rotation period, and no end."];

describeRule(rule, {
    denies: {
        "a secret without rotation": { given: secret({ secretId: "x" }), says: never },
        "a regional secret without rotation": { given: regional({ secretId: "x" }), says: never },
        "a single rotation": {
            given: secret({ rotation: { nextRotationTime: "2026-02-01T00:00:00Z" }, topics }),
            says: never,
        },
        "the delayed destruction of versions, which is no rotation": {
            given: secret({ versionDestroyTtl: "86400s" }),
            says: never,
        },
        "a period one second too long": {
            given: secret({ rotation: { ...rotation, rotationPeriod: "7776001s" }, topics }),
            says: ["This secret is rotated every 90 d 1 s; the limit is 90 d."],
        },
        "a first rotation that is years away": {
            given: secret({ rotation: { ...rotation, nextRotationTime: "2036-01-01T00:00:00Z" }, topics }),
            says: ["The first rotation is more than 90 d away."],
        },
        "a rotation that nothing hears of": {
            given: regional({ rotation, topics: [] }),
            says: ["The rotation is announced to no topic, so nothing does it."],
        },
        "an end that is too far": {
            given: secret({ ttl: "7776001s" }),
            says: ["This secret has no rotation period, and an end more than 90 d away."],
        },
        "a date of end that is too far": {
            given: secret({ expireTime: "2026-04-15T12:00:01Z" }),
            says: ["This secret has no rotation period, and an end more than 90 d away."],
        },
        "a period in other words": {
            given: secret({ rotation: { rotationPeriod: "30d" } }),
            says: ['`rotation.rotationPeriod` is not a duration in seconds such as "3600s".'],
        },
        "a date without a zone": {
            given: secret({ expireTime: "2026-02-01T00:00:00" }),
            says: ['`expireTime` is not an instant such as "2026-01-31T12:00:00Z".'],
        },
    },
    allows: {
        "a rotation at the limit": { given: secret({ rotation, topics }) },
        "a regional rotation": { given: regional({ rotation, topics }) },
        "a short life": { given: secret({ ttl: "7776000s" }) },
        "a date of end within the limit": { given: secret({ expireTime: "2026-04-15T12:00:00Z" }) },
        "a longer period, when the limit is raised": {
            given: secret({ rotation: { ...rotation, rotationPeriod: "15552000s" }, topics }),
            options: { limit: "180d" },
        },
    },
    cannotDecide: {
        "a period that is not known yet": {
            given: secret({ rotation: { rotationPeriod: UNKNOWN }, topics }),
            says: ["`rotation.rotationPeriod` is not known before the deployment."],
        },
        "a date of end that is not known yet": {
            given: secret({ expireTime: UNKNOWN }),
            says: ["`expireTime` is not known before the deployment."],
        },
        "a list of topics that is not known yet": {
            given: secret({ rotation, topics: UNKNOWN }),
            says: ["`topics` is not known before the deployment."],
        },
    },
});
