import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/unbounded-ttl/max-cognito-token-validity";
import { describeRule } from "../../../harness/describe-rule";

const client = (inputs: Record<string, unknown>) => [{ type: "aws:cognito/userPoolClient:UserPoolClient", inputs }];

describeRule(rule, {
    denies: {
        "an access token of two hours, which is the unit": {
            given: client({ accessTokenValidity: 2 }),
            says: ["An access token is valid for 2 h; the limit is 1 h."],
        },
        "an ID token of a minute too many": {
            given: client({ idTokenValidity: 61, tokenValidityUnits: { idToken: "minutes" } }),
            says: ["An ID token is valid for 1 h 1 min; the limit is 1 h."],
        },
        "a refresh token of a day too many, which is the unit": {
            given: client({ refreshTokenValidity: 31 }),
            says: ["A refresh token is valid for 31 d; the limit is 30 d."],
        },
        "each token beside one that is not known yet": {
            given: client({ accessTokenValidity: UNKNOWN, idTokenValidity: 24, refreshTokenValidity: 3650 }),
            says: [
                "An ID token is valid for 1 d; the limit is 1 h.",
                "A refresh token is valid for 3650 d; the limit is 30 d.",
            ],
        },
        "the AWS defaults, when the limits are lower": {
            given: client({}),
            options: { accessLimit: "30m", refreshLimit: "7d" },
            says: [
                "An access token is valid for 1 h; the limit is 30 min.",
                "An ID token is valid for 1 h; the limit is 30 min.",
                "A refresh token is valid for 30 d; the limit is 7 d.",
            ],
        },
        "a client that another service made": {
            given: [
                { type: "aws:cognito/managedUserPoolClient:ManagedUserPoolClient", inputs: { refreshTokenValidity: 31 } },
            ],
            says: ["A refresh token is valid for 31 d; the limit is 30 d."],
        },
        "a unit that AWS does not know": {
            given: client({ accessTokenValidity: 1, tokenValidityUnits: { accessToken: "weeks" } }),
            says: ["`tokenValidityUnits.accessToken` is not one of seconds, minutes, hours, days."],
        },
        "what is no number": {
            given: client({ refreshTokenValidity: "a month" }),
            says: ["`refreshTokenValidity` is not a number."],
        },
    },
    allows: {
        "the AWS defaults": { given: client({}) },
        "the AWS defaults, written as zero": {
            given: client({ accessTokenValidity: 0, idTokenValidity: 0, refreshTokenValidity: 0 }),
        },
        "exactly the limits": {
            given: client({
                accessTokenValidity: 60,
                idTokenValidity: 3600,
                refreshTokenValidity: 720,
                tokenValidityUnits: { accessToken: "minutes", idToken: "seconds", refreshToken: "hours" },
            }),
        },
        "longer ones, when the limits are raised": {
            given: client({ accessTokenValidity: 8, refreshTokenValidity: 90 }),
            options: { accessLimit: "8h", refreshLimit: "90d" },
        },
    },
    cannotDecide: {
        "a number that is not known yet": {
            given: client({ refreshTokenValidity: UNKNOWN }),
            says: ["`refreshTokenValidity` is not known before the deployment."],
        },
        "a unit that is not known yet": {
            given: client({ refreshTokenValidity: 60, tokenValidityUnits: { refreshToken: UNKNOWN } }),
            says: ["`tokenValidityUnits.refreshToken` is not known before the deployment."],
        },
    },
});
