import { resourceRule } from "../../core/rule";
import { isDefaultAccount } from "../../facts/gcp-service-accounts";

const SERVICE = "gcp:cloudrunv2/service:Service";
/** Where each names the account that it runs as. Left out, it is the default account of the project. */
const ACCOUNTS: Readonly<Record<string, string>> = {
    [SERVICE]: "template.serviceAccount",
    "gcp:cloudrunv2/job:Job": "template.template.serviceAccount",
    "gcp:cloudrunv2/workerPool:WorkerPool": "template.serviceAccount",
    "gcp:cloudrun/service:Service": "template.spec.serviceAccountName",
    "gcp:cloudfunctions/function:Function": "serviceAccountEmail",
    "gcp:cloudfunctionsv2/function:Function": "serviceConfig.serviceAccountEmail",
    "gcp:appengine/standardAppVersion:StandardAppVersion": "serviceAccount",
    "gcp:appengine/flexibleAppVersion:FlexibleAppVersion": "serviceAccount",
    "gcp:dataflow/job:Job": "serviceAccountEmail",
    "gcp:dataflow/flexTemplateJob:FlexTemplateJob": "serviceAccountEmail",
    "gcp:workflows/workflow:Workflow": "serviceAccount",
    "gcp:cloudbuild/trigger:Trigger": "serviceAccount",
    "gcp:composer/environment:Environment": "config.nodeConfig.serviceAccount",
    "gcp:dataproc/cluster:Cluster": "clusterConfig.gceClusterConfig.serviceAccount",
    "gcp:notebooks/instance:Instance": "serviceAccount",
};
const containers = [{ image: "europe-west4-docker.pkg.dev/example/shop/web" }];

export default resourceRule({
    name: "gcp-require-service-account",
    severity: "low",
    description: "Services, functions, jobs and builds run as a service account of their own.",
    rationale: "What runs as the default service account shares its roles with all else that names no account.",
    remedy: "Make a serviceaccount.Account for it, grant it what it needs, and name it in the input that the message names.",
    controls: ["NHI9:2025", "NHI5:2025", "PR.AA-05"],
    on: [SERVICE, ...Object.keys(ACCOUNTS).filter((type) => type !== SERVICE)],
    examples: {
        denied: [{ type: SERVICE, inputs: { location: "europe-west4", template: { containers } } }],
        allowed: [
            {
                type: SERVICE,
                inputs: {
                    location: "europe-west4",
                    template: { containers, serviceAccount: "web@example.iam.gserviceaccount.com" },
                },
            },
        ],
    },

    *check({ type, inputs }) {
        const account = ACCOUNTS[type]!.split(".").reduce((value, name) => value.get(name), inputs);
        if (isDefaultAccount(account))
            yield {
                message: `This runs as the default service account: \`${account.path}\` names no other.`,
                path: account.path,
            };
    },
});
