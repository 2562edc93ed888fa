import { createHmac } from "node:crypto";
import type { Evidence } from "../../../components/cli/evidence";
import type { Memory } from "../aws/broker/memory";

/** The bucket of the audit, and what seals it, of a broker in memory. */
export function evidenceOf(m: Memory): Evidence {
    return {
        // eslint-disable-next-line @typescript-eslint/require-await -- as the bucket gives them
        async *keys(prefix) {
            yield* [...m.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
        },
        get: (key) => Promise.resolve(m.objects.get(key)!),
        isSealed: (text, mac) => Promise.resolve(createHmac("sha256", "key").update(text).digest("base64") === mac),
    };
}
