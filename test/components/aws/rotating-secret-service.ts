import { randomUUID } from "node:crypto";
import { IAMClient, type ListAccessKeysResponse } from "@aws-sdk/client-iam";
import {
    CreateSecretCommand,
    DescribeSecretCommand,
    type DescribeSecretResponse,
    GetSecretValueCommand,
    type GetSecretValueResponse,
    PutSecretValueCommand,
    SecretsManagerClient,
    type UpdateSecretVersionStageRequest,
} from "@aws-sdk/client-secrets-manager";
import { CURRENT, PENDING, PREVIOUS, labelled } from "../../../components/aws/rotating-secret/runtime/decide";
import { rotate } from "../../../components/aws/rotating-secret/runtime/rotate";
import type { Strategy } from "../../../components/aws/rotating-secret/runtime/strategy";
import type { Moto } from "../../harness/moto";

export const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];

export interface Values {
    readonly current: string | undefined;
    readonly pending: string | undefined;
    readonly previous: string | undefined;
    /** Whether the current one is that of the last rotation that has begun. */
    readonly isRotated: boolean;
}

/**
 * Secrets Manager and IAM on moto. What moto does not do, the test does in its place: it calls the steps of a rotation, it
 * has a pending version without a value before the first of them, and it dates all things by a clock of its own.
 */
export class Service {
    /** In milliseconds. */
    now = Date.parse("2026-01-15T12:00:00Z");
    /** What the function has asked for, in order. */
    readonly calls: string[] = [];
    /** How many calls it makes before it is killed. */
    lives = Infinity;
    /** A call that is not answered as asked. */
    refuses: string | undefined;
    /** Whether the first version is current as soon as it has a value, as it is of a secret that is not rotated. */
    isCurrentAtOnce = false;
    /** Looks at the world after each call that changes it. */
    watch: () => Promise<void> = () => Promise.resolve();
    /** Of the function. */
    readonly secrets: SecretsManagerClient;
    readonly iam: IAMClient;
    arn = "";
    /** The version of the last rotation that has begun. */
    version: string | undefined;
    private readonly own: SecretsManagerClient;
    private readonly made = new Map<string, Date>();
    private rotated: Date | undefined;
    /** The version of a rotation that has begun, as long as it has no value. */
    private empty: string | undefined;
    /** The first version, as long as it is not current: moto makes it current at once. */
    private notYet: string | undefined;

    constructor({ client }: Moto) {
        this.own = this.shaped(new SecretsManagerClient(client), (_, does) => does());
        this.secrets = this.shaped(new SecretsManagerClient(client), (name, does) => this.act(name, does));
        this.iam = new IAMClient(client);
        this.iam.middlewareStack.add(
            (next, { commandName }) =>
                (args) =>
                    this.act(commandName!, async () => {
                        const result = await next(args);
                        const { AccessKey, AccessKeyMetadata } = result.output as ListAccessKeysResponse & {
                            AccessKey?: { AccessKeyId: string };
                        };
                        if (commandName === "CreateAccessKeyCommand") this.made.set(AccessKey!.AccessKeyId, this.date());
                        for (const each of AccessKeyMetadata ?? []) each.CreateDate = this.made.get(each.AccessKeyId!);
                        return result;
                    }),
            { step: "initialize" },
        );
    }

    private date(): Date {
        return new Date(this.now);
    }

    /** One call of the function to anybody: it makes so many, and no more. */
    async act<Out>(name: string, does: () => Promise<Out>): Promise<Out> {
        if (this.calls.length >= this.lives) throw new Error("killed");
        const call = name.replace("Command", "");
        this.calls.push(call);
        if (call === this.refuses) throw new Error(`${call} is refused`);
        const out = await does();
        if (!/^(Describe|Get|List)/.test(name)) await this.watch();
        return out;
    }

    private shaped(client: SecretsManagerClient, act: Service["act"]): SecretsManagerClient {
        client.middlewareStack.add(
            (next, { commandName }) =>
                (args) =>
                    act(commandName!, async () => {
                        const asked = args.input as UpdateSecretVersionStageRequest & { ClientRequestToken?: string };
                        if (commandName === "UpdateSecretVersionStageCommand" && this.isFirst(asked)) {
                            this.notYet = undefined;
                            return { output: { $metadata: {} }, response: {} };
                        }
                        const result = await next(args);
                        if (commandName === "DescribeSecretCommand") this.describe(result.output as DescribeSecretResponse);
                        if (commandName === "GetSecretValueCommand") {
                            const found = result.output as GetSecretValueResponse;
                            found.CreatedDate = this.made.get(found.VersionId!);
                        }
                        if (commandName === "PutSecretValueCommand") {
                            this.made.set(asked.ClientRequestToken!, this.date());
                            if (this.empty === asked.ClientRequestToken) this.empty = undefined;
                        }
                        return result;
                    }),
            { step: "initialize" },
        );
        return client;
    }

    private isFirst({ VersionStage, MoveToVersionId, RemoveFromVersionId }: UpdateSecretVersionStageRequest): boolean {
        return VersionStage === CURRENT && RemoveFromVersionId === undefined && MoveToVersionId === this.notYet;
    }

    private describe(found: DescribeSecretResponse): void {
        found.RotationEnabled = true;
        found.LastRotatedDate = this.rotated;
        const labels = Object.entries({
            ...(this.empty !== undefined && { [this.empty]: [PENDING] }),
            ...found.VersionIdsToStages,
        }).map(([version, stages]) => {
            const without = version === this.notYet ? stages.filter((stage) => stage !== CURRENT) : stages;
            return [version, without] as const;
        });
        found.VersionIdsToStages = Object.fromEntries(labels.filter(([, stages]) => stages.length > 0));
    }

    async create(initial?: string): Promise<void> {
        const { ARN } = await this.own.send(new CreateSecretCommand({ Name: `secret-${randomUUID()}` }));
        this.arn = ARN!;
        this.empty = this.notYet = undefined;
        if (initial === undefined) return;
        const first = { SecretId: ARN, SecretString: initial, VersionStages: ["jit-guard-initial"] };
        await this.own.send(new PutSecretValueCommand({ ...first, ClientRequestToken: randomUUID() }));
    }

    /** The version of a rotation: of the one that is not done yet, or of a new one. */
    async begin(): Promise<string> {
        const described = await this.describeSecret();
        const [current, pending] = [labelled(described, CURRENT), labelled(described, PENDING)];
        if (pending !== undefined && pending !== current) return pending;
        this.version = this.empty = randomUUID();
        if (current === undefined && !this.isCurrentAtOnce) this.notYet = this.empty;
        return this.empty;
    }

    async step(Step: string, ClientRequestToken: string, strategy: Strategy): Promise<void> {
        await rotate({ Step, SecretId: this.arn, ClientRequestToken }, { secrets: this.secrets, strategy });
    }

    async rotate(strategy: Strategy, token?: string): Promise<string> {
        const version = token ?? (await this.begin());
        for (const step of STEPS) await this.step(step, version, strategy);
        this.rotated = this.date();
        return version;
    }

    /** The rotation that makes so many calls and no more. Says whether it was killed. */
    async killed(strategy: Strategy, token: string, lives: number): Promise<boolean> {
        this.calls.length = 0;
        this.lives = lives;
        try {
            await this.rotate(strategy, token);
            return false;
        } catch (error) {
            if (!(error as Error).message.endsWith("killed")) throw error;
            return true;
        } finally {
            this.lives = Infinity;
        }
    }

    describeSecret(): Promise<DescribeSecretResponse> {
        return this.own.send(new DescribeSecretCommand({ SecretId: this.arn }));
    }

    /** The values that have a label. */
    async values(): Promise<Values> {
        const described = await this.describeSecret();
        const value = async (label: string) => {
            const VersionId = labelled(described, label);
            if (VersionId === undefined || VersionId === this.empty) return undefined;
            const { SecretString } = await this.own.send(new GetSecretValueCommand({ SecretId: this.arn, VersionId }));
            return SecretString;
        };
        const [current, pending, previous] = await Promise.all([CURRENT, PENDING, PREVIOUS].map(value));
        return { current, pending, previous, isRotated: labelled(described, CURRENT) === this.version };
    }

    /** Of what somebody else has made: when. */
    dated(id: string, at: number): void {
        this.made.set(id, new Date(at));
    }

    /** What somebody else has written, who does not rotate. */
    async put(value: string | Uint8Array): Promise<void> {
        const written = typeof value === "string" ? { SecretString: value } : { SecretBinary: value };
        await this.own.send(new PutSecretValueCommand({ SecretId: this.arn, ClientRequestToken: randomUUID(), ...written }));
    }
}
