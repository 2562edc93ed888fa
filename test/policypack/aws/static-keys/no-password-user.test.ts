import rule from "../../../../policypack/aws/static-keys/no-password-user";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { secret } from "../../../../policypack/preview/wire";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const user = (inputs: Record<string, unknown>) =>
    of("aws:elasticache/user:User", { accessString: "on ~* +@all", ...inputs });
const group = (inputs: Record<string, unknown>) => of("aws:elasticache/replicationGroup:ReplicationGroup", inputs);

const PASSWORD = ["This user signs in with a password."];
const KAFKA = ["The Kafka cluster takes user names and passwords from Secrets Manager."];

describeRule(rule, {
    denies: {
        "passwords of a cache user": { given: user({ passwords: ["Winter-2026!Winter"] }), says: PASSWORD },
        "passwords that are not known yet": { given: user({ passwords: secret(UNKNOWN) }), says: PASSWORD },
        "passwords that are write-only, as they have no end either": {
            given: user({ passwordsWo: "Winter-2026!" }),
            says: PASSWORD,
        },
        "the mode password, with one finding": {
            given: user({ authenticationMode: { type: "password", passwords: ["Winter-2026!Winter"] } }),
            says: PASSWORD,
        },
        "a user of MemoryDB with a password": {
            given: of("aws:memorydb/user:User", {
                accessString: "on ~* &* +@all",
                authenticationMode: { type: "password", passwords: [UNKNOWN] },
            }),
            says: PASSWORD,
        },
        "one password for all users of a cache": {
            given: group({ authToken: secret("Winter-2026!Winter") }),
            says: ["`authToken` is one password for all users of this cache."],
        },
        "users of Kafka with passwords": {
            given: of("aws:msk/scramSecretAssociation:ScramSecretAssociation", {
                clusterArn: "c",
                secretArnLists: [UNKNOWN],
            }),
            says: KAFKA,
        },
        "a single user of Kafka with a password": {
            given: of("aws:msk/singleScramSecretAssociation:SingleScramSecretAssociation", {
                clusterArn: "c",
                secretArn: UNKNOWN,
            }),
            says: KAFKA,
        },
    },
    allows: {
        "a user who signs in with IAM": { given: user({ authenticationMode: { type: "iam" } }) },
        "the default user, switched off": {
            given: user({ userName: "default", accessString: "off -@all", passwords: ["x"] }),
        },
        "a cache with user groups": { given: group({ userGroupIds: ["g"] }) },
        "empty lists": { given: [...user({ passwords: [] }), ...group({ authToken: "" })] },
        "a Kafka cluster with no such users left": {
            given: of("aws:msk/scramSecretAssociation:ScramSecretAssociation", { clusterArn: "c", secretArnLists: [] }),
        },
    },
    cannotDecide: {
        "a mode that is not known yet": {
            given: user({ authenticationMode: { type: UNKNOWN } }),
            says: ["`authenticationMode.type` is not known before the deployment."],
        },
    },
});
