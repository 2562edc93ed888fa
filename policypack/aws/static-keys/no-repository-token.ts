import { resourceRule } from "../../core/rule";
import { at } from "../../facts/places";
import { text } from "../../facts/values";

const CREDENTIAL = "aws:codebuild/sourceCredential:SourceCredential";
const PIPELINE = "aws:codepipeline/pipeline:Pipeline";
const connection = "arn:aws:codeconnections:eu-central-1:111122223333:connection/example";
const TOKENS = ["PERSONAL_ACCESS_TOKEN", "BASIC_AUTH"];

export default resourceRule({
    name: "aws-no-repository-token",
    severity: "medium",
    description: "No build or pipeline reads its repository with a personal token.",
    rationale:
        "A personal token can do all that its person can, in every repository, and works until the person thinks of revoking it.",
    remedy: "Use a connection: authType CODECONNECTIONS for CodeBuild, provider CodeStarSourceConnection for CodePipeline.",
    controls: ["NHI7:2025", "NHI10:2025", "NHI3:2025", "PR.AA-01", "MANAGE 3.1"],
    on: [CREDENTIAL, PIPELINE],
    examples: {
        denied: [{ type: CREDENTIAL, inputs: { serverType: "GITHUB", authType: "PERSONAL_ACCESS_TOKEN", token: "ghp_…" } }],
        allowed: [{ type: CREDENTIAL, inputs: { serverType: "GITHUB", authType: "CODECONNECTIONS", token: connection } }],
    },

    *check({ type, inputs }) {
        if (type === CREDENTIAL && TOKENS.includes(text(inputs.get("authType")) ?? ""))
            yield { message: "CodeBuild signs in to the repository with a personal token.", path: "authType" };
        if (type !== PIPELINE) return;
        yield* at(inputs, "stages[].actions[]", function* (action) {
            // The first version of the GitHub action takes no other credential.
            // https://docs.aws.amazon.com/codepipeline/latest/userguide/appendix-github-oauth.html
            if (text(action.get("provider")) !== "GitHub") return;
            yield { message: `\`${action.path}\` signs in to GitHub with a personal token.`, path: action.path };
        });
    },
});
