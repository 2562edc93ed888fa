import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/require-separate-key-duties";
import { describeRule } from "../../../harness/describe-rule";

const USE = "roles/cloudkms.cryptoKeyEncrypterDecrypter";
const key = (name: string, role: unknown, member: unknown, sources = {}) => ({
    type: "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember",
    name,
    inputs: { cryptoKeyId: "k", role, member },
    sources,
});
const project = (name: string, role: string, members: readonly string[]) => ({
    type: "gcp:projects/iAMBinding:IAMBinding",
    name,
    inputs: { project: "p", role, members },
});

describeRule(rule, {
    denies: {
        "a group that administers a key and uses it": {
            given: [key("a", "roles/cloudkms.admin", "group:a@example.com"), key("b", USE, "group:a@example.com")],
            says: [`\`group:a@example.com\` administers keys, and uses them by \`${USE}\`.`],
        },
        "one that administers all keys of a project": {
            given: [
                project("a", "roles/cloudkms.admin", ["group:a@example.com", "group:b@example.com"]),
                key("b", "roles/cloudkms.signerVerifier", "group:b@example.com"),
            ],
            says: ["`group:b@example.com` administers keys, and uses them by `roles/cloudkms.signerVerifier`."],
        },
        "a service account of the program": {
            given: [
                { type: "gcp:serviceaccount/account:Account", name: "app", inputs: { accountId: "app" } },
                key("a", "roles/cloudkms.admin", UNKNOWN, { member: ["app"] }),
                key("b", "roles/cloudkms.cryptoKeyDecrypter", UNKNOWN, { member: ["app"] }),
            ],
            says: [
                "A service account of the program administers keys, and uses them by `roles/cloudkms.cryptoKeyDecrypter`.",
            ],
        },
    },
    allows: {
        "two groups": {
            given: [key("a", "roles/cloudkms.admin", "group:a@example.com"), key("b", USE, "group:b@example.com")],
        },
        "who only looks": {
            given: [
                key("a", "roles/cloudkms.admin", "group:a@example.com"),
                key("b", "roles/cloudkms.viewer", "group:a@example.com"),
                key("c", "roles/cloudkms.publicKeyViewer", "group:a@example.com"),
            ],
        },
    },
    cannotDecide: {
        "a role that is not known yet": {
            given: [key("a", UNKNOWN, "group:a@example.com")],
            says: ["`role` is not known before the deployment."],
        },
    },
});
