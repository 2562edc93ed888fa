import { type ChildProcess, execFile, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const execute = promisify(execFile);

/** A database server of its own, on loopback, in a folder that goes with it. It takes TLS connections only. */
export interface DatabaseServer {
    /** The name in its certificate. */
    readonly host: string;
    readonly port: number;
    /** The certificate that a client must trust, as PEM. */
    readonly ca: string;
    /** The superuser. */
    readonly root: Readonly<{ username: string; password: string }>;
    /** All that it has logged: each statement and each failed login is in it. */
    log(): string;
    stop(): Promise<void>;
}

/** Where the programs of a server are, or undefined: not installed. */
export const postgresPrograms = programs("initdb", "postgres");
export const mariadbPrograms = programs("mariadb-install-db", "mariadbd");

export async function startPostgres(): Promise<DatabaseServer> {
    const [initdb, postgres] = postgresPrograms!;
    const { folder, own, key, certificate, ca } = await prepared();
    const data = join(folder, "data");
    const root = { username: "postgres", password: "root-Passw0rd" };
    writeFileSync(join(folder, "password"), root.password);
    await execute(
        initdb!,
        ["-D", data, "--no-sync", "-U", root.username, "-A", "scram-sha-256", "--pwfile", join(folder, "password")],
        { ...own, cwd: folder },
    );
    writeFileSync(join(data, "pg_hba.conf"), "hostssl all all 127.0.0.1/32 scram-sha-256\n");
    const settings = {
        listen_addresses: "127.0.0.1",
        unix_socket_directories: "",
        ssl: "on",
        ssl_cert_file: certificate,
        ssl_key_file: key,
        fsync: "off",
        log_statement: "all",
        log_connections: "on",
    };
    const server = await started(folder, (port) => [
        postgres!,
        ["-D", data, "-p", `${port}`, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
        { ...own, cwd: folder },
        "ready to accept connections",
    ]);
    return { ...server, ca, root };
}

export async function startMariadb(): Promise<DatabaseServer> {
    const [install, mariadbd] = mariadbPrograms!;
    const { folder, own, key, certificate, ca } = await prepared();
    const data = join(folder, "data");
    const root = { username: "root", password: "root-Passw0rd" };
    const common = ["--no-defaults", `--datadir=${data}`, "--innodb-log-file-size=4M", "--innodb-buffer-pool-size=16M"];
    await execute(
        install!,
        [...common, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"],
        { ...own, cwd: folder },
    );
    writeFileSync(
        join(folder, "start.sql"),
        `CREATE OR REPLACE USER root@'127.0.0.1' IDENTIFIED BY '${root.password}';\nGRANT ALL ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n`,
    );
    const server = await started(folder, (port) => [
        mariadbd!,
        [
            ...common,
            `--port=${port}`,
            "--bind-address=127.0.0.1",
            `--socket=${join(folder, "socket")}`,
            `--pid-file=${join(folder, "pid")}`,
            `--ssl-cert=${certificate}`,
            `--ssl-key=${key}`,
            "--require-secure-transport=ON",
            "--skip-name-resolve",
            "--innodb-flush-log-at-trx-commit=0",
            `--init-file=${join(folder, "start.sql")}`,
            "--log-warnings=4",
            "--general-log=ON",
            `--general-log-file=${join(folder, "statements")}`,
            "--plugin-load-add=auth_ed25519",
        ],
        { ...own, cwd: folder },
        "ready for connections",
    ]);
    return {
        ...server,
        ca,
        root,
        log: () => server.log() + readFileSync(join(folder, "statements"), "utf8"),
    };
}

interface Own {
    uid?: number;
    gid?: number;
}

// Neither server runs as root; where the test is root, the folder and the server are nobody's.
const NOBODY = { uid: 65_534, gid: 65_534 };

async function prepared() {
    const folder = mkdtempSync(join(tmpdir(), "jit-guard-"));
    const own: Own = process.getuid?.() === 0 ? NOBODY : {};
    if (own.uid !== undefined) chownSync(folder, own.uid, own.gid!);
    return { folder, own, ...(await certificateFor("localhost", folder, own)) };
}

/** A certificate that is its own authority, in files of a folder and as PEM. */
export async function certificateFor(name: string, folder: string, own: Own = {}) {
    const key = join(folder, "key.pem");
    const certificate = join(folder, "certificate.pem");
    const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=${name}`;
    const files = ["-addext", `subjectAltName=DNS:${name}`, "-keyout", key, "-out", certificate];
    await execute("openssl", [...request.split(" "), ...files], { ...own, cwd: folder });
    chmodSync(key, 0o600);
    return { key, certificate, ca: readFileSync(certificate, "utf8") };
}

type Start = readonly [program: string, args: string[], options: Own & { cwd: string }, ready: string];

async function started(folder: string, start: (port: number) => Start) {
    const port = await freePort();
    const [program, args, options, ready] = start(port);
    const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    const lines: string[] = [];
    child.stdout.on("data", (data: Buffer) => lines.push(data.toString()));
    child.stderr.on("data", (data: Buffer) => lines.push(data.toString()));
    const log = () => lines.join("");
    const kill = () => child.kill("SIGKILL");
    process.once("exit", kill);
    const stop = async () => {
        process.off("exit", kill);
        await ended(child);
        rmSync(folder, { recursive: true, force: true });
    };
    for (const deadline = Date.now() + 60_000; !log().includes(ready); await sleep(20)) {
        if (child.exitCode === null && Date.now() < deadline) continue;
        await stop();
        throw new Error(`${program} did not start: ${log()}`);
    }
    return { host: "localhost", port, log, stop };
}

// At once, without a last write to disk, and without children or shared memory left behind.
async function ended(child: ChildProcess): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const end = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGQUIT");
    const late = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await end;
    clearTimeout(late);
}

async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    if (address === null || typeof address === "string") throw new Error("No port.");
    return address.port;
}

function programs(...names: string[]): string[] | undefined {
    const debian = "/usr/lib/postgresql";
    const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : [];
    const folders = [
        ...(process.env.PATH ?? "").split(delimiter),
        "/usr/sbin",
        ...versions.map((version) => join(debian, version, "bin")),
    ];
    const found = names.map((name) => folders.map((folder) => join(folder, name)).find((path) => existsSync(path)));
    return found.every((path) => path !== undefined) ? found : undefined;
}
