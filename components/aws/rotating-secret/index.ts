import type { Function as LambdaFunction } from "@pulumi/aws/lambda/function";
import { Permission } from "@pulumi/aws/lambda/permission";
import { Secret } from "@pulumi/aws/secretsmanager/secret";
import { SecretRotation } from "@pulumi/aws/secretsmanager/secretRotation";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion";
import {
    ComponentResource,
    type ComponentResourceOptions,
    type Input,
    type Output,
    type Resource,
    all,
    asset,
    jsonStringify,
} from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { ownership, tags } from "../../ownership";
import { type Network, lambda } from "../function";
import { accountOf } from "../iam";
import { schedule } from "../schedule";
import { type RotatingSecretArgs, initialValue, keyArn, network, rotateEvery, told } from "./arguments";
import { description, rights, rules } from "./documents";

export type { RotatingSecretArgs, RotationHandler, RotationStrategy } from "./arguments";

/** A secret of Secrets Manager whose value a function makes, puts to use and changes, so that no person has to know it. */
export class RotatingSecret extends ComponentResource {
    /** The secret. */
    readonly secret: Secret;
    /** ARN of the secret, for who reads it: always the version AWSCURRENT, which is what is read by default. */
    readonly arn: Output<string>;
    /** The rotation. */
    readonly rotation: SecretRotation;
    /** What rotates it. */
    readonly function: LambdaFunction;

    constructor(name: string, args: RotatingSecretArgs, opts?: ComponentResourceOptions) {
        const given = checked("RotatingSecret", name, (read) => {
            const strategy = told(read, args);
            const kind = strategy?.kind;
            return {
                strategy: strategy!,
                rotateEvery: read.one("rotateEvery", args.rotateEvery, rotateEvery),
                initialValue: read.one("initialValue", { kind, initialValue: args.initialValue }, initialValue),
                network: read.one("network", { kind, network: args.network }, network),
                ...(args.kmsKeyArn !== undefined && { key: read.one("kmsKeyArn", args.kmsKeyArn, keyArn) }),
                ownership: ownership(read, args),
            };
        });
        super("jit-guard:aws:RotatingSecret", name, {}, opts);
        const { strategy, key } = given;
        const parent = { parent: this };
        const tagged = tags(given.ownership, args.tags);

        this.secret = new Secret(
            name,
            {
                description: given.rotateEvery.apply((every) => description(strategy.kind, every)),
                ...(key && { kmsKeyId: key }),
                tags: tagged,
            },
            parent,
        );
        this.arn = this.secret.arn;
        this.function = lambda(
            name,
            {
                component: "aws/rotating-secret",
                description: "Rotates a secret.",
                statements: rights({ ...strategy, secret: this.arn, key }),
                environment: {
                    ...strategy.environment,
                    ...(strategy.admin && CERTIFICATES),
                    SECRET_ARN: this.arn,
                    STRATEGY: jsonStringify({
                        [strategy.kind]: all([strategy.settings, given.rotateEvery]).apply(([settings, every]) => ({
                            ...settings,
                            ...(strategy.user && { rotateEvery: every }),
                        })),
                    }),
                },
                ...(strategy.handler && { files: { "handler.js": new asset.FileAsset(strategy.handler) } }),
                timeout: 120,
                tags: tagged,
                ...(args.network !== undefined && { network: given.network as Input<Network> }),
            },
            this,
        );
        const account = this.arn.apply(accountOf);
        const permission = new Permission(
            name,
            {
                action: "lambda:InvokeFunction",
                function: this.function.name,
                principal: "secretsmanager.amazonaws.com",
                sourceArn: this.arn,
                sourceAccount: account,
            },
            parent,
        );
        const first: Resource[] = args.initialValue === undefined ? [] : [this.first(name, given.initialValue)];
        this.rotation = new SecretRotation(
            name,
            {
                secretId: this.arn,
                rotationLambdaArn: this.function.arn,
                rotateImmediately: true,
                rotationRules: given.rotateEvery.apply(rules),
            },
            { parent: this, dependsOn: [permission, ...first] },
        );
        if (strategy.user) {
            schedule(
                name,
                {
                    runs: this.function,
                    account,
                    description: "Ends the keys whose overlap is over.",
                    expression: "rate(1 hour)",
                    input: JSON.stringify({ sweep: true }),
                    giveUpAfter: 3_600,
                    tags: tagged,
                },
                this,
            );
        }
        this.registerOutputs({
            secret: this.secret,
            arn: this.arn,
            rotation: this.rotation,
            function: this.function,
        });
    }

    // The first version of a secret is current, whatever its label. Its own label keeps it from being deleted when it is
    // old: else a refresh would miss it, and the next update would write it again, as the current one.
    // https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html
    private first(name: string, value: Output<string | undefined>): SecretVersion {
        return new SecretVersion(
            name,
            {
                secretId: this.arn,
                secretString: value,
                versionStages: ["jit-guard-initial"],
            },
            { parent: this, ignoreChanges: ["secretString", "versionStages"] },
        );
    }
}

// The certificates of RDS, which Node does not read by itself there.
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
const CERTIFICATES = { NODE_EXTRA_CA_CERTS: "/var/runtime/ca-cert.pem" };
