import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import type { Session } from "../../../components/aws/rotating-secret/runtime/database";
import { open, postgres, verifier } from "../../../components/aws/rotating-secret/runtime/postgres";
import { postgresPrograms, startPostgres } from "../../harness/databases";
import { Secret, describeAlternation } from "./rotating-secret-database";

describeAlternation(
    {
        title: "PostgreSQL",
        engine: "postgres",
        installed: postgresPrograms !== undefined,
        strategy: postgres,
        open,
        start: startPostgres,
        dbname: "postgres",
        prepare: [
            "CREATE ROLE rds_admin LOGIN CREATEROLE PASSWORD 'Admin-Passw0rd'",
            "CREATE ROLE buyers",
            "CREATE TABLE orders (client int, turn int)",
            "GRANT ALL ON orders TO buyers",
            "GRANT CREATE ON SCHEMA public TO buyers",
        ],
        // By the administrator, who may then give the role on: from version 16 on that takes more than CREATEROLE.
        user: (name, password) => [
            "SET ROLE rds_admin",
            `CREATE ROLE ${name} LOGIN PASSWORD '${password}'`,
            "RESET ROLE",
            `GRANT buyers TO ${name}`,
        ],
        rename: (from, to) => `ALTER ROLE ${from} RENAME TO ${to}`,
        failedLogin: /FATAL/,
        longestName: 63,
        // To the request for TLS. https://www.postgresql.org/docs/current/protocol-flow.html
        hello: { withTls: { second: "S", request: 8 }, withoutTls: { second: "N", request: 8 } },
    },
    (bench) => {
        const only = async (session: Session, statement: string) => Object.values((await session.query(statement))[0]!)[0];
        const clone = (name: string) => `${name}_clone`;

        test("gives the clone the settings of the base, and takes those that the base has no longer", async () => {
            const secret = await bench().secret("tuned");
            await bench().run([
                `ALTER ROLE tuned SET search_path = "$user", "odd, name", 'q"uo''te', public`,
                "ALTER ROLE tuned SET statement_timeout = '71s'",
                "ALTER ROLE tuned SET shop.tenant = 'it''s \\ odd'",
                "ALTER ROLE tuned IN DATABASE postgres SET lock_timeout = '7s'",
                "ALTER ROLE tuned CONNECTION LIMIT 9 VALID UNTIL '2099-01-02 03:04:05+00'",
            ]);
            const NAMES = ["search_path", "statement_timeout", "shop.tenant", "lock_timeout"];
            const settings = async (value: string) =>
                bench().as(value, async (session) => {
                    const shown = `SELECT ${NAMES.map((name) => `current_setting('${name}', true) AS "${name}"`).join(", ")}, current_user`;
                    const of = `SELECT rolconnlimit, rolvaliduntil FROM pg_roles WHERE rolname = session_user`;
                    return [...(await session.query(shown)), ...(await session.query(of))];
                });
            await expect(secret.rotate(bench().strategy())).rejects.toThrow(
                "tuned has the setting shop.tenant, which the administrator may not give to tuned_clone. " +
                    'As a superuser: GRANT SET ON PARAMETER "shop"."tenant" TO the administrator.',
            );
            expect(await bench().root.query("SELECT FROM pg_roles WHERE rolname = 'tuned_clone'")).toEqual([]);
            await bench().run(["GRANT SET ON PARAMETER shop.tenant TO rds_admin"]);
            await secret.rotate(bench().strategy());
            expect(secret.username).toBe("tuned_clone");
            expect(await settings(secret.current)).toEqual(await settings(secret.previous!));
            expect((await settings(secret.current))[0]).toMatchObject({
                search_path: `"$user", "odd, name", "q""uo'te", public`,
                "shop.tenant": "it's \\ odd",
                current_user: "tuned",
            });

            await secret.rotate(bench().strategy());
            await bench().run([
                "ALTER ROLE tuned RESET search_path",
                "ALTER ROLE tuned IN DATABASE postgres RESET ALL",
                "ALTER ROLE tuned SET statement_timeout = '72s'",
                "ALTER ROLE tuned CONNECTION LIMIT -1 VALID UNTIL 'infinity'",
            ]);
            await secret.rotate(bench().strategy());
            expect(secret.username).toBe("tuned_clone");
            expect(await settings(secret.current)).toEqual(await settings(secret.previous!));
            expect((await settings(secret.current))[0]).toMatchObject({ statement_timeout: "72s", lock_timeout: "0" });
        });

        test("changes nothing of a clone that is right already, but its password", async () => {
            const secret = await bench().secret("calm");
            for (let rotation = 0; rotation < 3; rotation++) await secret.rotate(bench().strategy());
            const before = bench().server.log().length;
            secret.pending = await bench().strategy().create(secret.current);
            await secret.rotate(bench().strategy());
            const changes = bench()
                .server.log()
                .slice(before)
                .match(/LOG: {2}statement: (ALTER|GRANT|CREATE|REASSIGN).*/g);
            expect(changes).toEqual([expect.stringMatching(/ALTER ROLE "calm" PASSWORD 'SCRAM-SHA-256\$4096:/)]);
        });

        test("keeps the role that the base takes", async () => {
            const secret = await bench().secret("actor");
            await bench().run(["CREATE ROLE stage", "GRANT stage TO actor", "ALTER ROLE actor SET role = stage"]);
            await secret.rotate(bench().strategy());
            const found = await bench().as(secret.current, (session) =>
                only(session, "SELECT session_user || ' ' || current_user"),
            );
            expect(found).toBe("actor_clone stage");
        });

        test("keeps what the base makes its own, whoever made it, through a pool that discards all", async () => {
            const secret = await bench().secret("maker");
            await secret.rotate(bench().strategy());
            await bench().as(secret.current, async (session) => {
                await session.query("DISCARD ALL");
                await session.query("CREATE TABLE made_by_maker (a int)");
                await session.query("ALTER TABLE made_by_maker ENABLE ROW LEVEL SECURITY");
                await session.query("CREATE POLICY own ON made_by_maker USING (current_user = 'maker')");
                await session.query("ALTER TABLE made_by_maker FORCE ROW LEVEL SECURITY");
                await session.query("INSERT INTO made_by_maker VALUES (1)");
                expect(await only(session, "SELECT tableowner FROM pg_tables WHERE tablename = 'made_by_maker'")).toBe(
                    "maker",
                );
            });
            await secret.rotate(bench().strategy());
            await bench().as(secret.current, (session) => session.query("DROP TABLE made_by_maker"));
        });

        test("takes over from another rotation, with what its clone has made", async () => {
            const secret = await bench().secret("adopted");
            await bench().run([
                "SET ROLE rds_admin",
                "CREATE ROLE adopted_clone LOGIN PASSWORD 'First-of-the-clone'",
                "GRANT adopted TO adopted_clone",
                "RESET ROLE",
                "SET ROLE adopted_clone",
                "CREATE TABLE made_before (a int)",
                "RESET ROLE",
            ]);
            const owner = () => only(bench().root, "SELECT tableowner FROM pg_tables WHERE tablename = 'made_before'");
            await secret.rotate(bench().strategy());
            expect(await owner()).toBe("adopted");

            await bench().as(secret.current, async (session) => {
                await session.query("SET ROLE NONE");
                await session.query("CREATE TABLE made_as_itself (a int)");
            });
            await secret.rotate(bench().strategy());
            expect(secret.username).toBe("adopted");
            await bench().as(secret.current, (session) => session.query("ALTER TABLE made_as_itself ADD COLUMN b int"));
        });

        test("leaves a role alone that has rights of its own", async () => {
            const secret = await bench().secret("modest");
            await bench().run(["CREATE ROLE modest_clone LOGIN SUPERUSER CREATEDB"]);
            await expect(secret.rotate(bench().strategy())).rejects.toThrow(
                "The role modest_clone is another's: it has what modest has not (super, createdb).",
            );
            expect(await bench().accepts(secret.current)).toBe(true);
        });

        test("does not give a password for x to whom has that of an x_clone that is no clone", async () => {
            const victim = await bench().secret("victim");
            const thief = await bench().secret(clone("victim"));
            await expect(thief.rotate(bench().strategy())).rejects.toThrow(
                "The role victim_clone is no member of victim, so it was not made by a rotation.",
            );
            expect(await bench().accepts(victim.current)).toBe(true);
        });

        test("takes names with all that a name may have", async () => {
            const name = `Odd "name" it's \\ $1 ü`;
            await bench().run([
                "SET ROLE rds_admin",
                `CREATE ROLE "${name.replaceAll('"', '""')}" LOGIN PASSWORD 'First-odd'`,
                "RESET ROLE",
            ]);
            const secret = new Secret(JSON.stringify(bench().login(name, "First-odd")), bench().passwords);
            for (let rotation = 0; rotation < 3; rotation++) await secret.rotate(bench().strategy());
            expect(secret.username).toBe(clone(name));
        });

        test("an administrator who may not make roles is told so", async () => {
            await bench().run(["CREATE ROLE weak LOGIN PASSWORD 'First-weak'"]);
            const secret = await bench().secret("under_weak");
            const readAdmin = () => Promise.resolve(JSON.stringify(bench().login("weak", "First-weak")));
            await expect(secret.rotate(bench().strategy(open, { readAdmin }))).rejects.toThrow(
                /^A statement as the administrator failed: permission denied to create role \(42501\)\.$/,
            );
        });
    },
);

test("a verifier is that of RFC 7677", () => {
    const salt = "W22ZaJ0SNY7soEsUEjb6gQ==";
    const [, iterations, kept, , key] = verifier("pencil", Buffer.from(salt, "base64")).split(/[$:]/);
    expect([iterations, kept]).toEqual(["4096", salt]);
    const nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    const exchange = `n=user,r=rOprNGfwEbeRWgbNEkqO,r=${nonce},s=${salt},i=4096,c=biws,r=${nonce}`;
    const signature = createHmac("sha256", Buffer.from(key!, "base64")).update(exchange).digest("base64");
    expect(signature).toBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    expect(verifier("pencil")).not.toBe(verifier("pencil"));
});
