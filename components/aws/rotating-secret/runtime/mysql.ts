import { createHash } from "node:crypto";
import {
    type Change,
    type DatabaseSettings,
    type Engine,
    LOCK,
    type Row,
    SIGN_IN,
    STATEMENT,
    type Session,
    type SignIn,
    alternating,
    using,
} from "./database";
import { toMirror } from "./grants";
import { type Login, RotationError, password } from "./login";
import type { Strategy } from "./strategy";

/** Rotation of a user of MySQL or MariaDB, on RDS, Aurora or elsewhere. */
export function mysql(settings: DatabaseSettings, signIn: SignIn = open): Strategy {
    return alternating(MYSQL, settings, signIn);
}

const MYSQL: Engine = {
    names: ["mysql", "aurora-mysql", "mariadb"],
    // MySQL's own limit; MariaDB takes more.
    longestName: 32,
    signIn: open,
    accept,
};

/** Opens a session over TLS. */
export async function open({ host, port, username, password, dbname }: Login, ca: string | undefined): Promise<Session> {
    const { default: driver } = await import("mysql2/promise");
    const connection = await driver.createConnection({
        host,
        port,
        user: username,
        password,
        ...(dbname !== undefined && { database: dbname }),
        // Without `verifyIdentity` the certificate of any server of RDS would do.
        ssl: { rejectUnauthorized: true, verifyIdentity: true, ...(ca !== undefined && { ca }) },
        connectTimeout: SIGN_IN,
    });
    // A connection that breaks between two statements fails the next one.
    connection.on("error", () => undefined);
    return {
        query: async (sql, values) => {
            const [rows] = await connection.query({ sql, values: values && [...values], timeout: STATEMENT });
            return Array.isArray(rows) ? (rows as Row[]) : [];
        },
        end: () => connection.end(),
    };
}

interface Account {
    readonly user: string;
    readonly host: string;
    readonly plugin: string;
    /** How it must connect and how often it may, as the rest of an ALTER USER. */
    readonly limits: string;
}

async function accept(admin: Session, { base, clone, pending, signIn }: Change): Promise<void> {
    // Quotes as they are by default, in what is sent and in what is shown.
    await admin.query("SET SESSION sql_mode = ''");
    await admin.query(`SET SESSION lock_wait_timeout = ${LOCK}`);
    const version = `${(await admin.query("SELECT VERSION() AS version"))[0]!.version as string}`;
    const isMariadb = version.includes("MariaDB");
    const accounts = await accountsOf(admin, base, isMariadb);
    if (accounts.length === 0) {
        throw new RotationError(`There is no user ${base}, whose rights the user of the secret is to have.`);
    }
    accounts.forEach((account) => refuseOtherPlugin(account, isMariadb));
    if (pending.username === clone) {
        const clones = await accountsOf(admin, clone, isMariadb);
        for (const account of accounts) await mirror(admin, account, clones, clone);
        if (!isMariadb && Number.parseInt(version) >= 8) await mirrorDefaultRoles(admin, accounts, clone);
        // From where the base may not come any more, the clone may not either.
        const former = clones.filter(({ host }) => !accounts.some((account) => account.host === host));
        for (const account of former) await admin.query(`ALTER USER ${written(account)} ACCOUNT LOCK`);
    }
    for (const { host, plugin } of accounts) {
        const account = written({ user: pending.username, host });
        try {
            await setPassword(admin, `ALTER USER ${account} ${identified(plugin, pending.password)}`);
        } catch (error) {
            // Set already by a rotation that was cut off, on a server that takes no password twice.
            if ((error as RotationError).code !== "ER_CREDENTIALS_CONTRADICT_TO_HISTORY") throw error;
            await using(signIn(pending), (session) => session.query("SELECT 1"));
        }
    }
}

// The message of the server may have a part of the statement in it.
async function setPassword(admin: Session, statement: string): Promise<void> {
    try {
        await admin.query(statement);
    } catch (error) {
        const { code } = error as RotationError;
        if (!statement.includes(IN_CLEAR)) throw error;
        throw new RotationError(`Setting the password failed (${code ?? "no code"}).`, code);
    }
}

async function accountsOf(admin: Session, user: string, isMariadb: boolean): Promise<Account[]> {
    const text = (column: string) => `CONVERT(${column} USING utf8mb4) AS ${column}`;
    const rows = await admin.query(
        `SELECT Host AS host, plugin, ssl_type, ${["ssl_cipher", "x509_issuer", "x509_subject"].map(text).join(", ")},
            max_questions, max_updates, max_connections, max_user_connections
        FROM mysql.user WHERE User = ? ${isMariadb ? "AND is_role = 'N'" : ""} ORDER BY Host`,
        [user],
    );
    return (rows as readonly Record<string, string | number>[]).map((row) => ({
        user,
        host: `${row.host}`,
        plugin: `${row.plugin}` || NATIVE,
        limits: `REQUIRE ${demand(row)} WITH ${Object.entries(LIMITS)
            .map(([column, limit]) => `${limit} ${row[column]}`)
            .join(" ")}`,
    }));
}

const LIMITS = {
    max_questions: "MAX_QUERIES_PER_HOUR",
    max_updates: "MAX_UPDATES_PER_HOUR",
    max_connections: "MAX_CONNECTIONS_PER_HOUR",
    max_user_connections: "MAX_USER_CONNECTIONS",
};

function demand(row: Row): string {
    switch (row.ssl_type) {
        case "ANY":
            return "SSL";
        case "X509":
            return "X509";
        case "SPECIFIED":
            return Object.entries({ SUBJECT: row.x509_subject, ISSUER: row.x509_issuer, CIPHER: row.ssl_cipher })
                .filter(([, value]) => (value ?? "") !== "")
                .map(([what, value]) => `${what} ${literal(value as string)}`)
                .join(" AND ");
        default:
            return "NONE";
    }
}

async function mirror(admin: Session, base: Account, clones: readonly Account[], clone: string): Promise<void> {
    const account = written({ user: clone, host: base.host });
    const before = clones.find(({ host }) => host === base.host);
    // Its own password comes last, when it may do all that it must.
    if (!before) await setPassword(admin, `CREATE USER IF NOT EXISTS ${account} ${identified(base.plugin, password())}`);
    if (before?.limits !== base.limits) await admin.query(`ALTER USER ${account} ${base.limits}`);
    const grants = async (of: string) =>
        (await admin.query(`SHOW GRANTS FOR ${of}`)).map((row) => Object.values(row)[0] as string);
    const [wanted, had] = [await grants(written(base)), await grants(account)];
    for (const statement of toMirror(wanted, had, account)) await admin.query(statement);
}

async function mirrorDefaultRoles(admin: Session, accounts: readonly Account[], clone: string): Promise<void> {
    const roles = async (user: string, host: string) => {
        const rows = await admin.query(
            "SELECT DEFAULT_ROLE_USER AS user, DEFAULT_ROLE_HOST AS host FROM mysql.default_roles WHERE USER = ? AND HOST = ?",
            [user, host],
        );
        return (
            rows
                .map((row) => written(row as unknown as Account))
                .sort()
                .join(", ") || "NONE"
        );
    };
    for (const { user, host } of accounts) {
        const wanted = await roles(user, host);
        if (wanted !== (await roles(clone, host))) {
            await admin.query(`ALTER USER ${written({ user: clone, host })} DEFAULT ROLE ${wanted}`);
        }
    }
}

const NATIVE = "mysql_native_password";
const IN_CLEAR = " BY ";
const PLUGINS = [NATIVE, "caching_sha2_password", "sha256_password"];

function refuseOtherPlugin({ user, plugin }: Account, isMariadb: boolean): void {
    const possible = isMariadb ? [NATIVE] : PLUGINS;
    if (possible.includes(plugin)) return;
    throw new RotationError(`The user ${user} signs in by ${plugin}; passwords are rotated for ${possible.join(", ")}.`);
}

/**
 * MariaDB writes a password into its general log as it is sent, so what is kept of it is sent in its place. MySQL writes none
 * into its logs. https://dev.mysql.com/doc/refman/8.4/en/password-logging.html
 */
function identified(plugin: string, password: string): string {
    return plugin === NATIVE
        ? `IDENTIFIED WITH ${plugin} AS ${literal(nativeHash(password))}`
        : `IDENTIFIED WITH ${plugin}${IN_CLEAR}${literal(password)}`;
}

function nativeHash(password: string): string {
    const hash = (of: string | Buffer) => createHash("sha1").update(of).digest();
    return `*${hash(hash(password)).toString("hex").toUpperCase()}`;
}

function written({ user, host }: Pick<Account, "user" | "host">): string {
    return `${literal(user)}@${literal(host)}`;
}

function literal(text: string): string {
    return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
