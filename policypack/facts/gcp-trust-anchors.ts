const PEM = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END/g;

// The organisations that sign for everyone whose roots the browsers hold, as their certificates name them; from the
// root stores of Mozilla and Chrome, 2026-09, those that most sites have their certificates from.
const PUBLIC = [
    "Actalis S.p.A.",
    "Amazon Root CA",
    "Buypass AS",
    "Certainly",
    "COMODO CA Limited",
    "DigiCert Global",
    "DigiCert High Assurance",
    "DigiCert TLS",
    "Entrust Root",
    "GlobalSign Root",
    "GoDaddy.com, Inc.",
    "Google Trust Services",
    "IdenTrust Commercial Root",
    "IdenTrust Public Sector Root",
    "Internet Security Research Group",
    "Let's Encrypt",
    "Sectigo Public",
    "SSL Corporation",
    "SSL.com Root",
    "Starfield Technologies, Inc.",
    "SwissSign AG",
    "The USERTRUST Network",
    "ZeroSSL",
] as const;

/** The public authority that one of the certificates in a PEM text is of, by name: anyone may have one of its certificates. */
export function publicAuthority(pem: string): string | undefined {
    for (const [, base64 = ""] of pem.matchAll(PEM)) {
        // Names stand in a certificate as they are.
        const certificate = Buffer.from(base64, "base64").toString("latin1");
        const found = PUBLIC.find((name) => certificate.includes(name));
        if (found !== undefined) return found;
    }
    return undefined;
}
