import { describe, expect, test } from "vitest";
import type { Row, SignIn } from "../../../components/aws/rotating-secret/runtime/database";
import { toMirror } from "../../../components/aws/rotating-secret/runtime/grants";
import { mysql, open } from "../../../components/aws/rotating-secret/runtime/mysql";
import { mariadbPrograms, startMariadb } from "../../harness/databases";
import { Secret, describeAlternation } from "./rotating-secret-database";

describeAlternation(
    {
        title: "MariaDB",
        engine: "mariadb",
        installed: mariadbPrograms !== undefined,
        strategy: mysql,
        open,
        start: startMariadb,
        dbname: "shop",
        prepare: [
            "CREATE DATABASE shop",
            "CREATE TABLE shop.orders (client int, turn int)",
            "CREATE USER rds_admin@'%' IDENTIFIED BY 'Admin-Passw0rd'",
            // The rights that RDS gives. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.MasterAccounts.html
            "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER, DELETE HISTORY ON *.* TO rds_admin@'%' WITH GRANT OPTION",
        ],
        user: (name, password) => [
            `CREATE USER ${name}@'%' IDENTIFIED BY '${password}'`,
            `GRANT ALL PRIVILEGES ON shop.* TO ${name}@'%'`,
        ],
        rename: (from, to) => `RENAME USER ${from}@'%' TO ${to}@'%'`,
        failedLogin: /Access denied for user/,
        longestName: 32,
        hello: { withTls: { first: greeting(0x0a), request: 36 }, withoutTls: { first: greeting(0x02), request: 36 } },
    },
    (bench) => {
        const grants = async (account: string) =>
            (await bench().root.query(`SHOW GRANTS FOR ${account}`))
                .map((row) =>
                    (Object.values(row)[0] as string)
                        .replaceAll("_clone", "")
                        .replace(/'\*[0-9A-F]{40}'/, "'*'")
                        .replace("(`b, c`, `a`)", "(`a`, `b, c`)"),
                )
                .sort();

        test("gives the clone the rights of the base, and takes those that the base has no longer", async () => {
            const secret = await bench().secret("ruled");
            await bench().run([
                "CREATE TABLE shop.`odd ON table TO, (x)` (a int, `b, c` int, d int)",
                "CREATE PROCEDURE shop.total() SELECT 1",
                "CREATE ROLE reader",
                "CREATE ROLE writer",
                "GRANT reader TO rds_admin@'%' WITH ADMIN OPTION",
                "GRANT writer TO rds_admin@'%' WITH ADMIN OPTION",
                "REVOKE ALL PRIVILEGES, GRANT OPTION FROM ruled@'%'",
                "GRANT SELECT, UPDATE ON shop.* TO ruled@'%' WITH GRANT OPTION",
                "GRANT SELECT (a, `b, c`), INSERT (d), DELETE ON shop.`odd ON table TO, (x)` TO ruled@'%'",
                "GRANT EXECUTE ON PROCEDURE shop.total TO ruled@'%' WITH GRANT OPTION",
                "GRANT PROCESS ON *.* TO ruled@'%'",
                "GRANT reader TO ruled@'%'",
                "GRANT writer TO ruled@'%' WITH ADMIN OPTION",
                "ALTER USER ruled@'%' REQUIRE SSL WITH MAX_USER_CONNECTIONS 20 MAX_QUERIES_PER_HOUR 10000",
            ]);
            await secret.rotate(bench().strategy());
            expect(await grants("ruled_clone@'%'")).toEqual(await grants("ruled@'%'"));
            expect(await grants("ruled@'%'")).toContainEqual(expect.stringContaining("SELECT (`a`, `b, c`)"));

            await secret.rotate(bench().strategy());
            await bench().run([
                "REVOKE GRANT OPTION ON shop.* FROM ruled@'%'",
                "REVOKE UPDATE ON shop.* FROM ruled@'%'",
                "GRANT INSERT ON shop.* TO ruled@'%'",
                "REVOKE SELECT (a) ON shop.`odd ON table TO, (x)` FROM ruled@'%'",
                "REVOKE ALL PRIVILEGES ON PROCEDURE shop.total FROM ruled@'%'",
                "REVOKE GRANT OPTION ON PROCEDURE shop.total FROM ruled@'%'",
                "REVOKE reader FROM ruled@'%'",
                "REVOKE ADMIN OPTION FOR writer FROM ruled@'%'",
                "ALTER USER ruled@'%' REQUIRE CIPHER 'TLS_AES_256_GCM_SHA384' WITH MAX_USER_CONNECTIONS 0",
            ]);
            await secret.rotate(bench().strategy());
            expect(secret.username).toBe("ruled_clone");
            expect(await grants("ruled_clone@'%'")).toEqual(await grants("ruled@'%'"));
            expect((await grants("ruled@'%'")).join()).not.toMatch(/reader|ADMIN OPTION|GRANT OPTION|total|UPDATE/);
        });

        test("changes nothing of a clone that is right already, but its password", async () => {
            const secret = await bench().secret("calm");
            for (let rotation = 0; rotation < 2; rotation++) await secret.rotate(bench().strategy());
            const before = bench().server.log().length;
            await secret.rotate(bench().strategy());
            expect(secret.username).toBe("calm_clone");
            const changes = bench()
                .server.log()
                .slice(before)
                .match(/Query\t(ALTER|GRANT|REVOKE|CREATE|DROP).*/g);
            expect(changes).toEqual([
                expect.stringMatching(
                    /ALTER USER 'calm_clone'@'%' IDENTIFIED WITH mysql_native_password AS '\*[0-9A-F]{40}'/,
                ),
            ]);
        });

        test("lets the clone come from where the base may come from, and from nowhere else", async () => {
            const secret = await bench().secret("roamer");
            await bench().run([
                "CREATE USER roamer@'10.%' IDENTIFIED BY 'First-of-10' REQUIRE SSL",
                "GRANT SELECT ON shop.* TO roamer@'10.%'",
            ]);
            const hosts = async (user: string) =>
                (await bench().root.query("SELECT Host FROM mysql.user WHERE User = ? ORDER BY Host", [user])).map(
                    ({ Host }) => Host,
                );
            await secret.rotate(bench().strategy());
            expect(await hosts("roamer_clone")).toEqual(["%", "10.%"]);
            expect(await grants("roamer_clone@'10.%'")).toEqual(await grants("roamer@'10.%'"));

            await secret.rotate(bench().strategy());
            await bench().run(["DROP USER roamer@'10.%'"]);
            await secret.rotate(bench().strategy());
            const shown = await bench().root.query("SHOW CREATE USER roamer_clone@'10.%'");
            expect(Object.values(shown[0]!)[0]).toMatch(/ACCOUNT LOCK/);
            expect(await bench().accepts(secret.current)).toBe(true);
        });

        test("leaves a user alone that signs in otherwise", async () => {
            await bench().run([
                "CREATE USER modern@'%' IDENTIFIED VIA mysql_native_password USING PASSWORD('First-modern')",
            ]);
            const secret = new Secret(JSON.stringify(bench().login("modern", "First-modern")), bench().passwords);
            await bench().run([
                "GRANT SELECT ON shop.* TO modern@'%'",
                "CREATE USER modern@'10.%' IDENTIFIED VIA ed25519 USING PASSWORD('First-modern')",
            ]);
            await expect(secret.rotate(bench().strategy())).rejects.toThrow(
                "The user modern signs in by ed25519; passwords are rotated for mysql_native_password.",
            );
            expect(await bench().root.query("SELECT 1 FROM mysql.user WHERE User = 'modern_clone'")).toEqual([]);
        });

        test("takes names with all that a name may have", async () => {
            const name = `Odd "n" it's \\ \`1 ü`;
            await bench().run([
                `CREATE USER '${name.replaceAll("\\", "\\\\").replaceAll("'", "''")}'@'%' IDENTIFIED BY 'First-odd'`,
                `GRANT SELECT ON shop.* TO '${name.replaceAll("\\", "\\\\").replaceAll("'", "''")}'@'%'`,
            ]);
            const secret = new Secret(JSON.stringify(bench().login(name, "First-odd")), bench().passwords);
            for (let rotation = 0; rotation < 3; rotation++) await secret.rotate(bench().strategy());
            expect(secret.username).toBe(`${name}_clone`);
        });

        test("an administrator who may not make users is told so", async () => {
            const secret = await bench().secret("under_weak");
            await bench().run(["CREATE USER weak@'%' IDENTIFIED BY 'First-weak'", "GRANT SELECT ON *.* TO weak@'%'"]);
            const readAdmin = () => Promise.resolve(JSON.stringify(bench().login("weak", "First-weak")));
            await expect(secret.rotate(bench().strategy(open, { readAdmin }))).rejects.toThrow(
                /^A statement as the administrator failed: Access denied; .+ CREATE USER .+ \(ER_SPECIFIC_ACCESS_DENIED_ERROR\)\.$/,
            );
        });
    },
);

// A stand-in: its answers are in the form that MySQL 8.4 prints.
describe("MySQL", () => {
    const value = (username: string, password: string) =>
        JSON.stringify({ engine: "mysql", host: "db.example.com", port: 3306, username, password });
    const NONE = { ssl_type: "", max_questions: 0, max_updates: 0, max_connections: 0, max_user_connections: 0 };

    async function changes(
        accounts: Readonly<
            Record<string, { plugin?: string; grants?: string[]; roles?: object[]; [column: string]: unknown }>
        >,
        fail?: (statement: string) => void,
    ) {
        const sent: string[] = [];
        const signIn: SignIn = () =>
            Promise.resolve({
                query: (statement, values = []) => {
                    sent.push(statement);
                    fail?.(statement);
                    const [user] = values as string[];
                    const account = accounts[user ?? /'(\w+)'@/.exec(statement)?.[1] ?? ""];
                    if (statement.startsWith("SELECT VERSION")) return Promise.resolve([{ version: "8.4.5" }]);
                    if (statement.includes("FROM mysql.user"))
                        return Promise.resolve(
                            account ? [{ host: "%", plugin: "caching_sha2_password", ...NONE, ...account }] : [],
                        );
                    if (statement.includes("default_roles")) return Promise.resolve((account?.roles ?? []) as Row[]);
                    if (statement.startsWith("SHOW GRANTS"))
                        return Promise.resolve((account?.grants ?? []).map((line) => ({ Grants: line })));
                    return Promise.resolve([]);
                },
                end: () => Promise.resolve(),
            });
        const admin = () => Promise.resolve(value("admin", "Admin-Passw0rd"));
        await mysql({ readAdmin: admin }, signIn).set(value("app_clone", "Next-Passw0rd"), value("app", "Now-Passw0rd"));
        return sent.filter((statement) => /^(ALTER|CREATE|GRANT|REVOKE|SET DEFAULT)/.test(statement));
    }

    test("makes the clone with the method of the base, and its password last", async () => {
        const made = await changes({
            app: {
                ssl_type: "SPECIFIED",
                x509_subject: "/CN=it's",
                x509_issuer: "",
                ssl_cipher: "",
                max_user_connections: 5,
                grants: [
                    "GRANT USAGE ON *.* TO `app`@`%`",
                    "GRANT CONNECTION_ADMIN,ROLE_ADMIN ON *.* TO `app`@`%` WITH GRANT OPTION",
                    "GRANT SELECT (`a`, `b`), INSERT ON `shop`.`orders` TO `app`@`%` WITH GRANT OPTION",
                    "GRANT `reader`@`%`,`writer`@`%` TO `app`@`%`",
                ],
                roles: [{ user: "reader", host: "%" }],
            },
        });
        expect(made[0]).toMatch(
            /^CREATE USER IF NOT EXISTS 'app_clone'@'%' IDENTIFIED WITH caching_sha2_password BY '[\w-]{32}'$/,
        );
        expect(made.slice(1)).toEqual([
            "ALTER USER 'app_clone'@'%' REQUIRE SUBJECT '/CN=it''s' WITH MAX_QUERIES_PER_HOUR 0 MAX_UPDATES_PER_HOUR 0 MAX_CONNECTIONS_PER_HOUR 0 MAX_USER_CONNECTIONS 5",
            "GRANT CONNECTION_ADMIN, ROLE_ADMIN ON *.* TO 'app_clone'@'%' WITH GRANT OPTION",
            "GRANT SELECT (`a`), SELECT (`b`), INSERT, GRANT OPTION ON `shop`.`orders` TO 'app_clone'@'%'",
            "GRANT `reader`@`%` TO 'app_clone'@'%'",
            "GRANT `writer`@`%` TO 'app_clone'@'%'",
            "ALTER USER 'app_clone'@'%' DEFAULT ROLE 'reader'@'%'",
            "ALTER USER 'app_clone'@'%' IDENTIFIED WITH caching_sha2_password BY 'Next-Passw0rd'",
        ]);
    });

    test("sends the hash where the method is that of old", async () => {
        const plugin = "mysql_native_password";
        expect(await changes({ app: { plugin }, app_clone: { plugin } })).toEqual([
            expect.stringMatching(/^ALTER USER 'app_clone'@'%' IDENTIFIED WITH mysql_native_password AS '\*[0-9A-F]{40}'$/),
        ]);
    });

    test("shows nothing of a statement with a password in it", async () => {
        const failing = changes({ app: {}, app_clone: {} }, (statement) => {
            if (!statement.includes(" BY '")) return;
            throw Object.assign(new Error(`syntax near ${statement}`), { code: "ER_PARSE_ERROR", sql: statement });
        });
        await expect(failing).rejects.toThrow(/^Setting the password failed \(ER_PARSE_ERROR\)\.$/);
        const making = changes({ app: {} }, (statement) => {
            if (!statement.includes(" BY '")) return;
            throw Object.assign(new Error(`syntax near ${statement}`), { code: "ER_PARSE_ERROR", sql: statement });
        });
        await expect(making).rejects.toThrow(/^Setting the password failed \(ER_PARSE_ERROR\)\.$/);
    });

    test("goes on where a password that was set before a crash may not be set twice", async () => {
        const fail = (statement: string) => {
            if (statement.includes(" BY '"))
                throw Object.assign(new Error("used before"), { code: "ER_CREDENTIALS_CONTRADICT_TO_HISTORY" });
        };
        expect(await changes({ app: {}, app_clone: {} }, fail)).toHaveLength(1);
    });

    test("leaves a user of IAM alone", async () => {
        await expect(changes({ app: { plugin: "AWSAuthenticationPlugin" } })).rejects.toThrow(
            "The user app signs in by AWSAuthenticationPlugin; passwords are rotated for mysql_native_password, caching_sha2_password, sha256_password.",
        );
    });
});

const TO = "TO `app`@`%`";

test.each<[string, string[], string[], string[]]>([
    [
        "nothing to nothing",
        [`GRANT USAGE ON *.* ${TO}`],
        [`GRANT USAGE ON *.* ${TO} IDENTIFIED BY PASSWORD '*1' REQUIRE SSL`],
        [],
    ],
    ["order is no difference", [`GRANT SELECT, INSERT ON \`s\`.* ${TO}`], [`GRANT INSERT, SELECT ON \`s\`.* ${TO}`], []],
    [
        "one for all, which takes the one first",
        [`GRANT ALL PRIVILEGES ON \`s\`.* ${TO}`],
        [`GRANT SELECT ON \`s\`.* ${TO}`],
        ["REVOKE SELECT ON `s`.* FROM c", "GRANT ALL PRIVILEGES ON `s`.* TO c"],
    ],
    [
        "a grant option beside limits",
        [`GRANT USAGE ON *.* ${TO} REQUIRE SSL WITH GRANT OPTION MAX_USER_CONNECTIONS 1`],
        [],
        ["GRANT GRANT OPTION ON *.* TO c"],
    ],
    [
        "a dynamic right with and without its option",
        [`GRANT ROLE_ADMIN ON *.* ${TO}`],
        [`GRANT ROLE_ADMIN ON *.* ${TO} WITH GRANT OPTION`],
        ["REVOKE ROLE_ADMIN ON *.* FROM c", "GRANT ROLE_ADMIN ON *.* TO c"],
    ],
    [
        "a proxy",
        [`GRANT PROXY ON \`p\`@\`%\` ${TO} WITH GRANT OPTION`],
        [],
        ["GRANT PROXY ON `p`@`%` TO c WITH GRANT OPTION"],
    ],
    [
        "roles with and without the option to give them on",
        ["GRANT `r`@`%` TO `app`@`%` WITH ADMIN OPTION"],
        ["GRANT `r`@`%`,`s`@`%` TO `app`@`%`"],
        ["REVOKE `r`@`%` FROM c", "REVOKE `s`@`%` FROM c", "GRANT `r`@`%` TO c WITH ADMIN OPTION"],
    ],
    [
        "restrictions of a right on all",
        [`GRANT SELECT ON *.* ${TO}`, "REVOKE SELECT ON `mysql`.* FROM `app`@`%`"],
        [`GRANT SELECT ON *.* ${TO}`, "REVOKE SELECT ON `other`.* FROM `app`@`%`"],
        ["GRANT SELECT ON `other`.* TO c", "REVOKE SELECT ON `mysql`.* FROM c"],
    ],
    [
        "the default role of MariaDB",
        ["GRANT `r` TO `app`@`%`", "SET DEFAULT ROLE `r` FOR `app`@`%`"],
        [],
        ["GRANT `r` TO c", "SET DEFAULT ROLE `r` FOR c"],
    ],
    ["no default role any more", [], ["SET DEFAULT ROLE `r` FOR `app`@`%`"], ["SET DEFAULT ROLE NONE FOR c"]],
    ["what everybody has", ["GRANT SELECT ON `s`.* TO PUBLIC"], [], []],
    [
        "names with the words of the line in them",
        ["GRANT SELECT (` TO `, `ON,`) ON `a ON b`.`c TO ``d``` TO `a FROM b`@`%`"],
        [],
        ["GRANT SELECT (` TO `), SELECT (`ON,`) ON `a ON b`.`c TO ``d``` TO c"],
    ],
])("grants: %s", (_, wanted, had, statements) => {
    expect(toMirror(wanted, had, "c")).toEqual(statements);
});

// Of protocol 10; 0x08 in the capabilities is TLS. https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase_packets_protocol_handshake_v10.html
function greeting(capabilities: number): Buffer {
    const payload = Buffer.concat([
        Buffer.from("\x0a8.0.0\0"),
        Buffer.from([1, 0, 0, 0]),
        Buffer.from("12345678\0"),
        Buffer.from([0x00, 0x80 | capabilities, 33, 2, 0, 0x08, 0x00, 21]),
        Buffer.alloc(10),
        Buffer.from("123456789012\0mysql_native_password\0"),
    ]);
    return Buffer.concat([Buffer.from([payload.length, 0, 0, 0]), payload]);
}
