import { scalar } from "./aws-trust-conditions";
import { type Test, tests } from "./iam-condition";
import { matchesAll } from "./iam-pattern";
import { type Unreadable, type Value, each } from "./values";

/** Whom a condition on the attestation of an enclave lets in beside the enclaves of known images. */
export function strangersToEnclaves(condition: Value): Iterable<string | Unreadable> {
    return each(tests(condition).filter(isAttestation), letIn);
}

function isAttestation({ key, operator }: Test): boolean {
    return (
        /^kms:recipientattestation:(imagesha384|pcr\d+)$/.test(key) &&
        /^string(equals|equalsignorecase|like)$/.test(operator)
    );
}

function letIn({ operator, set, ifExists, values }: Test): readonly string[] {
    if (ifExists || set === "forallvalues") return ["callers that are no enclave"];
    const known = values.filter((value) => !value.unknown).map(scalar);
    // https://docs.aws.amazon.com/enclaves/latest/user/set-up-attestation.html: in debug mode the hashes are zeros.
    if (known.some((value) => /^0+$/.test(value))) return ["enclaves in debug mode"];
    return operator === "stringlike" && known.some(matchesAll) ? ["every enclave"] : [];
}
