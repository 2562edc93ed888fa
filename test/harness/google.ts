import { execFile } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { COMPONENTS } from "../../scripts/bundle-components";

/**
 * Secret Manager and Resource Manager, as far as the components ask for them, on loopback: states of versions, aliases,
 * etags, policies of version 3. The real clients run against it by their option `rootUrl`.
 */
export interface Google {
    /** For `rootUrl`. */
    readonly url: string;
    /** What was asked, in order: "POST /v1/projects/p/secrets/s:addVersion". */
    readonly calls: string[];
    readonly secrets: Map<string, HeldSecret>;
    readonly policies: Map<string, HeldPolicy>;
    /** The connection breaks at a call, counted from 1: before it does something, or after. */
    breaks: { readonly call: number; readonly when: "before" | "after" } | undefined;
    /** What somebody else does just before a call is answered. */
    meanwhile: ((call: string) => void) | undefined;
    /** In milliseconds; each change takes one. */
    now: number;
    close(): Promise<void>;
}

export interface HeldSecret {
    etag: number;
    aliases: Record<string, string>;
    annotations: Record<string, string>;
    versions: { state: "ENABLED" | "DISABLED" | "DESTROYED"; value: string; created: number; ends?: number }[];
}

export interface HeldPolicy {
    etag: number;
    version?: number;
    bindings?: object[];
    [other: string]: unknown;
}

/** An answer of the API other than the one that was asked for. */
class Fault extends Error {
    constructor(
        readonly code: number,
        readonly status: string,
    ) {
        super(status);
    }
}

const DESTROY_TTL = 7 * 86_400_000;
const BAD = new Fault(400, "INVALID_ARGUMENT");
const MISSING = new Fault(404, "NOT_FOUND");
const NOT_READY = new Fault(400, "FAILED_PRECONDITION");
const CHANGED = new Fault(409, "ABORTED");

export async function google(): Promise<Google> {
    const held: Google = {
        url: "",
        calls: [],
        secrets: new Map(),
        policies: new Map(),
        breaks: undefined,
        meanwhile: undefined,
        now: Date.parse("2026-01-15T12:00:00Z"),
        close: () => Promise.resolve(),
    };
    const { url, close } = await serving((request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
            const call = `${request.method} ${pathname}`;
            held.calls.push(call);
            const breaks = held.breaks?.call === held.calls.length ? held.breaks.when : undefined;
            if (breaks === "before") return void request.socket.destroy();
            held.meanwhile?.(call);
            const [code, answer] = outcome(() => answered(held, call, searchParams, text ? (JSON.parse(text) as Body) : {}));
            if (breaks === "after") return void request.socket.destroy();
            response.writeHead(code, { "Content-Type": "application/json" }).end(JSON.stringify(answer));
        });
    });
    return Object.assign(held, { url, close });
}

async function serving(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return {
        url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        close: () =>
            new Promise<void>((resolve) => {
                server.closeAllConnections();
                server.close(() => resolve());
            }),
    };
}

/**
 * Runs a component's bundle as Cloud Run does, in a process of its own and with files beside it: its token comes from the
 * metadata server, and all that it asks of Google comes here. Gives what it logs.
 */
export async function runBundle(
    { url }: Google,
    bundle: string,
    { event = {}, env = {}, files = {} }: { event?: object; env?: Record<string, string>; files?: Record<string, string> },
): Promise<string[]> {
    const folder = mkdtempSync(join(tmpdir(), "jit-guard-function-"));
    const token = JSON.stringify({ access_token: "token", expires_in: 3_600, token_type: "Bearer" });
    const metadata = await serving(({ url }, response) => {
        const isToken = url?.includes("/token");
        response.writeHead(200, {
            "Metadata-Flavor": "Google",
            "Content-Type": isToken ? "application/json" : "text/plain",
        });
        response.end(isToken ? token : "example");
    });
    try {
        copyFileSync(join(COMPONENTS, "dist", "runtime", `${bundle}.js`), join(folder, "index.js"));
        for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
        const code = `
            const [http, https] = [require("node:http"), require("node:https")];
            const { hostname, port } = new URL(${JSON.stringify(url)});
            const here = { agent: undefined, protocol: "http:", host: hostname, hostname, port };
            https.request = (_, options, answered) => http.request({ ...options, ...here }, answered);
            require(${JSON.stringify(join(folder, "index.js"))}).handler(${JSON.stringify(event)}).catch(({ message }) => console.log(message));
        `;
        const { stdout } = await promisify(execFile)(process.execPath, ["-e", code], {
            env: { PATH: process.env.PATH, HOME: folder, GCE_METADATA_HOST: new URL(metadata.url).host, ...env },
        });
        return stdout.split("\n").filter(Boolean);
    } finally {
        await metadata.close();
        rmSync(folder, { recursive: true });
    }
}

function outcome(answer: () => object): [number, object] {
    try {
        return [200, answer()];
    } catch (error) {
        const { code, status } = error instanceof Fault ? error : new Fault(500, String(error));
        return [code, { error: { code, status, message: status } }];
    }
}

interface Body {
    readonly etag?: string;
    readonly payload?: { readonly data: string };
    readonly versionAliases?: Record<string, string>;
    readonly annotations?: Record<string, string>;
    readonly options?: { readonly requestedPolicyVersion?: number };
    readonly policy?: { readonly etag?: string; readonly version?: number; readonly bindings?: object[] };
}

function answered(held: Google, call: string, query: URLSearchParams, body: Body): object {
    const [, method, path = ""] = /^(\w+) \/v[13]\/(.*)$/.exec(call) ?? [];
    const [, node = "", verb] = /^((?:projects|folders|organizations)\/[^/:]+):(\w+)$/.exec(path) ?? [];
    if (verb === "getIamPolicy") return policyGot(held, node, body);
    if (verb === "setIamPolicy") return policySet(held, node, body);

    const [, name = "", rest = ""] = /^(projects\/[^/]+\/secrets\/[^/:]+)(.*)$/.exec(path) ?? [];
    const secret = held.secrets.get(name);
    if (!secret) throw MISSING;
    for (const each of secret.versions) if (each.ends && each.ends <= held.now) each.state = "DESTROYED";
    const shown = () => ({
        name,
        etag: `"${secret.etag}"`,
        versionAliases: secret.aliases,
        annotations: secret.annotations,
    });
    const version = (number: number) => {
        const { state, created } = secret.versions[number - 1] ?? raise(MISSING);
        return { name: `${name}/versions/${number}`, state, createTime: new Date(created).toISOString() };
    };
    if (`${method} ${rest}` === "GET ") return shown();
    if (`${method} ${rest}` === "PATCH ") {
        if (body.etag && body.etag !== `"${secret.etag}"`) throw NOT_READY;
        const mask = (query.get("updateMask") ?? "").split(",");
        const pointed = Object.values(body.versionAliases ?? {});
        if (pointed.some((number) => (secret.versions[Number(number) - 1]?.state ?? "DESTROYED") === "DESTROYED")) throw BAD;
        if (mask.includes("versionAliases")) secret.aliases = body.versionAliases ?? {};
        if (mask.includes("annotations")) secret.annotations = body.annotations ?? {};
        secret.etag++;
        return shown();
    }
    if (`${method} ${rest}` === "POST :addVersion") {
        const value = Buffer.from(body.payload?.data ?? "", "base64").toString();
        secret.versions.push({ state: "ENABLED", value, created: (held.now += 1) });
        return version(secret.versions.length);
    }
    if (`${method} ${rest}` === "GET /versions") {
        // Pages of two, newest first.
        const from = Number(query.get("pageToken") ?? 0);
        const all = secret.versions
            .map((_, index) => version(index + 1))
            .filter(({ state }) => query.get("filter") !== "state:ENABLED" || state === "ENABLED")
            .reverse();
        return { versions: all.slice(from, from + 2), ...(all.length > from + 2 && { nextPageToken: String(from + 2) }) };
    }
    const [, number = "", act] = /^\/versions\/(\w+)(?::(\w+))?$/.exec(rest) ?? raise(MISSING);
    const found = secret.versions[Number(secret.aliases[number] ?? number) - 1] ?? raise(MISSING);
    if (act === undefined) return version(secret.versions.indexOf(found) + 1);
    if (act === "access") {
        if (found.state !== "ENABLED") throw NOT_READY;
        return { name, payload: { data: Buffer.from(found.value).toString("base64") } };
    }
    if (act !== "destroy" || method !== "POST") throw BAD;
    if (found.state === "DESTROYED") throw NOT_READY;
    // With a TTL it is disabled until it is destroyed.
    found.state = "DISABLED";
    found.ends = held.now + DESTROY_TTL;
    return version(secret.versions.indexOf(found) + 1);
}

// https://cloud.google.com/iam/docs/policies#specifying-version-get
function policyGot(held: Google, node: string, { options }: Body): object {
    const { etag, ...policy } = held.policies.get(node) ?? raise(MISSING);
    const isConditional = (binding: object) => "condition" in binding;
    if (options?.requestedPolicyVersion !== 3 && policy.bindings?.some(isConditional)) {
        const bindings = policy.bindings.map((binding) =>
            isConditional(binding) ? { ...binding, role: "withcond", condition: undefined } : binding,
        );
        return { ...policy, version: 1, bindings, etag: `e${etag}` };
    }
    return { ...policy, etag: `e${etag}` };
}

function policySet(held: Google, node: string, { policy }: Body): object {
    const before = held.policies.get(node) ?? raise(MISSING);
    if (!policy) throw BAD;
    if (policy.etag && policy.etag !== `e${before.etag}`) throw CHANGED;
    if (before.version === 3 && policy.version !== 3) throw BAD;
    held.policies.set(node, {
        ...before,
        version: policy.version ?? 1,
        bindings: policy.bindings ?? [],
        etag: before.etag + 1,
    });
    return { ...held.policies.get(node), etag: `e${before.etag + 1}` };
}

function raise(fault: Fault): never {
    throw fault;
}
