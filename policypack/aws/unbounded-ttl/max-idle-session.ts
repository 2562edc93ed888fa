import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { type SessionInput, isShellSession, sessions } from "../../facts/aws-sessions";
import { lasting } from "../../facts/duration";
import { isUnreadable } from "../../facts/values";

const FLEET = "aws:appstream/fleet:Fleet";
const POOL = "aws:workspaces/pool:Pool";
const BROWSER = "aws:workspacesweb/userSettings:UserSettings";
const DOCUMENT = "aws:ssm/document:Document";
const TABLE: readonly SessionInput[] = [
    // https://docs.aws.amazon.com/appstream2/latest/APIReference/API_CreateFleet.html
    { type: FLEET, block: "", input: "idleDisconnectTimeoutInSeconds", unit: 1, otherwise: 0, zeroIsNever: true },
    { type: FLEET, block: "", input: "disconnectTimeoutInSeconds", unit: 1 },
    { type: POOL, block: "timeoutSettings[]", input: "idleDisconnectTimeoutInSeconds", unit: 1, zeroIsNever: true },
    { type: POOL, block: "timeoutSettings[]", input: "disconnectTimeoutInSeconds", unit: 1 },
    { type: BROWSER, block: "", input: "idleDisconnectTimeoutInMinutes", unit: 60, zeroIsNever: true },
    { type: BROWSER, block: "", input: "disconnectTimeoutInMinutes", unit: 60 },
    // https://docs.aws.amazon.com/systems-manager/latest/userguide/session-preferences-timeout.html
    {
        type: DOCUMENT,
        block: "content{}.inputs",
        input: "idleSessionTimeout",
        unit: 60,
        otherwise: 20,
        where: isShellSession,
    },
];
const fleet = { instanceType: "stream.standard.small", computeCapacity: { desiredInstances: 1 } };

export default resourceRule({
    name: "aws-max-idle-session",
    severity: "low",
    description: "A desktop, browser or shell session that nobody uses ends within the allowed time.",
    rationale: "A session that was left open is open to whoever comes to the keyboard next.",
    remedy: "Set idleDisconnectTimeoutInSeconds and disconnectTimeoutInSeconds, or what the service calls them, to the limit or less, and not to zero.",
    controls: ["NHI7:2025", "PR.AA-03", "PR.AA-05"],
    replaces: [
        "Prowler appstream_fleet_session_disconnect_timeout",
        "Prowler appstream_fleet_session_idle_disconnect_timeout",
    ],
    on: [FLEET, POOL, BROWSER, DOCUMENT],
    options: {
        limit: duration({ description: "Longest time without use.", default: "1h", minimum: "1m", maximum: "10h" }),
    },
    examples: {
        denied: [{ type: FLEET, inputs: { ...fleet, idleDisconnectTimeoutInSeconds: 0 } }],
        allowed: [
            {
                type: FLEET,
                inputs: { ...fleet, idleDisconnectTimeoutInSeconds: 900, disconnectTimeoutInSeconds: 300 },
            },
        ],
    },

    *check(resource, { limit }) {
        for (const found of sessions(resource, TABLE)) {
            if (isUnreadable(found)) yield found;
            else if (found.seconds > limit) {
                const asked = found.seconds === Infinity ? "never ends" : `ends after ${lasting(found.seconds)}`;
                yield {
                    message: `A session that nobody uses ${asked}; the limit is ${lasting(limit)}.`,
                    path: found.value.path,
                };
            }
        }
    },
});
