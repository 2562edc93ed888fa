import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
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
import { type Login, RotationError } from "./login";
import type { Strategy } from "./strategy";

/** Rotation of a user of PostgreSQL, on RDS, Aurora or elsewhere. */
export function postgres(settings: DatabaseSettings, signIn: SignIn = open): Strategy {
    return alternating(POSTGRES, settings, signIn);
}

const POSTGRES: Engine = {
    names: ["postgres", "aurora-postgresql"],
    longestName: 63,
    signIn: open,
    accept,
};

/** Opens a session over TLS. */
export async function open(
    { host, port, username, password, dbname = "postgres" }: Login,
    ca: string | undefined,
): Promise<Session> {
    const { Client } = await import("pg");
    const client = new Client({
        host,
        port,
        user: username,
        password,
        database: dbname,
        ssl: { rejectUnauthorized: true, ...(ca !== undefined && { ca }) },
        application_name: "jit-guard rotation",
        connectionTimeoutMillis: SIGN_IN,
        query_timeout: STATEMENT + 1_000,
    });
    // A connection that breaks between two statements fails the next one.
    client.on("error", () => undefined);
    await client.connect();
    return {
        query: async (statement, values) => (await client.query<Row>(statement, values && [...values])).rows,
        end: () => client.end(),
    };
}

async function accept(admin: Session, change: Change): Promise<void> {
    const { base, clone, pending, current, signIn } = change;
    // A function of the same name in another schema would run with the administrator's rights.
    await admin.query("SET search_path = pg_catalog, pg_temp");
    await bounded(admin);
    // A rotation that is cut off must not keep the next one out.
    await admin.query(`SET idle_in_transaction_session_timeout = ${STATEMENT}`);
    await admin.query("BEGIN");
    const roles = await rolesOf(admin, change);
    if (pending.username === clone) await mirror(admin, change, roles);
    else refuseStranger(change, roles);
    await admin.query(`ALTER ROLE ${identifier(pending.username)} PASSWORD ${literal(verifier(pending.password))}`);
    await admin.query("COMMIT");
    if (await ownsAnything(admin, clone)) {
        const asClone = pending.username === clone ? pending : current;
        await using(signIn(asClone), (session) => handOver(session, base, clone));
    }
}

interface Role {
    readonly name: string;
    /** Rights that are not inherited, such as SUPERUSER. */
    readonly attributes: readonly string[];
    readonly connections: number;
    readonly until: string;
}

interface Roles {
    readonly base: Role;
    readonly clone: Role | undefined;
    readonly isMember: boolean;
}

const ATTRIBUTES = ["super", "createrole", "createdb", "replication", "bypassrls"] as const;

async function rolesOf(admin: Session, { base, clone }: Change): Promise<Roles> {
    const rows = await admin.query(
        `SELECT rolname AS name, rolconnlimit AS connections, coalesce(rolvaliduntil, 'infinity')::text AS until,
            array_remove(ARRAY[${ATTRIBUTES.map((each) => `CASE WHEN rol${each} THEN '${each}' END`).join(", ")}], NULL)
                AS attributes,
            EXISTS (SELECT FROM pg_auth_members JOIN pg_roles AS groups ON groups.oid = roleid
                WHERE member = pg_roles.oid AND groups.rolname = $1) AS is_member
        FROM pg_roles WHERE rolname IN ($1, $2)`,
        [base, clone],
    );
    const found = rows as unknown as readonly (Role & { is_member: boolean })[];
    const [first, second] = [base, clone].map((name) => found.find((role) => role.name === name));
    if (!first) throw new RotationError(`There is no role ${base}, whose rights the user of the secret is to have.`);
    return { base: first, clone: second, isMember: second?.is_member ?? false };
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const DENIED = "42501";
const NEW = { connections: -1, until: "infinity" };

// Membership gives the clone the rights of the base. With the base as its role from the first statement on, what it makes
// belongs to the base, and what the base has by name (policies of rows, "$user", attributes) it has too.
async function mirror(admin: Session, { base, clone }: Change, roles: Roles): Promise<void> {
    const own = roles.clone?.attributes.filter((each) => !roles.base.attributes.includes(each)) ?? [];
    if (own.length > 0) {
        throw new RotationError(`The role ${clone} is another's: it has what ${base} has not (${own.join(", ")}).`);
    }
    const as = identifier(clone);
    if (!roles.clone) await admin.query(`CREATE ROLE ${as} LOGIN INHERIT`);
    if (!roles.isMember) await admin.query(`GRANT ${identifier(base)} TO ${as}`);
    const { connections, until } = roles.clone ?? NEW;
    if (roles.base.connections !== connections) {
        await admin.query(`ALTER ROLE ${as} CONNECTION LIMIT ${roles.base.connections}`);
    }
    if (roles.base.until !== until) await admin.query(`ALTER ROLE ${as} VALID UNTIL ${literal(roles.base.until)}`);
    for (const { key, change } of await settingsToChange(admin, base, clone)) {
        try {
            await admin.query(`ALTER ROLE ${as} ${change}`);
        } catch (error) {
            if ((error as RotationError).code !== DENIED) throw error;
            throw new RotationError(
                `${base} has the setting ${key}, which the administrator may not give to ${clone}. ` +
                    `As a superuser: GRANT SET ON PARAMETER ${parameter(key)} TO the administrator.`,
                DENIED,
            );
        }
    }
}

// Else a secret with the user x_clone would be enough to get a password for x.
function refuseStranger({ base, clone }: Change, { isMember }: Roles): void {
    if (!isMember) throw new RotationError(`The role ${clone} is no member of ${base}, so it was not made by a rotation.`);
}

interface Setting {
    readonly key: string;
    readonly value: string;
    /** "IN DATABASE …", or nothing. */
    readonly where: string;
}

/** What makes the settings of the clone those of the base, as the rest of an ALTER ROLE. */
async function settingsToChange(admin: Session, base: string, clone: string) {
    const rows = await admin.query(
        `SELECT rolname AS role, coalesce('IN DATABASE ' || quote_ident(datname) || ' ', '') AS "where",
            split_part(setting, '=', 1) AS key, substr(setting, strpos(setting, '=') + 1) AS value
        FROM pg_db_role_setting JOIN pg_roles ON pg_roles.oid = setrole
            LEFT JOIN pg_database ON pg_database.oid = setdatabase, unnest(setconfig) AS setting
        WHERE rolname IN ($1, $2)`,
        [base, clone],
    );
    const settings = rows as unknown as readonly (Setting & { role: string })[];
    const wanted: Setting[] = settings.filter(({ role }) => role === base);
    const had = settings.filter(({ role }) => role === clone);
    if (!wanted.some(({ key, where }) => key === "role" && where === "")) {
        wanted.push({ key: "role", value: base, where: "" });
    }
    const isFor = (one: Setting) => (other: Setting) => one.key === other.key && one.where === other.where;
    const surplus = had.filter((one) => !wanted.some(isFor(one)));
    const missing = wanted.filter((one) => had.find(isFor(one))?.value !== one.value);
    return [
        ...surplus.map(({ key, where }) => ({ key, change: `${where}RESET ${parameter(key)}` })),
        ...missing.map((one) => ({ key: one.key, change: `${one.where}SET ${assignment(one)}` })),
    ];
}

// Those that hold a list of names, already quoted. https://www.postgresql.org/docs/current/app-pgdump.html
const LISTS = new Set([
    "local_preload_libraries",
    "search_path",
    "session_preload_libraries",
    "shared_preload_libraries",
    "temp_tablespaces",
    "unix_socket_directories",
]);

function assignment({ key, value }: Setting): string {
    if (!LISTS.has(key.toLowerCase())) return `${parameter(key)} = ${literal(value)}`;
    const names = (value.match(/"(?:[^"]|"")*"|[^,\s"]+/g) ?? []).map((each) =>
        each.startsWith('"') ? each.slice(1, -1).replaceAll('""', '"') : each,
    );
    return `${parameter(key)} = ${names.map(literal).join(", ") || "''"}`;
}

// "myapp.tenant" is two names.
function parameter(key: string): string {
    return key.split(".").map(identifier).join(".");
}

async function ownsAnything(admin: Session, clone: string): Promise<boolean> {
    const rows = await admin.query(
        `SELECT 1 FROM pg_shdepend JOIN pg_roles ON pg_roles.oid = refobjid
        WHERE refclassid = 'pg_authid'::regclass AND deptype = 'o' AND rolname = $1
            AND dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database())) LIMIT 1`,
        [clone],
    );
    return rows.length > 0;
}

// What the clone made while it was nobody but itself (SET ROLE NONE, or before its first rotation here) would be
// closed to the base. The clone may give it away, for it is a member of the base.
async function handOver(asClone: Session, base: string, clone: string): Promise<void> {
    await asClone.query("SET ROLE NONE");
    await bounded(asClone);
    await asClone.query(`REASSIGN OWNED BY ${identifier(clone)} TO ${identifier(base)}`);
}

async function bounded(session: Session): Promise<void> {
    await session.query(`SET statement_timeout = ${STATEMENT}`);
    await session.query(`SET lock_timeout = '${LOCK}s'`);
}

const ITERATIONS = 4_096;

/**
 * What the server keeps of a password, and takes in its place: so no log of statements can show the password.
 * https://www.postgresql.org/docs/current/catalog-pg-authid.html, RFC 5803
 */
export function verifier(password: string, salt: Buffer = randomBytes(16)): string {
    const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, "sha256");
    const signed = (text: string) => createHmac("sha256", salted).update(text).digest();
    const stored = createHash("sha256").update(signed("Client Key")).digest("base64");
    return `SCRAM-SHA-256$${ITERATIONS}:${salt.toString("base64")}$${stored}:${signed("Server Key").toString("base64")}`;
}

function identifier(text: string): string {
    return `"${text.replaceAll('"', '""')}"`;
}

function literal(text: string): string {
    const quoted = text.replaceAll("'", "''");
    return quoted.includes("\\") ? ` E'${quoted.replaceAll("\\", "\\\\")}'` : `'${quoted}'`;
}
