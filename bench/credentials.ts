import { credentials } from "../policypack/facts/credentials";
import { type Row, inTurn, row } from "./turns";

const USER_DATA = "#!/bin/bash\nyum update -y\nsystemctl enable --now docker\nBUCKET=orders-assets-111122223333\n".repeat(
    11,
);
const TIMES = 20_000;

/** What it costs to look for each kind of credential in an ordinary text of a kilobyte. */
export async function credentialsRow(): Promise<Row> {
    const microseconds = (look: () => unknown) => () => {
        const begin = performance.now();
        for (let run = 0; run < TIMES; run++) look();
        return ((performance.now() - begin) * 1_000) / TIMES;
    };
    const parsed = JSON.stringify({ userData: USER_DATA });
    const [ours, against] = await inTurn(
        microseconds(() => credentials(USER_DATA)),
        microseconds(() => JSON.parse(parsed)),
    );
    return row("User data of a kilobyte, searched for credentials / the same parsed as JSON", ours, against, "µs");
}
