import rule from "../../../../policypack/any/review/no-shared-identity";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const role = { type: "aws:iam/role:Role", name: "shared", inputs: { assumeRolePolicy: "{}" } };
const runs =
    (type: string, input: string) =>
    (name: string, more: object = {}, identity: unknown = undefined) => ({
        type,
        name,
        inputs: { [input]: identity ?? UNKNOWN, ...more },
        ...(identity === undefined && { sources: { [input]: ["shared"] } }),
    });
const lambda = runs("aws:lambda/function:Function", "role");
const task = runs("aws:ecs/taskDefinition:TaskDefinition", "taskRoleArn");
const machine = runs("aws:ec2/instance:Instance", "iamInstanceProfile");
const profile = {
    type: "aws:iam/instanceProfile:InstanceProfile",
    name: "profile",
    inputs: { role: UNKNOWN },
    sources: { role: ["shared"] },
};
const ACCOUNT = { type: "gcp:serviceaccount/account:Account", name: "shared", inputs: { accountId: "shared" } };
const email = "shared@example.iam.gserviceaccount.com";
const cloudRun = (name: string, serviceAccount: unknown, sources = {}) => ({
    type: "gcp:cloudrunv2/service:Service",
    name,
    inputs: { location: "europe-west1", template: { serviceAccount } },
    sources,
});
const vm = (name: string, account: string) => ({
    type: "gcp:compute/instance:Instance",
    name,
    inputs: { serviceAccount: { email: account, scopes: ["cloud-platform"] } },
});
const many = (count: number, name: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => lambda(name(index), {}, arn("app")));
const letters = (index: number) => `handle-${String.fromCharCode(97 + index)}${String.fromCharCode(97 + index)}`;

describeRule(rule, {
    denies: {
        "two kinds of workload, at the role of the program": {
            given: [role, lambda("orders"), task("reports")],
            says: ["This role is used by functions and tasks."],
        },
        "a machine by its instance profile": {
            given: [role, profile, lambda("orders"), { ...machine("web"), sources: { iamInstanceProfile: ["profile"] } }],
            says: ["This role is used by functions and machines."],
        },
        "a role that another program makes": {
            given: [lambda("orders", {}, arn("app")), task("reports", {}, arn("app"))],
            says: ["The identity at `taskRoleArn` is used by functions and tasks."],
        },
        "a task of Batch": {
            given: [
                lambda("orders", {}, arn("app")),
                {
                    type: "aws:batch/jobDefinition:JobDefinition",
                    name: "reports",
                    inputs: { type: "container", containerProperties: JSON.stringify({ jobRoleArn: arn("app") }) },
                },
            ],
            says: ["The identity at `containerProperties.jobRoleArn` is used by functions and tasks."],
        },
        "two environments, by names": {
            given: [role, lambda("orders-prod"), lambda("orders-staging")],
            says: ["This role is used in 2 environments."],
        },
        "two environments, by tags": {
            given: [role, lambda("a", { tags: { Environment: "dev" } }), lambda("b", { tags: { env: "qa" } })],
            says: ["This role is used in 2 environments."],
        },
        "two applications": {
            given: [role, lambda("a", { tags: { app: "orders" } }), lambda("b", { tags: { App: "payroll" } })],
            says: ["This role is used by 2 applications."],
        },
        "more functions than one application has": {
            given: many(11, letters),
            says: ["The identity at `role` is used by 11 different functions; the limit is 10."],
        },
        "two functions, where each has its own": {
            given: [lambda("orders", {}, arn("app")), lambda("refunds", {}, arn("app"))],
            options: { limit: 1 },
            says: ["The identity at `role` is used by 2 different functions; the limit is 1."],
        },
        "a service account of the program": {
            given: [
                ACCOUNT,
                cloudRun("web", UNKNOWN, { template: ["shared"] }),
                {
                    type: "gcp:cloudfunctionsv2/function:Function",
                    name: "resize",
                    inputs: { location: "europe-west1", serviceConfig: { serviceAccountEmail: UNKNOWN } },
                    sources: { serviceConfig: ["shared"] },
                },
            ],
            says: ["This service account is used by functions and services of Cloud Run."],
        },
        "a service account by its address, however it is written": {
            given: [
                cloudRun("web", email),
                {
                    type: "gcp:cloudbuild/trigger:Trigger",
                    name: "build",
                    inputs: { serviceAccount: `projects/example/serviceAccounts/${email}` },
                },
            ],
            says: ["The identity at `serviceAccount` is used by builds and services of Cloud Run."],
        },
    },
    allows: {
        "the functions of one application": { given: many(10, letters) },
        "a fleet": {
            given: Array.from({ length: 20 }, (_, index) => machine(`web-${index}`, {}, "web")),
            options: { limit: 1 },
        },
        "a machine in each zone": {
            given: ["a", "b", "c"].map((zone) => machine(`web-${zone}`, {}, "web")),
            options: { limit: 1 },
        },
        "a role each": { given: [lambda("orders", {}, arn("orders")), task("reports", {}, arn("reports"))] },
        "tasks that are started by one role": {
            given: [
                lambda("orders", {}, arn("app")),
                {
                    type: "aws:ecs/taskDefinition:TaskDefinition",
                    name: "a",
                    inputs: { executionRoleArn: arn("app"), taskRoleArn: arn("task") },
                },
            ],
        },
        "one environment under two names of it": {
            given: [role, lambda("a-dev"), lambda("b", { tags: { stage: "development" } })],
        },
        "a function that tests another": { given: [role, lambda("orders-prod"), lambda("orders-smoke-test")] },
        "one application": {
            given: [role, lambda("a", { tags: { app: "orders" } }), lambda("b", { tags: { app: "orders" } }), lambda("c")],
        },
        "what has no identity": {
            given: [
                { type: "aws:ec2/instance:Instance", name: "a", inputs: {} },
                { type: "gcp:cloudrunv2/service:Service", name: "b", inputs: { location: "europe-west1", template: {} } },
            ],
        },
        "the default account, of which another rule speaks": {
            given: [
                cloudRun("web", "123456789012-compute@developer.gserviceaccount.com"),
                vm("worker", "123456789012-compute@developer.gserviceaccount.com"),
            ],
        },
        "a service and its migration": {
            given: [
                cloudRun("web", email),
                {
                    type: "gcp:cloudrunv2/job:Job",
                    name: "migrate",
                    inputs: { location: "europe-west1", template: { template: { serviceAccount: email } } },
                },
            ],
        },
    },
    cannotDecide: {
        "a role that comes from elsewhere": {
            given: [
                { ...lambda("orders"), sources: {} },
                { ...task("reports"), sources: { taskRoleArn: ["elsewhere"] } },
            ],
            says: ["`taskRoleArn` is not known before the deployment.", "`role` is not known before the deployment."],
        },
        "which of two accounts a template names": {
            given: [ACCOUNT, { ...ACCOUNT, name: "other" }, cloudRun("web", UNKNOWN, { template: ["shared", "other"] })],
            says: ["`template.serviceAccount` is not known before the deployment."],
        },
    },
});
