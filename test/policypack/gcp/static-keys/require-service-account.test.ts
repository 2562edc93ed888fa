import rule from "../../../../policypack/gcp/static-keys/require-service-account";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const service = (template: unknown) => of("gcp:cloudrunv2/service:Service", { template });
const says = ["This runs as the default service account: `template.serviceAccount` names no other."];

describeRule(rule, {
    denies: {
        "a service that names no account": { given: service({ containers: [] }), says },
        "a service that names the default account": {
            given: service({ serviceAccount: "123456789012-compute@developer.gserviceaccount.com" }),
            says,
        },
        "a job that names no account": {
            given: of("gcp:cloudrunv2/job:Job", { template: { template: {} } }),
            says: ["This runs as the default service account: `template.template.serviceAccount` names no other."],
        },
        "a function as App Engine's account": {
            given: of("gcp:cloudfunctions/function:Function", {
                serviceAccountEmail: "example@appspot.gserviceaccount.com",
            }),
            says: ["This runs as the default service account: `serviceAccountEmail` names no other."],
        },
        "a function without settings": {
            given: of("gcp:cloudfunctionsv2/function:Function", {}),
            says: ["This runs as the default service account: `serviceConfig.serviceAccountEmail` names no other."],
        },
    },
    allows: {
        "a service with an account of its own": {
            given: service({ serviceAccount: "web@example.iam.gserviceaccount.com" }),
        },
        "an account that the program makes": { given: service({ serviceAccount: UNKNOWN }) },
        "a build with an account of its own": {
            given: of("gcp:cloudbuild/trigger:Trigger", {
                serviceAccount: "projects/p/serviceAccounts/b@p.iam.gserviceaccount.com",
            }),
        },
    },
    cannotDecide: {
        "a template that is not known yet": {
            given: service(UNKNOWN),
            says: ["`template` is not known before the deployment."],
        },
    },
});
