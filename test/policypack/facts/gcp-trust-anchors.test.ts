import { describe, expect, test } from "vitest";
import { publicAuthority } from "../../../policypack/facts/gcp-trust-anchors";

// ISRG Root X2, which signs for everyone, and a root made for this test.
const PUBLIC =
    "MIICGzCCAaGgAwIBAgIQQdKd0XLq7qeAwSxs6S+HUjAKBggqhkjOPQQDAzBPMQswCQYDVQQGEwJVUzEpMCcGA1UEChMgSW50ZXJu" +
    "ZXQgU2VjdXJpdHkgUmVzZWFyY2ggR3JvdXAxFTATBgNVBAMTDElTUkcgUm9vdCBYMjAeFw0yMDA5MDQwMDAwMDBaFw00MDA5MTcx" +
    "NjAwMDBaME8xCzAJBgNVBAYTAlVTMSkwJwYDVQQKEyBJbnRlcm5ldCBTZWN1cml0eSBSZXNlYXJjaCBHcm91cDEVMBMGA1UEAxMM" +
    "SVNSRyBSb290IFgyMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEzZvVn4CDCuwJSvMWSj5cz3es3mcFDR0HttwW+1qLFNvicWDEukWV" +
    "EYmO6gbf9yoWHKS5xcUy4APgHoIYOIvXRdgKam7mAHf7AlF9ItgKbppbd9/w+kHsOdx1ymgHDB/qo0IwQDAOBgNVHQ8BAf8EBAMC" +
    "AQYwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUfEKWrt5LSDv6kviejM9ti6lyN5UwCgYIKoZIzj0EAwMDaAAwZQIwe3lORlCE" +
    "wkSHRhtFcP9Ymd70/aTSVaYgLXTWNLxBo1BfASdWtL4ndQavEi51mI38AjEAi/V3bNTIZargCyzuFJ0nN6T5U6VR5CmD1/iQMVtC" +
    "nwr1/q4AaOeMSQ+2b1tbFfLn";
const OWN =
    "MIIBqjCCAU+gAwIBAgIUd12oQbRtCTbhcTujP7bTXWF1Ym8wCgYIKoZIzj0EAwIwKTEQMA4GA1UECgwHRXhhbXBsZTEVMBMGA1UE" +
    "AwwMRXhhbXBsZSBSb290MCAXDTI2MTEyNDAzNTEzMVoYDzIxMjYxMDMxMDM1MTMxWjApMRAwDgYDVQQKDAdFeGFtcGxlMRUwEwYD" +
    "VQQDDAxFeGFtcGxlIFJvb3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARxxkF/bT2xoKWcYYkB3YgmIMDeDbEPgHq90iMBxq4X" +
    "f/74T2kRe2W/e9dqB/l6BgqP1MyIsdESxOJJs/l1f16Zo1MwUTAdBgNVHQ4EFgQUAVzlifQQ4wTmtxreM4pFszMRA40wHwYDVR0j" +
    "BBgwFoAUAVzlifQQ4wTmtxreM4pFszMRA40wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNJADBGAiEAn8MhqnQqDfm5zvOg" +
    "XqaqB5AmhuvaVLYmOXPcLHgxQMgCIQCb2a0BNGmRTdIqBrhSgBkPvlZFCDCy6lg/mt6MXN4VqQ==";

const pem = (...certificates: readonly string[]) =>
    certificates
        .map((base64) => `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`)
        .join("");

describe("publicAuthority", () => {
    test("the root of a public authority", () => {
        expect(publicAuthority(pem(PUBLIC))).toBe("Internet Security Research Group");
    });

    test("one among others", () => {
        expect(publicAuthority(pem(OWN, PUBLIC))).toBe("Internet Security Research Group");
    });

    test("the root of one's own authority", () => {
        expect(publicAuthority(pem(OWN))).toBeUndefined();
    });

    test("what is no certificate", () => {
        for (const written of ["", "Let's Encrypt", pem("AAAA"), "-----BEGIN CERTIFICATE-----"]) {
            expect(publicAuthority(written)).toBeUndefined();
        }
    });
});
