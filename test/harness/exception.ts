/** An entry of a register of exceptions in which nothing is wrong at the instant of the tests. */
export const EXCEPTION = {
    rule: "aws-no-iam-access-key",
    resource: "urn:pulumi:prod::shop::aws:iam/accessKey:AccessKey::partner",
    owner: "payments@example.com",
    approver: "security@example.com",
    ticket: "SEC-1234",
    reason: "The partner's SFTP server takes nothing but a key until it is replaced.",
    opened: "2026-01-02",
    expires: "2026-01-30",
};
