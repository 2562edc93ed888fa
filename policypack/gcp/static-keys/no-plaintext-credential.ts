import { resourceRule } from "../../core/rule";
import { inPlainText } from "../../facts/plaintext";
import { PLACES, plaintexts } from "../../facts/gcp-plaintext";
import { each } from "../../facts/values";

const SERVICE = "gcp:cloudrunv2/service:Service";
const image = "europe-west4-docker.pkg.dev/example/shop/web";
const service = (env: object) => ({ location: "europe-west4", template: { containers: [{ image, envs: [env] }] } });

export default resourceRule({
    name: "gcp-no-plaintext-credential",
    severity: "high",
    description: "No environment variable, metadata, start script or definition holds a credential in plain text.",
    rationale:
        "Whoever may describe the resource reads it; it is in the state and in every copy, and stays when the secret store rotates it.",
    remedy: "Keep it in Secret Manager (RotatingSecret) and name it: valueSource.secretKeyRef, secretEnvironmentVariables, secretEnvs, or a read with the account elsewhere.",
    controls: ["NHI2:2025", "NHI7:2025", "PR.AA-01", "MANAGE 2.4"],
    on: [SERVICE, ...Object.keys(PLACES).filter((type) => type !== SERVICE)],
    examples: {
        denied: [{ type: SERVICE, inputs: service({ name: "DB_PASSWORD", value: "Winter-2026!" }) }],
        allowed: [
            {
                type: SERVICE,
                inputs: service({
                    name: "DB_PASSWORD",
                    valueSource: { secretKeyRef: { secret: "db-password", version: "latest" } },
                }),
            },
        ],
    },

    // A variable that the program marks as secret is encrypted in the state alone: the service shows it as it is.
    *check(resource) {
        yield* inPlainText(each([resource], plaintexts));
    },
});
