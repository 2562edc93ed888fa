import { IAMCustomRole } from "@pulumi/gcp/projects/iamcustomRole";
import { ServiceIdentity } from "@pulumi/gcp/projects/serviceIdentity";
import { Topic } from "@pulumi/gcp/pubsub/topic";
import { TopicIAMMember } from "@pulumi/gcp/pubsub/topicIAMMember";
import { Secret } from "@pulumi/gcp/secretmanager/secret";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember";
import { ComponentResource, type ComponentResourceOptions, type Output, asset, interpolate } from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { now } from "../../checks";
import { labels, ownership } from "../../ownership";
import { account, cloudFunction, identifier, region, ticks } from "../function";
import { type RotatingSecretArgs, secretId, strategy, times } from "./arguments";
import { HOURLY, PERMISSIONS, longest, replication, rotation } from "./documents";

export type { RotatingSecretArgs };

/** A secret of Secret Manager whose value is made, put to use and changed by a function, and never by a person. */
export class RotatingSecret extends ComponentResource {
    /** The secret. It has no version until the function has made one, minutes after the deployment. */
    readonly secret: Secret;
    /** What to read: "projects/example/secrets/db-password/versions/current". */
    readonly current: Output<string>;
    /** Where Secret Manager says that it is time to rotate. */
    readonly topic: Topic;
    /** E-mail address of the function's account, for what it must do on the other side. */
    readonly account: Output<string>;

    constructor(name: string, args: RotatingSecretArgs, opts?: ComponentResourceOptions) {
        const { rotateEvery, overlap, destroyAfter, project, buildAccount } = args;
        const given = checked("RotatingSecret", name, (read) => ({
            location: read.one("location", args.location, region),
            strategy: read.plain("strategy", args.strategy, strategy),
            times: read.one("rotateEvery", { rotateEvery, overlap, destroyAfter }, times),
            secretId: read.one("secretId", args.secretId ?? name, secretId),
            locations: read.each("locations", args.locations, region),
            ownership: ownership(read, args),
        }));
        super("jit-guard:gcp:RotatingSecret", name, {}, opts);
        const parent = { parent: this };
        const own = labels(given.ownership, args.labels);
        const place = { location: given.location, ...(project && { project }) };
        const within = { ...(project && { project }) };

        this.topic = new Topic(name, { ...within, labels: own }, parent);
        // The account in whose name Secret Manager publishes is made on request only.
        // https://cloud.google.com/secret-manager/docs/event-notifications
        const agent = new ServiceIdentity(`${name}-agent`, { ...within, service: "secretmanager.googleapis.com" }, parent);
        const publisher = new TopicIAMMember(
            `${name}-agent`,
            { ...within, topic: this.topic.name, role: "roles/pubsub.publisher", member: agent.member },
            parent,
        );

        const runner = account(name, "Rotates a secret.", place, this);
        const secret = interpolate`projects/${runner.project}/secrets/${given.secretId}`;
        const isPassword = "length" in given.strategy;
        const invoker = cloudFunction(
            name,
            {
                component: "gcp/rotating-secret",
                description: "Rotates a secret.",
                account: runner,
                topic: this.topic,
                environment: {
                    RESOURCE: secret,
                    STRATEGY: isPassword ? "password" : "http",
                    ...("length" in given.strategy && { LENGTH: String(given.strategy.length) }),
                    LONGEST: given.times.apply((of) => String(longest(of))),
                    OVERLAP: given.times.apply((of) => String(of.overlap)),
                },
                ...("handler" in given.strategy && {
                    files: { "handler.js": new asset.FileAsset(given.strategy.handler) },
                }),
                timeout: 300,
                place,
                labels: own,
                buildAccount,
            },
            this,
        );
        ticks(name, HOURLY, this.topic, place, this);

        this.secret = new Secret(
            name,
            {
                ...within,
                secretId: given.secretId,
                replication: given.locations.apply(replication),
                rotation: given.times.apply((of) => rotation(of, now())),
                topics: [{ name: this.topic.id }],
                versionDestroyTtl: given.times.apply(({ destroyAfter }) => `${destroyAfter}s`),
                labels: own,
            },
            {
                parent: this,
                // Its creation is a message on the topic, for which the function makes the first value.
                dependsOn: [publisher, invoker],
                // Secret Manager moves the time, and the function the others.
                ignoreChanges: ["rotation.nextRotationTime", "versionAliases", "annotations"],
            },
        );
        const role = new IAMCustomRole(
            name,
            {
                ...within,
                roleId: identifier(name, 60).replaceAll("-", "_"),
                title: `Rotate ${name}`.slice(0, 100),
                permissions: [...PERMISSIONS],
            },
            parent,
        );
        new SecretIamMember(
            name,
            { ...within, secretId: this.secret.secretId, role: role.name, member: runner.member },
            parent,
        );
        this.current = interpolate`${secret}/versions/current`;
        this.account = runner.email;
        this.registerOutputs({
            secret: this.secret,
            current: this.current,
            topic: this.topic,
            account: this.account,
        });
    }
}
