import { type secretmanager_v1, secretmanager } from "@googleapis/secretmanager";
import { OURS, type Secret, type State, type Version } from "./plan";

/** What a rotation asks of Secret Manager, for one secret. */
export interface Secrets {
    read(): Promise<State>;
    value(version: Version): Promise<string>;
    add(value: string): Promise<Version>;
    /** Writes the aliases, and when `current` last moved. Fails when the secret is no longer as it was read. */
    name(secret: Secret, aliases: Secret["aliases"], since: number | undefined): Promise<Secret>;
    destroy(version: Version): Promise<void>;
}

type Options = Omit<secretmanager_v1.Options, "version">;

const SINCE = "jit-guard-current-since";

/** Of "projects/example/secrets/db-password". */
export function secretsOf(name: string, options: Options): Secrets {
    // Whoever sent the message sends it again.
    const { secrets } = secretmanager({ version: "v1", retry: false, ...options }).projects;
    const { versions } = secrets;

    async function listed(): Promise<Version[]> {
        const found: Version[] = [];
        let pageToken = "";
        do {
            const { data } = await asked("list", versions.list({ parent: name, filter: "state:ENABLED", pageToken }));
            found.push(...(data.versions ?? []).map(versionOf));
            pageToken = data.nextPageToken ?? "";
        } while (pageToken);
        return found;
    }

    // By its number a version is read as it is; a list may be minutes old.
    async function numbered(number: number): Promise<Version[]> {
        const { data } = await asked("get", versions.get({ name: `${name}/versions/${number}` }), 404);
        return data?.state === "ENABLED" ? [versionOf(data)] : [];
    }

    return {
        async read() {
            const { data } = await asked("get", secrets.get({ name }));
            const secret = secretOf(data);
            const numbers = OURS.flatMap((alias) => secret.aliases[alias] ?? []);
            const called: Version[] = [];
            for (const number of new Set(numbers)) called.push(...(await numbered(number)));
            const others = (await listed()).filter(({ number }) => !numbers.includes(number));
            return { secret, versions: [...called, ...others] };
        },
        async value({ number }) {
            const { data } = await asked("access", versions.access({ name: `${name}/versions/${number}` }));
            return Buffer.from(data.payload?.data ?? "", "base64").toString("utf8");
        },
        async add(value) {
            const payload = { data: Buffer.from(value, "utf8").toString("base64") };
            const { data } = await asked("add", secrets.addVersion({ parent: name, requestBody: { payload } }));
            return versionOf(data);
        },
        async name({ etag, annotations }, aliases, since) {
            const { data } = await asked(
                "update",
                secrets.patch({
                    name,
                    updateMask: "versionAliases,annotations",
                    requestBody: {
                        etag,
                        versionAliases: Object.fromEntries(
                            Object.entries(aliases).map(([alias, number]) => [alias, String(number)]),
                        ),
                        annotations: {
                            ...annotations,
                            ...(since !== undefined && { [SINCE]: new Date(since).toISOString() }),
                        },
                    },
                }),
            );
            return secretOf(data);
        },
        async destroy({ number }) {
            await asked("destroy", versions.destroy({ name: `${name}/versions/${number}`, requestBody: {} }));
        },
    };
}

function secretOf({ etag, versionAliases, annotations }: secretmanager_v1.Schema$Secret): Secret {
    if (!etag) throw new Error("Secret Manager gave a secret without an etag.");
    const since = Date.parse(annotations?.[SINCE] ?? "");
    const aliases = Object.entries(versionAliases ?? {}).map(([alias, number]) => [alias, Number(number)]);
    return {
        etag,
        annotations: annotations ?? {},
        aliases: Object.fromEntries(aliases) as Record<string, number>,
        since: Number.isNaN(since) ? undefined : since,
    };
}

function versionOf({ name, createTime }: secretmanager_v1.Schema$SecretVersion): Version {
    return { number: Number(name?.split("/").at(-1)), created: Date.parse(createTime ?? "") };
}

async function asked<Answer>(act: string, answer: Promise<Answer>): Promise<Answer>;
async function asked<Answer>(act: string, answer: Promise<Answer>, or: number): Promise<Answer | { data: undefined }>;
async function asked<Answer>(act: string, answer: Promise<Answer>, or?: number): Promise<Answer | { data: undefined }> {
    try {
        return await answer;
    } catch (error) {
        const { status } = error as { status?: number };
        if (or !== undefined && status === or) return { data: undefined };
        // The error of the client holds the request, and with it the value.
        // eslint-disable-next-line preserve-caught-error
        throw new Error(`Secret Manager did not ${act}: ${status ?? "no answer"}.`);
    }
}
