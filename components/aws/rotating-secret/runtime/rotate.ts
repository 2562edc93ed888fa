import {
    DescribeSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    ResourceExistsException,
    ResourceNotFoundException,
    type SecretsManagerClient,
    UpdateSecretVersionStageCommand,
} from "@aws-sdk/client-secrets-manager";
import { CURRENT, Lost, PENDING, before, labelled, standing } from "./decide";
import type { UserKeys } from "./iam-user-key";
import { wordless } from "./wordless";
import type { Strategy } from "./strategy";

/** What Secrets Manager calls the function with. */
export interface RotationEvent {
    readonly Step: string;
    /** ARN. */
    readonly SecretId: string;
    /** The version that is to become the current one. */
    readonly ClientRequestToken: string;
}

export interface Means {
    readonly secrets: SecretsManagerClient;
    readonly strategy: Strategy;
}

const STEPS = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/** One step of a rotation. Each may be called again, at any time, with the same token. */
export async function rotate(event: RotationEvent, { secrets, strategy }: Means): Promise<void> {
    const { Step, SecretId, ClientRequestToken: token } = event;
    if (!STEPS.includes(Step)) throw new Error(`There is no step ${JSON.stringify(Step)}.`);
    const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
    const isOver = standing(described, token) === "over";
    if (isOver && Step !== "finishSecret") return;

    const last = before(described, token);
    const previous = last === undefined ? undefined : await valueOf(secrets, SecretId, last);
    const pending = await pendingOf(secrets, SecretId, token);
    const values = [pending, previous];
    const asked = async <Out>(
        what: keyof Strategy | "store",
        ask: () => Promise<Out> | undefined,
    ): Promise<Out | undefined> => {
        try {
            return await ask();
        } catch (error) {
            if (error instanceof Lost) await move(secrets, { SecretId, VersionStage: PENDING, RemoveFromVersionId: token });
            throw wordless(what, error, values);
        }
    };

    if (Step === "createSecret") {
        if (pending !== undefined) return;
        const made = usable(await asked("create", () => strategy.create(previous)), previous);
        values.push(made);
        return asked("store", () => store(secrets, { SecretId, token, made }));
    }
    if (pending === undefined) throw new Error(`Version ${token} of the secret has no value yet: createSecret comes first.`);
    if (Step === "setSecret") return asked("set", () => strategy.set(pending, previous));
    if (Step === "testSecret") return asked("test", () => strategy.test(pending));
    if (!isOver) {
        // What is not accepted never becomes current, whatever the order of the steps.
        await asked("test", () => strategy.test(pending));
        const holder = labelled(described, CURRENT);
        if (holder !== token) {
            await move(secrets, { SecretId, VersionStage: CURRENT, MoveToVersionId: token, RemoveFromVersionId: holder });
        }
        // Left there, it would keep later rotations from beginning.
        // https://github.com/aws-samples/aws-secrets-manager-rotation-lambdas/issues/168
        await move(secrets, { SecretId, VersionStage: PENDING, RemoveFromVersionId: token });
    }
    await asked("retire", () => strategy.retire?.(pending, previous));
}

/** Ends what the current value has replaced for long enough. */
export async function sweep(
    SecretId: string,
    { secrets, strategy }: { readonly secrets: SecretsManagerClient; readonly strategy: Pick<UserKeys, "sweep"> },
): Promise<string[]> {
    const described = await secrets.send(new DescribeSecretCommand({ SecretId }));
    const [current, next] = [labelled(described, CURRENT), labelled(described, PENDING)];
    if (current === undefined) return [];
    const { SecretString, CreatedDate } = await secrets.send(
        new GetSecretValueCommand({ SecretId, VersionId: current, VersionStage: CURRENT }),
    );
    // A value may have been pending for days before it became current.
    const since = Math.max(CreatedDate!.getTime(), described.LastRotatedDate?.getTime() ?? 0);
    const pending = next === undefined || next === current ? undefined : await pendingOf(secrets, SecretId, next);
    return strategy.sweep({ current: SecretString!, since: new Date(since), pending });
}

async function valueOf(secrets: SecretsManagerClient, SecretId: string, VersionId: string): Promise<string> {
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId, VersionId }));
    if (SecretString === undefined) throw new Error(`Version ${VersionId} of the secret is no text.`);
    return SecretString;
}

async function pendingOf(secrets: SecretsManagerClient, SecretId: string, token: string): Promise<string | undefined> {
    try {
        return await valueOf(secrets, SecretId, token);
    } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw error;
    }
}

async function store(
    secrets: SecretsManagerClient,
    { SecretId, token, made }: { SecretId: string; token: string; made: string },
): Promise<void> {
    try {
        await secrets.send(
            new PutSecretValueCommand({
                SecretId,
                ClientRequestToken: token,
                SecretString: made,
                VersionStages: [PENDING],
            }),
        );
    } catch (error) {
        // Another call of the same step was faster: its value is the one that is put to use.
        if (!(error instanceof ResourceExistsException)) throw error;
    }
}

interface Move {
    readonly SecretId: string;
    readonly VersionStage: string;
    readonly MoveToVersionId?: string;
    readonly RemoveFromVersionId: string | undefined;
}

async function move(secrets: SecretsManagerClient, change: Move): Promise<void> {
    try {
        await secrets.send(new UpdateSecretVersionStageCommand(change));
    } catch (error) {
        // Another call of the same step was faster, and the label is not where it is to be taken from.
        const { SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId } = change;
        const holder = labelled(await secrets.send(new DescribeSecretCommand({ SecretId })), VersionStage);
        const isDone = MoveToVersionId === undefined ? holder !== RemoveFromVersionId : holder === MoveToVersionId;
        if (!isDone) throw error;
    }
}

function usable(made: unknown, previous: string | undefined): string {
    if (typeof made !== "string" || made === "") throw new Error("The new value is no text.");
    if (Buffer.byteLength(made) > 65_536) throw new Error("The new value is longer than 65,536 bytes.");
    if (made === previous) throw new Error("The new value is the one that there is.");
    return made;
}
