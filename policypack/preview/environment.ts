import { devNull } from "node:os";
import type { Project } from "./project";
import type { Config } from "./stack-config";

/** The variables of the program: those of this process without its credentials, and those of the language host. */
export function environmentOf(environment: NodeJS.ProcessEnv, project: Project, config: Config): NodeJS.ProcessEnv {
    const kept = Object.entries(environment).filter(([name]) => !isCredential(name) && !OURS.test(name));
    const { values } = config;
    return {
        ...Object.fromEntries(kept),
        ...NO_CREDENTIALS,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries([...values].map(([key, { text }]) => [oldKey(key), text]))),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify([...values].filter(([, { secret }]) => secret).map(([key]) => key)),
        ...(project.typescript && { PULUMI_NODEJS_TYPESCRIPT: "true" }),
        ...(project.tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
        // Types are the compiler's business, and checking them takes longer than all the rest. The loader of ES modules
        // knows only the second name.
        PULUMI_NODEJS_TRANSPILE_ONLY: "true",
        TS_NODE_TRANSPILE_ONLY: "true",
    };
}

// Old copies of the SDK understand only this form; new ones understand both.
function oldKey(key: string): string {
    return key.replace(":", ":config:");
}

const CREDENTIALS =
    /^(AWS_|AMAZON_|GOOGLE_|GCLOUD_|GCP_|CLOUDSDK_|ARM_|AZURE_|ALICLOUD_|OCI_|DIGITALOCEAN_|CLOUDFLARE_|HCLOUD_|VAULT_|KUBECONFIG$|KUBE_TOKEN|GITHUB_TOKEN$|GH_TOKEN$|GITLAB_TOKEN$|NPM_TOKEN$|NODE_AUTH_TOKEN$|ACTIONS_|SSH_AUTH_SOCK$|PULUMI_ACCESS_TOKEN$|PULUMI_CONFIG_PASSPHRASE|PULUMI_CREDENTIALS_PATH$|PULUMI_BACKEND_URL$|DOCKER_AUTH_CONFIG$)|(_|^)(PASSWORD|PASSWD|SECRET|SECRET_KEY|ACCESS_KEY|API_KEY|ACCESS_TOKEN|PRIVATE_KEY)$/i;
// Where the cloud's own libraries would look next.
const NO_CREDENTIALS = {
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_CONFIG_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: "true",
    CLOUDSDK_CONFIG: devNull,
    METADATA_SERVER_DETECTION: "none",
};
// Set by an engine that this process runs under, and by its tracing.
const OURS = /^(PULUMI_NODEJS_|PULUMI_CONFIG$|PULUMI_CONFIG_SECRET_KEYS$|PULUMI_OTEL|TRACEPARENT$|PULUMI_DRY_RUN$)/;

/** Whether a variable would let the program act in the user's name. A region is no such thing. */
export function isCredential(name: string): boolean {
    return (
        CREDENTIALS.test(name) &&
        !/^AWS_(DEFAULT_)?REGION$|^(GOOGLE|CLOUDSDK|GCLOUD)_(CORE_)?(PROJECT|REGION|ZONE)$/.test(name)
    );
}
