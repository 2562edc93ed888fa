import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { approve, request } from "../components/aws/broker/runtime/act";
import { type Asked, type Entitlement, decide } from "../components/aws/broker/runtime/policy";
import { sessionPolicy } from "../components/aws/broker/runtime/session-policy";
import { vend } from "../components/aws/broker/runtime/vend";
import { ACCOUNT, place } from "../test/components/aws/broker/place";
import { moto, startMoto } from "../test/harness/moto";
import { type Row, inTurn, row } from "./turns";

const NOW = Date.UTC(2026, 0, 15, 12);
const [JO, MAX] = [
    { identity: "person:jo@example.com", isAgent: false },
    { identity: "person:max@example.com", isAgent: false },
];
const ORDERS = `arn:aws:rds:eu-west-1:${ACCOUNT}:db:orders`;
const ENTITLEMENT: Entitlement = {
    name: "prod-dba",
    roleArn: `arn:aws:iam::${ACCOUNT}:role/jit/dba`,
    maxDuration: 4 * 3_600,
    defaultDuration: 3_600,
    agentMaxDuration: 900,
    eligible: [JO.identity],
    approvers: [[MAX.identity]],
    required: [1],
    scopes: [{ actions: ["rds:Describe*", "rds:RebootDBInstance", "rds:ModifyDBInstance"], resources: [ORDERS] }],
};
const POLICIES = `
    @id("office-hours")
    permit (principal, action, resource)
    when { context.time >= duration("8h") && context.time < duration("18h") };
    @id("agents-have-tickets")
    forbid (principal is Agent, action, resource) unless { context has ticket && context.ticket like "INC-*" };
`;
const ASKED: Asked = {
    requester: JO.identity,
    groups: [],
    isAgent: false,
    reason: "INC-1: fix db",
    duration: 3_600,
    resources: [ORDERS],
};

/** What the broker costs: a decision, credentials, and what Lambda has to load. */
export async function brokerRows(): Promise<readonly Row[]> {
    return [...(await decisionRows()), ...(await vendRows()), ...(await bundleRows())];
}

async function decisionRows(): Promise<readonly Row[]> {
    const of = (entitlement: Entitlement) => () => {
        const { allowed, reasons } = decide("vend", entitlement, ASKED, NOW);
        if (!allowed) throw new Error(`It is not allowed: ${reasons.join()}`);
    };
    const [cedar, without] = await inTurn(
        each(5_000, of({ ...ENTITLEMENT, policies: POLICIES })),
        each(5_000, of(ENTITLEMENT)),
    );
    const written: unknown = JSON.parse(sessionPolicy(ENTITLEMENT.scopes, NOW));
    const [policy, stringified] = await inTurn(
        each(20_000, () => void sessionPolicy(ENTITLEMENT.scopes, NOW)),
        each(20_000, () => void JSON.stringify(written)),
    );
    return [
        row("A decision of the broker by two policies in Cedar / without policies of its own", cedar, without, "µs"),
        row("The policy of a session, made and written / only written", policy, stringified, "µs"),
    ];
}

async function vendRows(): Promise<readonly Row[]> {
    if (!moto) return [];
    const server = await startMoto();
    try {
        const { world } = await place(server.client, [ENTITLEMENT], Date.now);
        const wanted = { entitlement: "prod-dba", token: "bench-0001", reason: "INC-1: fix db", duration: 3_600 };
        const asked = await request(JO, wanted, world);
        if (!("id" in asked)) throw new Error(JSON.stringify(asked));
        await approve(MAX, { id: asked.id }, world);
        const sts = new STSClient(server.client);
        const [vends, assumes] = await inTurn(
            perSecond(30, async () => {
                const vended = await vend(JO, { id: asked.id }, world);
                if (!("credentials" in vended)) throw new Error(JSON.stringify(vended));
            }),
            perSecond(30, () =>
                sts.send(new AssumeRoleCommand({ RoleArn: ENTITLEMENT.roleArn, RoleSessionName: asked.id })),
            ),
        );
        return [
            row("Credentials that are vended, against moto, one after the other / AssumeRole alone", vends, assumes, "/s"),
        ];
    } finally {
        await server.stop();
    }
}

const RUNTIME = join(__dirname, "..", "components", "dist", "runtime");
const BUNDLE = join(RUNTIME, "aws-broker.js");
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const LARGEST = 50 * 1_048_576;

async function bundleRows(): Promise<readonly Row[]> {
    const files = [BUNDLE, join(RUNTIME, "cedar_wasm_bg.wasm")].map((file) => gzipSync(readFileSync(file)).length);
    const zipped = files.reduce((sum, size) => sum + size);
    const [loaded, empty] = await inTurn(
        () => started(`require(${JSON.stringify(BUNDLE)})`),
        () => started(""),
    );
    return [
        row("The broker's function with Cedar, compressed / what Lambda takes", zipped / 1_024, LARGEST / 1_024, "KiB"),
        row("Start of Node with it, Cedar included / of Node alone", loaded, empty, "ms"),
    ];
}

function started(script: string): number {
    const begun = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return performance.now() - begun;
}

/** Microseconds of one. */
function each(times: number, act: () => void): () => number {
    return () => {
        const begun = performance.now();
        for (let left = times; left > 0; left--) act();
        return ((performance.now() - begun) * 1_000) / times;
    };
}

function perSecond(times: number, act: () => Promise<unknown>): () => Promise<number> {
    return async () => {
        const begun = performance.now();
        for (let left = times; left > 0; left--) await act();
        return (times * 1_000) / (performance.now() - begun);
    };
}
