import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/gcp/permanent-admin/no-basic-role";
import { describeRule } from "../../../harness/describe-rule";

const of = (type: string, inputs: Record<string, unknown>) => [{ type, inputs }];
const secret = (inputs: Record<string, unknown>) =>
    of("gcp:secretmanager/secretIamMember:SecretIamMember", { secretId: "s", member: "group:a@example.com", ...inputs });

describeRule(rule, {
    denies: {
        "an owner of a secret": {
            given: secret({ role: "roles/owner" }),
            says: ["`roles/owner` is granted on a single resource."],
        },
        "an editor of a key, and a writer of a service": {
            given: [
                ...of("gcp:kms/cryptoKeyIAMBinding:CryptoKeyIAMBinding", {
                    cryptoKeyId: "k",
                    role: "roles/editor",
                    members: UNKNOWN,
                }),
                ...of("gcp:cloudrunv2/serviceIamPolicy:ServiceIamPolicy", {
                    name: "s",
                    policyData: JSON.stringify({ bindings: [{ role: "roles/writer", members: ["user:ada@example.com"] }] }),
                }),
            ],
            says: ["`roles/editor` is granted on a single resource.", "`roles/writer` is granted on a single resource."],
        },
    },
    allows: {
        "a viewer": { given: secret({ role: "roles/viewer" }) },
        "the administrator of one service": { given: secret({ role: "roles/secretmanager.admin" }) },
        // gcp-no-public-access says so.
        "what is given to everyone": { given: secret({ role: "roles/owner", member: "allUsers" }) },
        "a service agent": {
            given: secret({ role: "roles/editor", member: "serviceAccount:123456789012@cloudservices.gserviceaccount.com" }),
        },
    },
    cannotDecide: {
        "a role that is not known yet": {
            given: secret({ role: UNKNOWN }),
            says: ["`role` is not known before the deployment."],
        },
    },
});
