import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validUntil } from "../../../policypack/facts/certificate";
import { NEW, OLD, SOON, VERSION_3 } from "./certificates";

const PEM = (der: Uint8Array) =>
    `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString("base64")}\n-----END CERTIFICATE-----`;

describe("validUntil", () => {
    test.each([
        ["2024-08-22T17:08:19Z", OLD],
        ["2026-01-22T12:00:00Z", SOON],
        ["2060-01-01T00:00:00Z", NEW],
        ["2026-12-24T03:24:49Z", VERSION_3],
        ["2060-01-01T00:00:00Z", `${OLD}\n${NEW}\n${SOON}`],
        ["2024-08-22T17:08:19Z", `# of the shop\r\n${OLD.replaceAll("\n", "\r\n")}`],
    ])("%s", (end, pem) => expect(validUntil(pem)).toBe(Date.parse(end)));

    test.each(["", "…", "arn:aws:acm:…", OLD.slice(0, 200), PEM(new Uint8Array([0x30, 0x84])), PEM(new Uint8Array())])(
        "nothing in %j",
        (pem) => expect(validUntil(pem)).toBeUndefined(),
    );

    test("any bytes give an end or nothing", () => {
        fc.assert(
            fc.property(fc.uint8Array({ maxLength: 64 }), (der) => {
                expect(["number", "undefined"]).toContain(typeof validUntil(PEM(der)));
            }),
        );
    });

    test("a certificate cut off anywhere gives its end or nothing", () => {
        const der = Buffer.from(OLD.replaceAll(/-----.*-----/g, ""), "base64");
        for (let length = 0; length < der.length; length++) expect(validUntil(PEM(der.subarray(0, length)))).toBeUndefined();
    });
});
