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
        // One home for what a team decides: the pack and the offline preview read the same file.
        "rules.json": "{}\n",
        "index.js": `const { jitGuard } = require("@jit-guard/policypack");

// rules.json holds levels and options by rule name, as { "aws-max-session-duration": { "limit": "2h" } }.
// The workflow gives the same file to the offline preview.
jitGuard({ preset: "recommended", rules: require("./rules.json") });
`,
    };
}

/** The GitHub workflow that previews the program in the folder `below` the top level of the repository. */
export function workflow(below: string): string {
    const sarif = below ? `${below}/jit-guard.sarif` : "jit-guard.sarif";
    return `name: jit-guard
on:
    pull_request:
    push:
        branches: [main]

permissions:
    contents: read
    # To show findings on the lines of a pull request.
    security-events: write

jobs:
    preview:
        runs-on: ubuntu-latest
        timeout-minutes: 15
        defaults:
            run:
                working-directory: ${JSON.stringify(below || ".")}
        steps:
            - uses: actions/checkout@v6
              with:
                  persist-credentials: false
            - uses: actions/setup-node@v6
              with:
                  node-version: 22
            - run: npm ci
            - run: npm ci --prefix policypack
            # Runs offline: it needs no cloud credentials and must be given none.
            - run: >-
                  policypack/node_modules/.bin/jit-guard preview .
                  --preset recommended
                  --policy-config policypack/rules.json
                  --out jit-guard.sarif
                  --out "markdown=$GITHUB_STEP_SUMMARY"
            # Needs code scanning; a pull request from a fork may not write to it.
            - if: >-
                  \${{ !cancelled() && hashFiles(${quoted(sarif)}) != '' &&
                  (github.event_name == 'push' || github.event.pull_request.head.repo.full_name == github.repository) }}
              uses: github/codeql-action/upload-sarif@v4
              with:
                  sarif_file: ${JSON.stringify(sarif)}
`;
}

/** A text in an expression of a workflow. */
function quoted(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
}
