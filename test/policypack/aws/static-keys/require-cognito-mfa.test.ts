import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/require-cognito-mfa";
import { describeRule } from "../../../harness/describe-rule";

const pool = (inputs: Record<string, unknown> = {}) => ({ type: "aws:cognito/userPool:UserPool", name: "pool", inputs });
const client = (name: string, inputs: Record<string, unknown>) => ({
    type: "aws:cognito/userPoolClient:UserPoolClient",
    name,
    inputs: { userPoolId: UNKNOWN, ...inputs },
    sources: { userPoolId: ["pool"] },
});
const machine = client("machine", { allowedOauthFlows: ["client_credentials"], generateSecret: true });
const app = client("app", { allowedOauthFlows: ["code"], supportedIdentityProviders: ["COGNITO"] });
const says = ["A password is all that a person needs."];

describeRule(rule, {
    denies: {
        "a pool without a second factor": { given: [pool({ mfaConfiguration: "OFF" })], says },
        "a pool that says nothing of it": { given: [pool()], says },
        "a pool with an application for people": { given: [pool(), app], says },
        "a pool for machines and for people": { given: [pool(), machine, app], says },
        "a second factor that a person may do without, when each must have one": {
            given: [pool({ mfaConfiguration: "OPTIONAL" })],
            options: { everyone: true },
            says: ["A person may do without a second factor."],
        },
        "what Cognito does not know": {
            given: [pool({ mfaConfiguration: "REQUIRED" })],
            says: ["`mfaConfiguration` is not one of OFF, OPTIONAL, ON."],
        },
    },
    allows: {
        "a second factor for each": { given: [pool({ mfaConfiguration: "ON" })], options: { everyone: true } },
        "a second factor for those who want one": { given: [pool({ mfaConfiguration: "OPTIONAL" })] },
        "a pool that is for machines alone": { given: [pool(), machine] },
        "a pool that people enter through another identity provider": {
            given: [pool(), client("staff", { supportedIdentityProviders: [UNKNOWN] })],
        },
    },
    cannotDecide: {
        "what is not known yet": {
            given: [pool({ mfaConfiguration: UNKNOWN })],
            says: ["`mfaConfiguration` is not known before the deployment."],
        },
    },
});
