import { expect, test } from "vitest";
import { isDefaultAccount } from "../../../policypack/facts/gcp-service-accounts";
import { UNKNOWN, Value } from "../../../policypack/facts/values";

test.each<[unknown, boolean]>([
    [undefined, true],
    ["", true],
    ["default", true],
    ["123456789012-compute@developer.gserviceaccount.com", true],
    ["example@appspot.gserviceaccount.com", true],
    ["web@example.iam.gserviceaccount.com", false],
    ["my-compute@example.iam.gserviceaccount.com", false],
    [UNKNOWN, false],
])("%j is the default account: %j", (email, expected) => {
    expect(isDefaultAccount(new Value(email, "email"))).toBe(expected);
});
