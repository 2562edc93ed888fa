import { type ResourceTransformationArgs, output, secret } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { BreakGlassEntitlement, type BreakGlassEntitlementArgs } from "../../../components/gcp/break-glass-entitlement";
import { USED, message, overdue, threshold, uses } from "../../../components/gcp/break-glass-entitlement/documents";
import { type Declared, declare, unknown } from "../../harness/declare";
import { describeRefusals } from "../../harness/describe-component";

const RIGHT: BreakGlassEntitlementArgs = {
    parent: "projects/example",
    project: "security",
    roles: [{ role: "roles/cloudsql.editor", condition: 'resource.name == "shop"' }],
    eligible: ["user:jo@example.com", "user:ana@example.com"],
    reviewers: ["group:security@example.com", "user:kim@example.com"],
    runbookUrl: "https://runbooks.example.com/db?step=1#start",
    notify: ["oncall@example.com", "https://pager.example.com/google"],
    owner: "payments@example.com",
};
const make =
    (args: object = {}) =>
    () =>
        new BreakGlassEntitlement("mine", { ...RIGHT, ...args });

interface Shown {
    readonly resources: readonly Declared[];
    readonly named: (type: string, name: string) => Record<string, unknown>;
}

async function shown(args = {}): Promise<Shown> {
    const { resources, errors } = await declare(make(args));
    expect(errors).toEqual([]);
    const named = (type: string, name: string) => {
        const found = resources.filter((each) => each.type === `gcp:${type}` && each.name === name);
        expect(found, `${type} ${name}`).toHaveLength(1);
        return found[0]!.inputs;
    };
    return { resources, named };
}

const ENTITLEMENT = "privilegedaccessmanager/entitlement:entitlement";
const ALERT = "monitoring/alertPolicy:AlertPolicy";
const CHANNEL = "monitoring/notificationChannel:NotificationChannel";
const LABELS = { owner: "payments_at_example_com", review: "30d" };

describe("what it makes", () => {
    test("is one entitlement: for an hour, with a reason, and nobody asked", async () => {
        const { named } = await shown();
        expect(named(ENTITLEMENT, "mine")).toEqual({
            parent: "projects/example",
            location: "global",
            entitlementId: "mine-e2a40f",
            maxRequestDuration: "3600s",
            eligibleUsers: [{ principals: ["user:jo@example.com", "user:ana@example.com"] }],
            privilegedAccess: {
                gcpIamAccess: {
                    resource: "//cloudresourcemanager.googleapis.com/projects/example",
                    resourceType: "cloudresourcemanager.googleapis.com/Project",
                    roleBindings: [{ role: "roles/cloudsql.editor", conditionExpression: '(resource.name == "shop")' }],
                },
            },
            requesterJustificationConfig: { unstructured: {} },
            // Google writes e-mails only.
            additionalNotificationTargets: { adminEmailRecipients: ["oncall@example.com"] },
        });
    });

    test("is these parts and no others, under it and named after it", async () => {
        const { resources } = await shown({ escalate: ["ciso@example.com"] });
        expect(resources.map(({ type, name }) => `${type.split(":")[2]} ${name}`).sort()).toEqual([
            "AlertPolicy mine-escalation",
            "AlertPolicy mine-overdue",
            "AlertPolicy mine-used",
            "BreakGlassEntitlement mine",
            "NotificationChannel mine-escalate-0",
            "NotificationChannel mine-notify-0",
            "NotificationChannel mine-notify-1",
            "ProjectSink mine",
            "Subscription mine-reviews",
            "SubscriptionIAMBinding mine-reviewers",
            "Topic mine",
            "TopicIAMMember mine-sink",
            "entitlement mine",
        ]);
    });

    test("watches from the project that it is told, and is labelled", async () => {
        const { resources } = await shown({ escalate: ["ciso@example.com"], labels: { team: "payments" } });
        const watching = resources.filter(({ type }) => /^gcp:(pubsub|monitoring)/.test(type));
        expect(watching).toHaveLength(10);
        for (const { type, name, inputs } of watching) {
            expect(inputs.project, `${type} ${name}`).toBe("security");
            if (type.includes("IAM")) continue;
            const labels = type.includes("monitoring") ? inputs.userLabels : inputs.labels;
            expect(labels, `${type} ${name}`).toEqual({ ...LABELS, team: "payments" });
        }
    });

    test("takes each use from the audit log, by an account that may write to the topic", async () => {
        const { named } = await shown();
        expect(named("logging/projectSink:ProjectSink", "mine")).toEqual({
            project: "example",
            destination: "pubsub.googleapis.com/mine-id",
            filter: uses("mine-e2a40f"),
            description: "Uses of a break-glass entitlement.",
            uniqueWriterIdentity: true,
        });
        expect(named("pubsub/topicIAMMember:TopicIAMMember", "mine-sink")).toMatchObject({
            topic: "mine",
            role: "roles/pubsub.publisher",
        });
    });

    test("lets the account of the sink write", async () => {
        const writerIdentity = "serviceAccount:service-12@gcp-sa-logging.iam.gserviceaccount.com";
        const transformation = ({ type, props, opts }: ResourceTransformationArgs) =>
            type.includes("Sink") ? { props: { ...props, writerIdentity }, opts } : undefined;
        const { resources } = await declare(
            () => new BreakGlassEntitlement("mine", RIGHT, { transformations: [transformation] }),
        );
        expect(resources.find(({ name }) => name === "mine-sink")?.inputs.member).toBe(writerIdentity);
    });

    test.each([
        ["folders/21", "logging/folderSink:FolderSink", { folder: "folders/21", includeChildren: true }, "Folder"],
        [
            "organizations/12",
            "logging/organizationSink:OrganizationSink",
            { orgId: "12", includeChildren: true },
            "Organization",
        ],
    ])("sees what is asked for on %s and below", async (parent, type, expected, kind) => {
        const { named } = await shown({ parent });
        expect(named(type, "mine")).toEqual({
            ...expected,
            destination: "pubsub.googleapis.com/mine-id",
            filter: uses("mine-e2a40f"),
            description: "Uses of a break-glass entitlement.",
        });
        expect(named(ENTITLEMENT, "mine")).toMatchObject({
            parent,
            privilegedAccess: {
                gcpIamAccess: {
                    resource: `//cloudresourcemanager.googleapis.com/${parent}`,
                    resourceType: `cloudresourcemanager.googleapis.com/${kind}`,
                },
            },
        });
    });

    test("keeps a use until a reviewer is done with it, and the queue whether it is idle or not", async () => {
        const { named } = await shown();
        expect(named("pubsub/subscription:Subscription", "mine-reviews")).toMatchObject({
            topic: "mine-id",
            messageRetentionDuration: "2678400s",
            ackDeadlineSeconds: 600,
            expirationPolicy: { ttl: "" },
        });
        expect(named("pubsub/subscriptionIAMBinding:SubscriptionIAMBinding", "mine-reviewers")).toEqual({
            project: "security",
            subscription: "mine-reviews",
            role: "roles/pubsub.subscriber",
            members: ["group:security@example.com", "user:kim@example.com"],
        });
    });

    test("has a channel for each address", async () => {
        const { named } = await shown({ escalate: ["ciso@example.com"] });
        expect(named(CHANNEL, "mine-notify-0")).toMatchObject({
            type: "email",
            labels: { email_address: "oncall@example.com" },
        });
        expect(named(CHANNEL, "mine-notify-1")).toMatchObject({
            type: "webhook_tokenauth",
            labels: { url: "https://pager.example.com/google" },
        });
        expect(named(CHANNEL, "mine-escalate-0")).toMatchObject({
            type: "email",
            labels: { email_address: "ciso@example.com" },
        });
    });

    test("tells of a use at once", async () => {
        const { named } = await shown();
        expect(named(ALERT, "mine-used")).toEqual({
            project: "security",
            displayName: "Break-glass mine-e2a40f: used",
            severity: "CRITICAL",
            combiner: "OR",
            conditions: [{ displayName: "Somebody uses it, or tries.", conditionThreshold: threshold(USED, "mine") }],
            notificationChannels: ["mine-notify-0", "mine-notify-1"],
            alertStrategy: { autoClose: "1800s" },
            documentation: {
                mimeType: "text/markdown",
                content: message("Somebody uses it, or tries.", {
                    entitlement: "projects/example/locations/global/entitlements/mine-e2a40f",
                    runbook: "https://runbooks.example.com/db?step=1#start",
                    owner: "payments@example.com",
                    queue: "mine-reviews-id",
                    within: "1d",
                }),
            },
            userLabels: LABELS,
        });
    });

    test("tells that a use was not reviewed in time, again and again, and others too", async () => {
        const { named, resources } = await shown({ reviewWithin: "90m", escalate: ["ciso@example.com"] });
        const late = (channels: string[]) => ({
            conditions: [
                {
                    displayName: "A use was not reviewed in time.",
                    conditionThreshold: threshold(overdue(5_400), "mine-reviews"),
                },
            ],
            notificationChannels: channels,
            alertStrategy: {
                notificationChannelStrategies: [{ notificationChannelNames: channels, renotifyInterval: "43200s" }],
            },
        });
        expect(named(ALERT, "mine-overdue")).toMatchObject(late(["mine-notify-0", "mine-notify-1"]));
        expect(named(ALERT, "mine-escalation")).toMatchObject(late(["mine-escalate-0"]));
        const documentation = named(ALERT, "mine-escalation").documentation as { content: string };
        expect(documentation.content).toContain("To be reviewed within 90m");
        expect(resources.filter(({ type }) => type === `gcp:${ALERT}`)).toHaveLength(3);
        expect(JSON.stringify(named(ALERT, "mine-overdue"))).not.toContain("autoClose");
    });

    test("can be taken by nobody before it is seen", async () => {
        const names = (await shown({ escalate: ["ciso@example.com"] })).resources.map(({ name, type }) => `${type} ${name}`);
        expect(names.at(-1)).toBe(`gcp:${ENTITLEMENT} mine`);
        const waits: unknown[] = [];
        const transformation = ({ type, opts }: ResourceTransformationArgs) => {
            if (type === `gcp:${ENTITLEMENT}`) waits.push(...[opts.dependsOn ?? []].flat());
            return undefined;
        };
        await declare(
            () =>
                new BreakGlassEntitlement(
                    "mine",
                    { ...RIGHT, escalate: ["ciso@example.com"] },
                    { transformations: [transformation] },
                ),
        );
        expect(waits).toHaveLength(7);
    });

    test("says how to take it, and where its uses wait", async () => {
        const found: unknown[] = [];
        await declare(() => {
            const { requestCommand, reviewQueue, alarms } = make({ maxDuration: "2h", entitlementId: "repair-db" })();
            requestCommand.apply((text) => found.push(text));
            expect(alarms.reviewQueue).toBe(reviewQueue);
            expect(alarms.escalation).toBeUndefined();
        });
        expect(found).toEqual([
            'gcloud pam grants create --entitlement=projects/example/locations/global/entitlements/repair-db --requested-duration=7200s --justification="…"',
        ]);
    });

    test.each<[string, object]>([
        ["the longest", { maxDuration: "4h", reviewWithin: "7d" }],
        ["the shortest", { maxDuration: "30m", reviewWithin: "1h" }],
        ["five who may, and ten who look", { eligible: people(5, "u"), reviewers: people(10, "r") }],
        ["ten addresses each", { notify: Array(10).fill("a@example.com"), escalate: Array(10).fill("a@example.com") }],
        ["a runbook of 300 characters", { runbookUrl: `https://runbooks.example.com/${"a".repeat(271)}` }],
        ["machines", { eligible: ["serviceAccount:repair@example.iam.gserviceaccount.com"] }],
        ["a project of six letters", { project: "secure" }],
        ["a project of the same name as a folder's number", { parent: "folders/12", project: "example" }],
        [
            "who reads the log",
            { roles: [{ role: "roles/logging.viewer" }, { role: "roles/privilegedaccessmanager.viewer" }] },
        ],
    ])("takes %s", async (_, args) => {
        expect((await declare(make(args))).errors).toEqual([]);
    });
});

function people(count: number, what: string): string[] {
    return Array.from({ length: count }, (_, index) => `user:${what}${index}@example.com`);
}

// As the audit log writes them. https://cloud.google.com/iam/docs/audit-logging/audit-logging-pam
const V1 = "google.cloud.privilegedaccessmanager.v1.PrivilegedAccessManager";
const USE = {
    serviceName: "privilegedaccessmanager.googleapis.com",
    methodName: `${V1}.CreateGrant`,
    resourceName: "projects/example/locations/global/entitlements/repair-1a2b3c",
};
const GRANT = `${USE.resourceName}/grants/0c1d2e3f-0000-4000-8000-000000000000`;

describe("the sink of a break-glass entitlement", () => {
    const cases: Readonly<Record<string, readonly [Record<string, string>, boolean]>> = {
        "sees who asks": [USE, true],
        "sees who asks, by the name of the grant": [{ ...USE, resourceName: GRANT }, true],
        "sees who asks by another version": [{ ...USE, methodName: USE.methodName.replace("v1", "v1alpha") }, true],
        "sees who asks below": [{ ...USE, resourceName: USE.resourceName.replace("projects/example", "folders/12") }, true],
        "sees that a grant begins": [{ ...USE, methodName: "PAMActivateGrant", resourceName: GRANT }, true],
        "sees that a grant was changed": [
            { ...USE, methodName: "PAMReportExternalGrantModification", resourceName: GRANT },
            true,
        ],
        "does not see who looks": [{ ...USE, methodName: `${V1}.GetEntitlement` }, false],
        "does not see that it is deployed": [{ ...USE, methodName: `${V1}.UpdateEntitlement` }, false],
        "does not see that a grant ends": [{ ...USE, methodName: "PAMEndGrant", resourceName: GRANT }, false],
        "does not see what only ends like that": [{ ...USE, methodName: `${V1}.PreCreateGrant` }, false],
        "does not see what only begins like that": [{ ...USE, methodName: `${V1}.CreateGrantSet` }, false],
        "does not see what only contains that": [{ ...USE, methodName: "NotPAMActivateGrant" }, false],
        "does not see another entitlement": [
            { ...USE, resourceName: "projects/example/locations/global/entitlements/other-1a2b3c" },
            false,
        ],
        "does not see one whose id begins like it": [{ ...USE, resourceName: `${USE.resourceName}d` }, false],
        "does not see one whose id ends like it": [
            { ...USE, resourceName: "projects/example/locations/global/entitlements/my-repair-1a2b3c" },
            false,
        ],
        "does not see another service": [{ ...USE, serviceName: "iam.googleapis.com" }, false],
    };
    test.each(Object.entries(cases))("%s", (_, [entry, isSeen]) => {
        expect(matches(uses("repair-1a2b3c"), entry)).toBe(isSeen);
    });
});

/** As Cloud Logging does. https://cloud.google.com/logging/docs/view/logging-query-language */
function matches(filter: string, protoPayload: Readonly<Record<string, string>>): boolean {
    return filter.split(" AND ").every((comparison) => {
        const [, field, operator, text] = /^protoPayload\.(\w+)(=~?)"([^"\\]*)"$/.exec(comparison) ?? [];
        if (field === undefined || text === undefined) throw new Error(`not understood: ${comparison}`);
        const found = protoPayload[field] ?? "";
        return operator === "=" ? found === text : new RegExp(text).test(found);
    });
}

test("an alarm sees one topic or queue, from the first value above its limit", () => {
    expect(threshold(USED, "mine-1")).toEqual({
        filter: 'metric.type="pubsub.googleapis.com/topic/send_request_count" AND resource.type="pubsub_topic" AND resource.labels.topic_id="mine-1"',
        comparison: "COMPARISON_GT",
        thresholdValue: 0,
        duration: "0s",
        aggregations: [{ alignmentPeriod: "300s", perSeriesAligner: "ALIGN_DELTA", crossSeriesReducer: "REDUCE_SUM" }],
    });
    expect(threshold(overdue(86_400), "mine-2")).toEqual({
        filter: 'metric.type="pubsub.googleapis.com/subscription/oldest_unacked_message_age" AND resource.type="pubsub_subscription" AND resource.labels.subscription_id="mine-2"',
        comparison: "COMPARISON_GT",
        thresholdValue: 86_400,
        duration: "0s",
        aggregations: [{ alignmentPeriod: "300s", perSeriesAligner: "ALIGN_MAX", crossSeriesReducer: "REDUCE_MAX" }],
    });
});

test("the message says what happened, what to do, whose it is, and how to review it", () => {
    expect(
        message("Somebody uses it.", {
            entitlement: "projects/example/locations/global/entitlements/repair",
            runbook: "https://runbooks.example.com/repair",
            owner: "payments@example.com",
            queue: "projects/security/subscriptions/repair",
            within: "24h",
        }).split("\n\n"),
    ).toEqual([
        "Somebody uses it. Break-glass entitlement: projects/example/locations/global/entitlements/repair.",
        "Runbook: https://runbooks.example.com/repair",
        "Owner: payments@example.com",
        "To be reviewed within 24h: `gcloud pubsub subscriptions pull projects/security/subscriptions/repair --limit=10 --format=json`",
    ]);
});

const OPEN = "(gcp-no-open-entitlement)";
const HOLDER = `Write eligible[0]: "user:jo@example.com" ${OPEN}.`;
const REVIEWER = 'Write reviewers[0]: "group:security@example.com".';
const RUNBOOK = 'Write runbookUrl: "https://runbooks.example.com/break-glass".';
const LENGTH = 'Write maxDuration: "1h" (gcp-max-entitlement-duration).';
const SILENT =
    'roles[0].role could switch off what sees its own use. Write a role of the service that has to be repaired, such as { role: "roles/cloudsql.admin" }.';

describeRefusals<BreakGlassEntitlementArgs>(BreakGlassEntitlement, RIGHT, {
    "nothing, all at once": {
        given: {
            project: undefined,
            roles: undefined,
            eligible: undefined,
            reviewers: undefined,
            runbookUrl: undefined,
            owner: undefined,
        },
        says: [
            'project is missing. Write project: "security".',
            'roles is missing. Write roles: [{ role: "roles/cloudsql.admin" }].',
            `eligible is missing. Write eligible: ["user:jo@example.com"].`,
            'reviewers is missing. Write reviewers: ["group:security@example.com"].',
            `runbookUrl is missing. ${RUNBOOK}`,
            'owner is missing. Write owner: "payments@example.com".',
        ],
    },
    "the project of the roles": {
        given: { project: "example" },
        says: [
            'project is that of parent: who takes the roles could reach the queue of uses. Write another one, such as project: "security".',
        ],
    },
    "a project of five letters": {
        given: { project: "audit" },
        says: ['project is no id of a project. Write project: "security".'],
    },
    "a project that is none": {
        given: { project: "projects/security" },
        says: ['project is no id of a project. Write project: "security".'],
    },
    "an owner's role": {
        given: { roles: [{ role: "roles/owner" }] },
        says: ['roles[0].role is a basic role, which takes no end. Write roles[0].role: "roles/cloudsql.admin".'],
    },
    "the role of a service agent": {
        given: { roles: [{ role: "roles/pubsub.serviceAgent" }] },
        says: [
            `roles[0].role is a role of Google's own service agents, whose rights change without notice. Write roles[0].role: "roles/cloudsql.admin".`,
        ],
    },
    "who configures the log": { given: { roles: [{ role: "roles/logging.configWriter" }] }, says: [SILENT] },
    "who administers the log": { given: { roles: [{ role: "roles/logging.admin" }] }, says: [SILENT] },
    "who administers entitlements": {
        given: { roles: [{ role: "roles/privilegedaccessmanager.admin" }] },
        says: [SILENT],
    },
    "nobody who may": {
        given: { eligible: [] },
        says: [`eligible has 0 of at least 1. Write eligible: ["user:jo@example.com"].`],
    },
    "six who may": {
        given: { eligible: people(6, "u") },
        says: ["eligible has 6, more than 5: a role that many can take is an ordinary one. Write at most 5."],
    },
    everybody: { given: { eligible: ["allUsers"] }, says: [`eligible[0] is everybody. ${HOLDER}`] },
    "a group": {
        given: { eligible: ["group:dba@example.com"] },
        says: [`eligible[0] is many: a role that many can take is an ordinary one. ${HOLDER}`],
    },
    "a group of a pool": {
        given: { eligible: ["principalSet://iam.googleapis.com/locations/global/workforcePools/staff/group/dba"] },
        says: [`eligible[0] is many: a role that many can take is an ordinary one. ${HOLDER}`],
    },
    "nobody who looks": {
        given: { reviewers: [] },
        says: ['reviewers has 0 of at least 1. Write reviewers: ["group:security@example.com"].'],
    },
    "eleven who look": {
        given: { reviewers: people(11, "r") },
        says: ["reviewers has 11, more than 10: what everybody is to look at, nobody looks at. Write at most 10."],
    },
    "a reviewer who is anybody": {
        given: { reviewers: ["domain:example.com"] },
        says: [`reviewers[0] is a whole domain: it lets in whoever has an account there. ${REVIEWER}`],
    },
    "a reviewer who may take it": {
        given: { reviewers: ["group:security@example.com", "user:Ana@example.com"] },
        says: [
            'reviewers[1] is one of eligible: nobody would look at a use but who made it. Write somebody else, such as "group:security@example.com".',
        ],
    },
    "a runbook that is not encrypted": {
        given: { runbookUrl: "http://runbooks.example.com/db" },
        says: [`runbookUrl is no https URL. ${RUNBOOK}`],
    },
    "a runbook that would break out of its message": {
        given: { runbookUrl: "https://runbooks.example.com/`x`" },
        says: [`runbookUrl is no https URL. ${RUNBOOK}`],
    },
    "a runbook of 301 characters": {
        given: { runbookUrl: `https://runbooks.example.com/${"a".repeat(272)}` },
        says: [`runbookUrl is no https URL. ${RUNBOOK}`],
    },
    "a length without a unit": {
        given: { maxDuration: 3600 },
        says: [`maxDuration is a number without a unit. ${LENGTH}`],
    },
    "a length in words": {
        given: { maxDuration: "1 hour" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${LENGTH}`],
    },
    "no length": { given: { maxDuration: "0h" }, says: [`maxDuration is shorter than 30m. ${LENGTH}`] },
    "less than nothing": {
        given: { maxDuration: "-1h" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${LENGTH}`],
    },
    "a fraction": {
        given: { maxDuration: "1.5h" },
        says: [`maxDuration is no duration such as "15m", "1h" or "90d". ${LENGTH}`],
    },
    "a minute less than half an hour": {
        given: { maxDuration: "29m" },
        says: [`maxDuration is shorter than 30m. ${LENGTH}`],
    },
    "a minute more than four hours": {
        given: { maxDuration: "241m" },
        says: [`maxDuration is longer than 4h: what takes longer is no emergency any more. ${LENGTH}`],
    },
    "a review after more than a week": {
        given: { reviewWithin: "169h" },
        says: ['reviewWithin is longer than 7d: of what is a week old nobody remembers why. Write reviewWithin: "24h".'],
    },
    "a review in less than an hour": {
        given: { reviewWithin: "59m" },
        says: ['reviewWithin is shorter than 1h. Write reviewWithin: "24h".'],
    },
    "an id that is none": {
        given: { entitlementId: "Repair" },
        says: [
            'entitlementId is no id of an entitlement: 4 to 63 lower-case letters, digits and "-", a letter first. Write entitlementId: "db-admin".',
        ],
    },
    "a look at it in 181 days": {
        given: { review: "181d" },
        says: ['review is longer than 180d: what nobody looks at for half a year has no owner. Write review: "30d".'],
    },
});

test("what a preview does not know is made in the deployment", async () => {
    const later = () =>
        make({
            project: unknown("security"),
            eligible: unknown(["user:jo@example.com"]),
            reviewers: unknown(["user:kim@example.com"]),
            notify: [unknown("oncall@example.com")],
        })();
    const preview = await declare(later);
    const deployment = await declare(later, { preview: false });
    expect([...preview.errors, ...deployment.errors]).toEqual([]);
    expect(deployment.resources.map(({ name }) => name).sort()).toEqual(preview.resources.map(({ name }) => name).sort());
});

test("a reviewer who may take it is refused when either comes later", async () => {
    for (const [eligible, reviewers] of [
        [output(["user:jo@example.com"]), ["user:jo@example.com"]],
        [[output("user:jo@example.com")], ["user:jo@example.com"]],
        [["user:jo@example.com"], output(["user:jo@example.com"])],
    ]) {
        const { errors, resources } = await declare(make({ eligible, reviewers }));
        expect(resources.map(({ type }) => type)).not.toContain(`gcp:${ENTITLEMENT}`);
        expect(errors.join()).toContain("reviewers[0] is one of eligible: nobody would look at a use but who made it.");
    }
});

// These decide which resources there are, so that they must be known as such.
describe("BreakGlassEntitlement refuses at once", () => {
    const PARENT =
        'parent is no project, folder or organization. Write "projects/example", "folders/123456789012" or "organizations/123456789012".';
    const NOTIFY = 'Write notify: ["oncall@example.com"].';
    const ONE = 'Write notify[0]: "oncall@example.com".';
    test.each<[string, object, string]>([
        ["no parent", { parent: undefined }, 'parent is missing. Write parent: "projects/example".'],
        ["a parent that is no node", { parent: "example" }, PARENT],
        ["a folder by its name", { parent: "folders/shop" }, PARENT],
        ["a parent that comes later", { parent: output("projects/example") }, PARENT],
        ["nobody to tell", { notify: [] }, `notify has 0 of at least 1. ${NOTIFY}`],
        ["nobody named to tell", { notify: undefined }, `notify is missing. ${NOTIFY}`],
        [
            "a list that comes later",
            { notify: output(["a@example.com"]) },
            `notify is not a list that is known before the deployment. ${NOTIFY}`,
        ],
        ["eleven to tell", { notify: Array(11).fill("a@example.com") }, "notify has 11, more than 10. Write at most 10."],
        ["an address without a host", { notify: ["oncall"] }, `notify[0] is no e-mail address or https URL. ${ONE}`],
        [
            "one to escalate to who is none",
            { escalate: ["ciso"] },
            'escalate[0] is no e-mail address or https URL. Write escalate[0]: "oncall@example.com".',
        ],
        [
            "eleven to escalate to",
            { escalate: Array(11).fill("a@example.com") },
            "escalate has 11, more than 10. Write at most 10.",
        ],
    ])("%s", async (_, given, says) => {
        const { errors, resources } = await declare(make(given));
        expect(errors).toEqual([`BreakGlassEntitlement "mine" cannot be made:\n  ${says}`]);
        expect(resources).toEqual([]);
    });

    test("an address that comes later, without showing it", async () => {
        for (const wrap of [output, secret]) {
            const { errors } = await declare(make({ notify: [wrap("not-an-address")] }));
            expect(errors.join()).toContain(`notify[0] is no e-mail address or https URL. ${ONE}`);
            expect(errors.join()).not.toContain("not-an-address");
        }
        const later = () => make({ notify: [unknown("oncall")] })();
        expect((await declare(later)).errors).toEqual([]);
        expect((await declare(later, { preview: false })).errors).not.toEqual([]);
    });
});
