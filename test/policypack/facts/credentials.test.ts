import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAwsSecret, isChosen, isRandom, isReference } from "../../../policypack/facts/credential-forms";
import { namedCredential } from "../../../policypack/facts/credential-names";
import { credential, credentials } from "../../../policypack/facts/credentials";

// Put together here, so that scanners of this repository find no token in it.
const RANDOM = "9f8e7d6c5b4a39281706";
const MIXED = "aB3dE5fG7hI9jK1lmN0pQ2rS4tU6vW8xY0z1bC2d";
const join = (...parts: string[]) => parts.join("");

describe("the name", () => {
    test.each([
        ["DB_PASSWORD", "password"],
        ["dbPassword", "password"],
        ["PGPASSWORD", "password"],
        ["--db-password", "password"],
        ["/prod/db/password", "password"],
        ["DB_PASSWORD_PROD", "password"],
        ["DB_PASSWORD_2", "password"],
        ["db.password2", "password"],
        ["SMTP_PASS", "password"],
        ["dbpass", "password"],
        ["DB_PWD", "password"],
        ["SSH_PASSPHRASE", "password"],
        ["JWT_SECRET", "chosen"],
        ["clientSecret", "chosen"],
        ["DB_SECRET", "secret"],
        ["SECRET", "secret"],
        ["GITHUB_TOKEN", "token"],
        ["accessToken", "token"],
        ["REDIS_AUTH", "token"],
        ["API_KEY", "key"],
        ["apikey", "key"],
        ["AWS_SECRET_ACCESS_KEY", "key"],
        ["SECRET_KEY_BASE", "key"],
        ["NEW_RELIC_LICENSE_KEY", "key"],
    ])("%s is that of a %s", (name, kind) => {
        expect(namedCredential(name)).toBe(kind);
    });

    test.each([
        "DB_PASSWORD_FILE",
        "DB_PASSWORD_ARN",
        "TOKEN_URL",
        "TOKEN_EXPIRY",
        "SECRET_NAME",
        "SECRET_ARN",
        "DB_SECRET_ID",
        "API_KEY_ID",
        "API_KEY_HEADER",
        "PASSWORD_MIN_LENGTH",
        "USE_PASSWORD",
        "RESET_PASSWORD",
        "NEXT_TOKEN",
        "pageToken",
        "MAX_TOKENS",
        "PUBLIC_KEY",
        "NEXT_PUBLIC_API_KEY",
        "VITE_API_KEY",
        "STRIPE_PUBLISHABLE_KEY",
        "PARTITION_KEY",
        "S3_KEY",
        "KMS_KEY",
        "KEY",
        "PWD",
        "OLDPWD",
        "OLD_PWD",
        "BYPASS",
        "COMPASS",
        "MONKEY",
        "AUTHOR",
        "SECRETARY",
        "",
    ])("%j is that of none", (name) => {
        expect(namedCredential(name)).toBeUndefined();
    });
});

describe("the look", () => {
    test.each([
        "",
        "  ",
        "arn:aws:ssm:eu-central-1:111122223333:parameter/db",
        "{{resolve:ssm-secure:db:1}}",
        "{{ db_password }}",
        "${DB_PASSWORD}",
        "$DB_PASSWORD",
        "$(cat /run/secrets/db)",
        "`cat x`",
        "%DB_PASSWORD%",
        "$.password",
        "$$.Task.Token",
        "{% $states.input.password %}",
        "!Ref Password",
        "ssm:/db/password",
        "ssm-secure:/db/password",
        "vault:secret/data/db",
        "op://vault/item/field",
        "ENC[AES256_GCM,data:x]",
        "https://acme.io/login",
        "$2b$12$R9h/cIPz0gi",
        "alias/orders",
    ])("%j is a reference", (text) => {
        expect(isReference(text)).toBe(true);
        expect(isChosen(text) || isRandom(text)).toBe(false);
    });

    test.each(["Winter-2026!", "hunter22", "postgres", "correct-horse-battery-staple", "P@ss/w0rd", "s3cr$t123", "123456"])(
        "%j is a password that someone chose",
        (text) => expect(isChosen(text)).toBe(true),
    );

    test.each([
        "changeme",
        "change-me-please",
        "<password>",
        "[password]",
        "xxxxxxxx",
        "********",
        "aaaaaa",
        "...",
        "your-password",
        "dummy-value",
        "example",
        "none",
        "true",
        "8080",
        "prod/db/password",
        "/run/secrets/db_password",
        "my-db-password",
        "dockerhub:password",
        "Enter your password here",
        "abc",
    ])("%j is none", (text) => expect(isChosen(text)).toBe(false));

    test.each([RANDOM, MIXED, "7c4a8d09-ca37-4f6a-8b0e-1f2d3c4b5a69", "aB3_dE5-fG7.hI9", "Zm9vYmFyYmF6MTIz"])(
        "%j was made by a machine",
        (text) => expect(isRandom(text)).toBe(true),
    );

    test.each([
        "eu-central-1",
        "my-bucket-111122223333",
        "orders-queue-3f2a1bc",
        "db.t4g.micro.internal1",
        "orders.cluster-abc1.eu-central-1.rds.amazonaws.com",
        "mdp/feature-logging/Composite2Pipeline",
        "MY_TEAM_TOKEN_2",
        "ops1@acme.io.example1",
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "2026-01-15T12:00:00Z 1h",
        "1234567890123456",
        "onlyletterswithoutnumbers",
        "a1a1a1a1a1a1",
        "short1",
    ])("%j was not", (text) => expect(isRandom(text)).toBe(false));

    test("a secret access key of AWS is 40 characters, mixed", () => {
        expect(isAwsSecret(MIXED)).toBe(true);
        expect(isAwsSecret(MIXED.slice(1))).toBe(false);
        expect(isAwsSecret(MIXED.toLowerCase())).toBe(false);
        expect(isAwsSecret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")).toBe(false);
    });
});

describe("a value under its name", () => {
    test.each([
        ["AWS_SECRET_ACCESS_KEY", MIXED, "an AWS secret access key"],
        ["AWS_SECRET_KEY", MIXED, "an AWS secret access key"],
        ["API_KEY", RANDOM, "a key"],
        ["JWT_SECRET", "supersecret", "a secret"],
        ["DB_SECRET", RANDOM, "a secret"],
        ["X", join("AKIA", "QX7ZB2LMN4RSTUVW"), "an AWS access key"],
        ["X", join("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".dozjgNryP4J3jVmNHl0w5N"), "a JSON Web Token"],
        ["X", join("AIza", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q"), "a Google API key"],
        ["X", join("sk_live_", MIXED), "a Stripe key"],
        ["X", join("xoxb", "-123456789012-aB3dE5fG7hI9"), "a Slack token"],
        ["X", join("glpat", "-aB3dE5fG7hI9jK1lmN0p"), "a GitLab token"],
        ["X", `//registry.npmjs.org/:_authToken=${MIXED}`, "a token"],
        ["X", join("npm", "_aB3dE5fG7hI9jK1lmN0pQ2rS4tU6vW8xY0z1"), "an npm token"],
        ["X", "postgres://app:hunter22@db.internal/app", "a URL with a password"],
        ["X", "amqps://app:hunter22@mq", "a URL with a password"],
        ["X", "jdbc:mysql://app:hunter22@db/app", "a URL with a password"],
        ["X", "Server=db;User Id=sa;Password=P4ssw0rd!;", "a password"],
        ["X", '{"user":"a","password":"Winter-2026!"}', "a password"],
        ["X", `curl -H 'Authorization: Bearer ${MIXED}'`, "a token"],
        [
            "X",
            join("-----BEGIN RSA PRIVATE KEY-----\nMI", "IE".repeat(80), "\n-----END RSA PRIVATE KEY-----"),
            "a private key",
        ],
    ])("%s = %j", (name, text, kind) => {
        expect(credential(text, name)).toBe(kind);
    });

    test.each([
        ["X", MIXED],
        ["X", RANDOM],
        ["COMMIT", "55e7e7703f17c41f276caf8f1a1b744d674259f8"],
        ["AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"],
        ["ENCRYPTION_KEY", "c0baad75-d0d3-24e3-95d1-1e4e38a44c4a"],
        ["X", "postgres://db.internal/app"],
        ["X", "postgres://app@db.internal/app"],
        ["X", "postgres://app:${PASSWORD}@db.internal/app"],
        ["X", "postgres://app:password@db.internal/app"],
        ["X", "postgres://app:hunter22@localhost/app"],
        ["X", "https://user:hunter22@www.example.com/"],
        ["X", "//registry.npmjs.org/:_authToken=\\${NPM_TOKEN}"],
        ["X", '//registry.npmjs.org/:_authToken="$NPM_TOKEN"'],
        ["VITE_FIREBASE_KEY", join("AIza", "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q")],
        ["SUPABASE_ANON_KEY", join("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0", ".dozjgNryP4J3jVmNHl0w5N")],
        ["X", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----"],
        ["X", "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 ops"],
    ])("%s = %j is none", (name, text) => {
        expect(credential(text, name)).toBeUndefined();
    });
});

describe("a text of many lines", () => {
    test.each([
        "password: string",
        "password = os.environ['DB1']",
        "password = getPassword1()",
        "password = config.password1",
        "private_key: ed25519.Ed25519PrivateKey",
        "export TOKEN=$TOKEN1",
        "token=`cat /token1`",
        'password="${PASSWORD_1}"',
        "the password is set in step 1",
    ])("finds none in %j", (line) => {
        expect(credentials(`#!/bin/sh\n${line}\n`)).toEqual([]);
    });

    test("finds each, once in a line, in order", () => {
        const text = `a: 1\npassword: Winter-2026!\nAWS_SECRET_ACCESS_KEY=${MIXED}\n--token ${RANDOM}\n`;
        expect(credentials(text).map(({ kind, at }) => [kind, text.slice(0, at).split("\n").length])).toEqual([
            ["a password", 2],
            ["an AWS secret access key", 3],
            ["a token", 4],
        ]);
    });
});

describe("hostile texts", () => {
    const parts = fc.constantFrom(
        ..."a A 1 : / @ = - _ . \" ' \n password= eyJ AKIA AIza :// --token _authToken= SG. xoxb- -----BEGIN sk_live_ secret: authorization: postgres://a: $".split(
            " ",
        ),
        " ",
    );

    test("of a size that no cloud takes are read to their end", { timeout: 30_000 }, () => {
        for (const some of fc.sample(fc.array(parts, { minLength: 1, maxLength: 4 }), { numRuns: 150, seed: 7 })) {
            const text = some.join("").repeat(100_000 / Math.max(1, some.join("").length));
            expect(credential(text, "DB_PASSWORD")).not.toBe("");
        }
    });

    test("are never shown", () => {
        fc.assert(
            fc.property(fc.string({ minLength: 8 }), fc.array(parts), (secret, around) => {
                const text = `${around.join("")}${secret}`;
                const said = [credential(text, "DB_PASSWORD"), ...credentials(text).map(({ kind }) => kind)];
                for (const kind of said) expect(kind ?? "").toMatch(/^$|^an? [A-Za-z ]{1,30}$/);
            }),
            { numRuns: 2_000 },
        );
    });
});
