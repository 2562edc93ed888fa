import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/static-keys/no-repository-token";
import { describeRule } from "../../../harness/describe-rule";

const credential = (authType: unknown, token: unknown = "token") => [
    { type: "aws:codebuild/sourceCredential:SourceCredential", inputs: { authType, serverType: "GITHUB", token } },
];
const pipeline = (...actions: readonly unknown[]) => [
    { type: "aws:codepipeline/pipeline:Pipeline", inputs: { stages: [{ name: "Build", actions: [] }, { actions }] } },
];
const github = { owner: "ThirdParty", provider: "GitHub", version: "1", configuration: { OAuthToken: UNKNOWN } };
const build = ["CodeBuild signs in to the repository with a personal token."];

describeRule(rule, {
    denies: {
        "a personal access token": { given: credential("PERSONAL_ACCESS_TOKEN"), says: build },
        "an app password of Bitbucket": { given: credential("BASIC_AUTH"), says: build },
        "a token that is not known yet": { given: credential("PERSONAL_ACCESS_TOKEN", UNKNOWN), says: build },
        "a pipeline that reads GitHub with a token, beside what is not known yet": {
            given: pipeline(UNKNOWN, { ...github, provider: UNKNOWN }, github),
            says: ["`stages[1].actions[2]` signs in to GitHub with a personal token."],
        },
        "what is no text": { given: credential(1), says: ["`authType` is not a text."] },
    },
    allows: {
        "a connection": { given: credential("CODECONNECTIONS") },
        "a secret, whose rotation another rule judges": { given: credential("SECRETS_MANAGER") },
        "a pipeline that reads GitHub through a connection": {
            given: pipeline({ owner: "AWS", provider: "CodeStarSourceConnection", version: "1" }),
        },
    },
    cannotDecide: {
        "a kind of credential that is not known yet": {
            given: credential(UNKNOWN),
            says: ["`authType` is not known before the deployment."],
        },
        "an action that is not known yet": {
            given: pipeline({ ...github, provider: UNKNOWN }),
            says: ["`stages[1].actions[0].provider` is not known before the deployment."],
        },
    },
});
