/** Documents as a program writes them, for examples and tests. */

export function policyOf(...statements: readonly object[]): string {
    return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A trust policy for a service of AWS: "lambda.amazonaws.com". */
export function serviceTrust(service: string): string {
    return policyOf({ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" });
}

/** A trust policy for GitHub Actions, with conditions on claims: `{ StringEquals: { aud: "sts.amazonaws.com" } }`. */
export function githubTrust(condition: Readonly<Record<string, Readonly<Record<string, unknown>>>>): string {
    const issuer = "token.actions.githubusercontent.com";
    const prefixed = Object.entries(condition).map(([operator, claims]) => [
        operator,
        Object.fromEntries(Object.entries(claims).map(([claim, value]) => [`${issuer}:${claim}`, value])),
    ]);
    return policyOf({
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${issuer}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: Object.fromEntries(prefixed) as unknown,
    });
}
