import { eachResource, stackRule } from "../../core/rule";
import { JOINED, holdersIn } from "../../facts/gcp-holders";
import { eachMember } from "../../facts/gcp-iam";
import { ON_CONTAINERS } from "../../facts/gcp-iam-types";
import { quote } from "../../facts/quote";
import { text } from "../../facts/values";

const KEY = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember";
const cryptoKeyId = "projects/example/locations/global/keyRings/app/cryptoKeys/orders";
const admin = { type: KEY, inputs: { cryptoKeyId, role: "roles/cloudkms.admin", member: "group:keys@example.com" } };
const user = { cryptoKeyId, role: "roles/cloudkms.cryptoKeyEncrypterDecrypter" };
const USES = /^roles\/cloudkms\.(crypto(Key(Encrypter|Decrypter|EncrypterDecrypter)|Operator)|signer|signerVerifier)$/;

export default stackRule({
    name: "gcp-require-separate-key-duties",
    severity: "low",
    description: "Who administers keys does not use them.",
    rationale: "Whoever may both use a key and change who may, or destroy it, can read the data and leave no one able to.",
    remedy: "Grant roles/cloudkms.admin to one group, and the use of the key to the workload.",
    controls: ["NHI5:2025", "PR.AA-05"],
    replaces: ["Prowler iam_role_kms_enforce_separation_of_duties"],
    on: [
        ...ON_CONTAINERS,
        KEY,
        "gcp:kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding",
        "gcp:kms/cryptoKeyIAMPolicy:CryptoKeyIAMPolicy",
        "gcp:kms/keyRingIAMMember:KeyRingIAMMember",
        "gcp:kms/keyRingIAMBinding:KeyRingIAMBinding",
        "gcp:kms/keyRingIAMPolicy:KeyRingIAMPolicy",
    ],
    beside: JOINED,
    examples: {
        denied: [admin, { type: KEY, inputs: { ...user, member: admin.inputs.member } }],
        allowed: [admin, { type: KEY, inputs: { ...user, member: "group:orders@example.com" } }],
    },

    // What one of the roles stands on is not asked: who administers the keys of one project seldom uses those of another.
    *check(resources) {
        const onKeys = resources.filter(({ type }) => type.startsWith("gcp:kms/"));
        yield* eachResource(onKeys, (resource) => eachMember(resource, (_, { role }) => (text(role) ? [] : [])));
        for (const { name, made, holds } of holdersIn(resources)) {
            const administers = holds.find(({ role }) => role === "roles/cloudkms.admin");
            const uses = holds.find(({ role = "" }) => USES.test(role));
            if (!administers || !uses) continue;
            const who = made ? "A service account of the program" : quote("member", name);
            const message = `${who} administers keys, and uses them by ${quote("role", uses.role ?? "")}.`;
            yield { message, path: administers.grant.role.path, part: who, resource: administers.on };
        }
    },
});
