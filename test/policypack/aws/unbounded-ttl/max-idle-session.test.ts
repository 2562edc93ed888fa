import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-idle-session";
import { describeRule } from "../../../harness/describe-rule";

const fleet = (inputs: Record<string, unknown>) => [{ type: "aws:appstream/fleet:Fleet", inputs }];
const browser = (inputs: Record<string, unknown>) => [{ type: "aws:workspacesweb/userSettings:UserSettings", inputs }];
const shell = (inputs: Record<string, unknown>) => [
    {
        type: "aws:ssm/document:Document",
        inputs: {
            documentType: "Session",
            content: JSON.stringify({ schemaVersion: "1.0", sessionType: "Standard_Stream", inputs }),
        },
    },
];
const never = "A session that nobody uses never ends; the limit is 1 h.";

describeRule(rule, {
    denies: {
        "a fleet that says no time, which is none": { given: fleet({}), says: [never] },
        // Prowler passes zero as the shortest time.
        "zero, which is never": { given: fleet({ idleDisconnectTimeoutInSeconds: 0 }), says: [never] },
        "a second too many, of both times": {
            given: fleet({ idleDisconnectTimeoutInSeconds: 3_601, disconnectTimeoutInSeconds: 3_601 }),
            says: [
                "A session that nobody uses ends after 1 h 1 s; the limit is 1 h.",
                "A session that nobody uses ends after 1 h 1 s; the limit is 1 h.",
            ],
        },
        "a browser of ten hours, in minutes": {
            given: browser({ disconnectTimeoutInMinutes: 600, idleDisconnectTimeoutInMinutes: UNKNOWN }),
            says: ["A session that nobody uses ends after 10 h; the limit is 1 h."],
        },
        "each settings of a pool": {
            given: [
                {
                    type: "aws:workspaces/pool:Pool",
                    inputs: {
                        timeoutSettings: [{ idleDisconnectTimeoutInSeconds: 7_200, disconnectTimeoutInSeconds: 60 }],
                    },
                },
            ],
            says: ["A session that nobody uses ends after 2 h; the limit is 1 h."],
        },
        "the default of a shell, when the limit is lower": {
            given: shell({ idleSessionTimeout: "" }),
            options: { limit: "15m" },
            says: ["A session that nobody uses ends after 20 min; the limit is 15 min."],
        },
        "what is no number": {
            given: fleet({ idleDisconnectTimeoutInSeconds: "soon" }),
            says: ["`idleDisconnectTimeoutInSeconds` is not a number."],
        },
    },
    allows: {
        "exactly the limit": {
            given: fleet({ idleDisconnectTimeoutInSeconds: 3_600, disconnectTimeoutInSeconds: 3_600 }),
        },
        "the default of a shell": { given: shell({}) },
        "a browser that says no time": { given: browser({}) },
    },
    cannotDecide: {
        "a time that is not known yet": {
            given: fleet({ idleDisconnectTimeoutInSeconds: UNKNOWN }),
            says: ["`idleDisconnectTimeoutInSeconds` is not known before the deployment."],
        },
    },
});
