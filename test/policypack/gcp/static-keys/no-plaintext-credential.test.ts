import rule from "../../../../policypack/gcp/static-keys/no-plaintext-credential";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { secret } from "../../../../policypack/preview/wire";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>, sources = {}) => [{ type: `gcp:${type}`, inputs, sources }];
const run = (envs: unknown, sources = {}) =>
    of("cloudrunv2/service:Service", { template: { containers: [{ image: UNKNOWN, envs }] } }, sources);
const machine = (metadata: unknown, metadataStartupScript?: unknown) =>
    of("compute/instance:Instance", { metadata, metadataStartupScript });
const RANDOM = { template: ["urn:pulumi:dev::shop::random:index/randomPassword:RandomPassword::db"] };
const ENV = "template.containers[0].envs[0].value";
// Assembled here, so that scanners of this repository find no token in it.
const TOKEN = `ghp_${"aB3dE5fG7hI9jK1l".repeat(3).slice(0, 36)}`;

describeRule(rule, {
    denies: {
        "a token in a script that is written in base64": {
            given: machine({ "user-data": Buffer.from(`#!/bin/sh\nexport A=${TOKEN}\n`).toString("base64") }),
            says: ["`metadata.user-data`, line 2, holds a GitHub token, in plain text."],
        },
        "a password in JSON": {
            given: machine({ config: '{"db":{"password":"Winter-2026!"}}' }),
            says: ["`metadata.config.db.password` holds a password, in plain text."],
        },
        "a password in the environment of a service": {
            given: run([{ name: "DB_PASSWORD", value: "Winter-2026!" }]),
            says: [`\`${ENV}\` holds a password, in plain text.`],
        },
        "a token whatever its name": {
            given: run([{ name: "CONFIG", value: TOKEN }]),
            says: [`\`${ENV}\` holds a GitHub token, in plain text.`],
        },
        "a value that the program marks as secret, which Cloud Run shows all the same": {
            given: run([{ name: "ANYTHING", value: secret("blue") }]),
            says: [`\`${ENV}\` holds a value that the program marks as secret, in plain text.`],
        },
        "a password that the program makes, before it is known": {
            given: run([{ name: "DB_PASSWORD", value: UNKNOWN }], RANDOM),
            says: [`\`${ENV}\` is made from a \`random:index/randomPassword:RandomPassword\`, in plain text.`],
        },
        "an argument of a container": {
            given: of("cloudrun/service:Service", {
                template: { spec: { containers: [{ args: ["--password", "Winter-2026!"] }] } },
            }),
            says: ["`template.spec.containers[0].args[1]` holds a password, in plain text."],
        },
        "a variable of a function": {
            given: of("cloudfunctionsv2/function:Function", {
                serviceConfig: { environmentVariables: { API_TOKEN: "9f8e7d6c5b4a39281706" } },
            }),
            says: ["`serviceConfig.environmentVariables.API_TOKEN` holds a token, in plain text."],
        },
        "a start script, and says in which line": {
            given: machine(undefined, "#!/bin/bash\nset -e\nexport DB_PASSWORD='Winter-2026!'\n"),
            says: ["`metadataStartupScript`, line 3, holds a password, in plain text."],
        },
        "a start script in the metadata": {
            given: machine({ "startup-script": "#!/bin/bash\nagent --token 9f8e7d6c5b4a39281706\n" }),
            says: ["`metadata.startup-script`, line 2, holds a token, in plain text."],
        },
        "an item of the metadata of a project": {
            given: of("compute/projectMetadataItem:ProjectMetadataItem", { key: "db-password", value: "Winter-2026!" }),
            says: ["`value` holds a password, in plain text."],
        },
        "a header of a scheduled call": {
            given: of("cloudscheduler/job:Job", {
                httpTarget: { uri: "https://x", headers: { Authorization: `Bearer ${TOKEN}` } },
            }),
            says: ["`httpTarget.headers.Authorization` holds a GitHub token, in plain text."],
        },
        "a variable of a build step": {
            given: of("cloudbuild/trigger:Trigger", { build: { steps: [{ name: "npm", envs: [`NPM_TOKEN=${TOKEN}`] }] } }),
            says: ["`build.steps[0].envs[0]` holds a GitHub token, in plain text."],
        },
    },
    allows: {
        "a secret by its name": {
            given: run([{ name: "DB_PASSWORD", valueSource: { secretKeyRef: { secret: UNKNOWN, version: "latest" } } }]),
        },
        "a secret by its name, in the first version": {
            given: of("cloudrun/service:Service", {
                template: {
                    spec: {
                        containers: [
                            { envs: [{ name: "DB_PASSWORD", valueFrom: { secretKeyRef: { key: "1", name: "db" } } }] },
                        ],
                    },
                },
            }),
        },
        "ordinary settings": {
            given: run([
                { name: "LOG_LEVEL", value: "info" },
                { name: "DB_PASSWORD_SECRET", value: "projects/p/secrets/db/versions/latest" },
                { name: "BUCKET", value: UNKNOWN },
            ]),
        },
        "an argument that names a table": {
            given: of("dataflow/job:Job", { parameters: { inputTable: "p:d.t", keyField: "id" } }),
        },
        "public keys and switches of machines": {
            given: machine({ "ssh-keys": "ada:ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI ada", "enable-oslogin": "TRUE" }),
        },
        "secrets of a build": {
            given: of("cloudbuild/trigger:Trigger", {
                build: {
                    steps: [{ name: "npm", secretEnvs: ["NPM_TOKEN"] }],
                    availableSecrets: { secretManagers: [{ env: "NPM_TOKEN", versionName: UNKNOWN }] },
                },
            }),
        },
        "a container image that is not known yet": { given: run([]) },
    },
    cannotDecide: {
        "a password that is not known yet": {
            given: run([{ name: "DB_PASSWORD", value: UNKNOWN }]),
            says: [`\`${ENV}\` is not known before the deployment.`],
        },
        "variables that are not known yet": {
            given: of("cloudfunctions/function:Function", { environmentVariables: UNKNOWN }),
            says: ["`environmentVariables` is not known before the deployment."],
        },
    },
});
