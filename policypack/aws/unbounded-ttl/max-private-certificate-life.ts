import { duration } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { instant, lasting } from "../../facts/duration";
import { Malformed, type Value, number, text } from "../../facts/values";

const CERTIFICATE = "aws:acmpca/certificate:Certificate";
// The longest that a unit can be.
const DAYS: ReadonlyMap<string | undefined, number> = new Map([
    ["DAYS", 1],
    ["MONTHS", 31],
    ["YEARS", 366],
]);
const certificate = {
    certificateAuthorityArn:
        "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/12345678-1234-1234-1234-123456789012",
    certificateSigningRequest: "-----BEGIN CERTIFICATE REQUEST-----…",
    signingAlgorithm: "SHA256WITHRSA",
};

export default resourceRule({
    name: "aws-max-private-certificate-life",
    severity: "medium",
    description: "A certificate of a private authority, other than for an authority, expires within the allowed time.",
    rationale:
        "Whoever has its key is that workload or person until it expires, to Roles Anywhere and to all that trust the authority.",
    remedy: "Set validity to the limit or less, and issue anew by program; ACM renews those that it issues itself.",
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01"],
    on: [CERTIFICATE],
    options: {
        limit: duration({ description: "Longest life allowed.", default: "398d", minimum: "1d", maximum: "3650d" }),
    },
    examples: {
        denied: [{ type: CERTIFICATE, inputs: { ...certificate, validity: { type: "YEARS", value: "10" } } }],
        allowed: [{ type: CERTIFICATE, inputs: { ...certificate, validity: { type: "DAYS", value: "7" } } }],
    },

    // https://docs.aws.amazon.com/privateca/latest/userguide/UsingTemplates.html: without a template it is for an end entity.
    *check({ inputs }, { limit }, now) {
        if (/CACertificate/.test(text(inputs.get("templateArn")) ?? "")) return;
        const validity = inputs.get("validity");
        const asked = secondsOf(validity, now);
        if (asked > limit) {
            yield {
                message: `The certificate is valid for up to ${lasting(asked)}; the limit is ${lasting(limit)}.`,
                path: "validity.value",
            };
        }
    },
});

function secondsOf(validity: Value, now: Date): number {
    const kind = text(validity.get("type"));
    const value = validity.get("value");
    if (value.absent) return 0;
    const days = DAYS.get(kind);
    if (days !== undefined) return (number(value) ?? 0) * days * 86_400;
    const end = kind === "ABSOLUTE" ? (number(value) ?? 0) * 1_000 : instant(text(value) ?? "");
    if (end === undefined) throw new Malformed(value.path, "an end of the validity");
    return (end - now.getTime()) / 1_000;
}
