import { resourceRule } from "../../core/rule";
import { type Value, elements, text } from "../../facts/values";

const USER = "aws:elasticache/user:User";
const SIGNS_IN = "This user signs in with a password.";
const KAFKA = "The Kafka cluster takes user names and passwords from Secrets Manager.";
const PASSWORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    [USER]: { passwords: SIGNS_IN, passwordsWo: SIGNS_IN },
    "aws:memorydb/user:User": {},
    "aws:elasticache/replicationGroup:ReplicationGroup": {
        authToken: "`authToken` is one password for all users of this cache.",
        authTokenWo: "`authTokenWo` is one password for all users of this cache.",
    },
    "aws:msk/scramSecretAssociation:ScramSecretAssociation": { secretArnLists: KAFKA },
    "aws:msk/singleScramSecretAssociation:SingleScramSecretAssociation": { secretArn: KAFKA },
};
const orders = { userId: "orders", userName: "orders", engine: "valkey", accessString: "on ~* +@all" };

export default resourceRule({
    name: "aws-no-password-user",
    severity: "medium",
    description: "No user of a cache or a Kafka cluster signs in with a password.",
    rationale:
        "These services take an IAM token of some minutes, where a password works for whoever has it until someone changes it.",
    remedy: 'Give the cache a user group of users with authenticationMode { type: "iam" }; let Kafka clients sign in with IAM.',
    controls: ["NHI7:2025", "NHI4:2025", "PR.AA-01", "PR.AA-03"],
    on: [USER, ...Object.keys(PASSWORDS).filter((type) => type !== USER)],
    examples: {
        denied: [{ type: USER, inputs: { ...orders, passwords: ["Winter-2026-Summer"] } }],
        allowed: [{ type: USER, inputs: { ...orders, authenticationMode: { type: "iam" } } }],
    },

    *check({ type, inputs }) {
        // A user that is switched off, as the default one should be, signs in with nothing.
        const access = inputs.get("accessString");
        if (!access.unknown && /^\s*off\b/.test(text(access) ?? "")) return;
        const mode = inputs.get("authenticationMode");
        if (!mode.absent && text(mode.get("type"))?.toLowerCase() === "password") {
            yield { message: SIGNS_IN, path: "authenticationMode.type" };
        }
        for (const [path, message] of Object.entries(PASSWORDS[type] ?? {})) {
            if (isSet(inputs.get(path))) yield { message, path };
        }
    },
});

/** Given a value, known or not. */
function isSet(value: Value): boolean {
    return elements(value).some((one) => one.unknown || Boolean(text(one)));
}
