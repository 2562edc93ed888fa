import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-session-duration";
import { describeRule } from "../../../harness/describe-rule";

const profile = (inputs: Record<string, unknown>) => [{ type: "aws:rolesanywhere/profile:Profile", inputs }];
const alias = (inputs: Record<string, unknown>) => [{ type: "aws:iot/roleAlias:RoleAlias", inputs }];
const role = (inputs: Record<string, unknown>) => [{ type: "aws:iam/role:Role", inputs }];

describeRule(rule, {
    denies: {
        "one second too many": {
            given: role({ maxSessionDuration: 3601 }),
            says: ["A session may last 1 h 1 s; the limit is 1 h."],
        },
        "the AWS default, when the limit is lower": {
            given: role({}),
            options: { limit: "15m" },
            says: ["A session may last 1 h; the limit is 15 min."],
        },
        "a profile of Roles Anywhere": {
            given: profile({ durationSeconds: 43_200 }),
            says: ["A session may last 12 h; the limit is 1 h."],
        },
        "a role alias of IoT": {
            given: alias({ credentialDuration: 3_601 }),
            says: ["A session may last 1 h 1 s; the limit is 1 h."],
        },
        "the default of a profile and an alias, when the limit is lower": {
            given: [...profile({}), ...alias({})],
            options: { limit: "30m" },
            says: ["A session may last 1 h; the limit is 30 min.", "A session may last 1 h; the limit is 30 min."],
        },
        "what is no number": {
            given: role({ maxSessionDuration: "an hour" }),
            says: ["`maxSessionDuration` is not a number."],
        },
    },
    allows: {
        "exactly the limit": { given: role({ maxSessionDuration: 3600 }) },
        "the defaults": { given: [...role({}), ...profile({}), ...alias({})] },
        "a number written as text": { given: role({ maxSessionDuration: "3600" }) },
        "a longer session, when the limit is raised": {
            given: role({ maxSessionDuration: 7200 }),
            options: { limit: "2h" },
        },
    },
    cannotDecide: {
        "a duration that is not known yet": {
            given: role({ maxSessionDuration: UNKNOWN }),
            says: ["`maxSessionDuration` is not known before the deployment."],
        },
    },
});
