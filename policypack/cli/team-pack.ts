/** The files of a pack of the team's own, by name. */
export function packFiles(version: string): Readonly<Record<string, string>> {
    return {
        "PulumiPolicy.yaml": "runtime: nodejs\ndescription: Our rules for privileged access.\n",
        "package.json": `${JSON.stringify(
            {
                name: "policypack",
                // The SDK refuses a pack without one.
                version: "1.0.0",
                private: true,
                main: "index.js",
                dependencies: { "@jit-guard/policypack": `^${version}` },
            },
            undefined,
            4,
        )}\n`,
        // One home for what a team decides: the pack and the offline preview read the same files.
        "rules.json": "{}\n",
        "exceptions.yaml": `# yaml-language-server: $schema=./node_modules/@jit-guard/policypack/exceptions.schema.json
# Exceptions to the rules, each owned, approved by another, and ended: \`jit-guard exceptions add\` writes one.
exceptions: []
`,
        "index.js": `const { join } = require("node:path");
const { jitGuard } = require("@jit-guard/policypack");

// rules.json holds levels and options by rule name, as { "aws-max-session-duration": { "limit": "2h" } }.
// CI gives the same files to the offline preview.
jitGuard({
    preset: "recommended",
    rules: require("./rules.json"),
    exceptions: join(__dirname, "exceptions.yaml"),
});
`,
    };
}

const SETTINGS = "--preset recommended --policy-config policypack/rules.json --exceptions policypack/exceptions.yaml";

/** The GitHub workflow for the program in the folder `below` the top level of the repository. It uses the action beside it. */
export function workflow(below: string): string {
    return `name: jit-guard
on:
    pull_request:
    push:
        branches: [main]

permissions:
    contents: read
    # To show findings on the lines of a pull request, and a summary below it.
    security-events: write
    pull-requests: write

jobs:
    preview:
        runs-on: ubuntu-latest
        timeout-minutes: 15
        steps:
            - uses: actions/checkout@v6
              with:
                  persist-credentials: false
            - uses: actions/setup-node@v6
              with:
                  node-version: 22
            # Runs offline: it needs no cloud credentials and must be given none.
            - uses: ./.github/actions/jit-guard
              with:
                  directory: ${JSON.stringify(below || ".")}
                  policy-config: policypack/rules.json
                  exceptions: policypack/exceptions.yaml
                  comment: true
`;
}

/** The same for GitLab, to be included. */
export function gitlab(below: string): string {
    const folder = below || ".";
    return `jit-guard:
    stage: test
    image: node:22
    rules:
        - if: $CI_PIPELINE_SOURCE == "merge_request_event"
        - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
    # Runs offline: it needs no cloud credentials and must be given none.
    script:
        - cd ${JSON.stringify(folder)}
        - npm ci
        - npm ci --prefix policypack
        - >-
            policypack/node_modules/.bin/jit-guard check . ${SETTINGS}
            --format text --out "$CI_PROJECT_DIR/jit-guard.xml" --out "$CI_PROJECT_DIR/jit-guard.html"
    artifacts:
        when: always
        expose_as: jit-guard
        paths: [jit-guard.html]
        reports:
            junit: jit-guard.xml
`;
}

/** A hook of the pre-commit framework, which takes the command apart as a shell does and runs it at the top level. */
export function preCommit(below: string): string {
    const folder = below === "" ? "" : `${below}/`;
    const word = (text: string) => (/^[\w./-]+$/.test(text) ? text : JSON.stringify(text));
    const at = (file: string) => word(folder + file);
    const entry = [
        at("policypack/node_modules/.bin/jit-guard"),
        `check ${word(below || ".")} --quiet --preset recommended`,
        `--policy-config ${at("policypack/rules.json")} --exceptions ${at("policypack/exceptions.yaml")}`,
    ].join(" ");
    const files = `^${folder.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&")}.*\\.(ts|js|json|ya?ml)$`;
    return `repos:
    - repo: local
      hooks:
          - id: jit-guard
            name: jit-guard
            language: system
            entry: ${JSON.stringify(entry)}
            pass_filenames: false
            files: ${JSON.stringify(files)}
`;
}
