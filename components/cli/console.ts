import { NotReached, Unusable } from "../client/errors";
import type { Credentials } from "../client/grant";
import { printableJson } from "../client/printable";
import { type Common, connect } from "./connect";
import { vended } from "./credentials";
import { EXIT, type Io, UsageError } from "./io";
import { instant } from "./show";
import type { Wait } from "./waiting";

export interface ConsoleOptions extends Common {
    readonly destination?: string;
    readonly wait?: Wait;
}

interface Partition {
    readonly signIn: string;
    readonly console: string;
}

const PARTITIONS: Readonly<Record<string, Partition>> = {
    aws: { signIn: "signin.aws.amazon.com", console: "console.aws.amazon.com" },
    "aws-cn": { signIn: "signin.amazonaws.cn", console: "console.amazonaws.cn" },
    "aws-us-gov": { signIn: "signin.amazonaws-us-gov.com", console: "console.amazonaws-us-gov.com" },
};

/** Writes a link that signs in to the console as the grant. Whoever has the link is signed in: it works for 15 minutes. */
export async function consoleCommand(id: string, options: ConsoleOptions, io: Io): Promise<number> {
    const jit = connect(options, io);
    const wanted = options.destination;
    if (wanted !== undefined && !isConsole(wanted)) {
        throw new UsageError("--destination must be an address of the AWS console, as https://console.aws.amazon.com/rds/.");
    }
    const { grant, credentials } = await vended(id, jit, io, options.wait);
    const partition = PARTITIONS[grant.role.split(":")[1] ?? ""];
    if (!partition) throw new Unusable("There is no console for the partition of this role.");
    const link = await linkOf(credentials, partition, wanted, io);
    // What the console can do ends with the grant: its session has the end in its policy.
    const until = credentials.expiration;
    io.stdout.write(options.json ? printableJson({ link, until }) : `${link}\n`);
    if (!options.json && io.stderr.isTTY) io.stderr.write(`Open it within 15 min; the session ends at ${instant(until)}.\n`);
    return EXIT.done;
}

function isConsole(written: string): boolean {
    if (!URL.canParse(written)) return false;
    const { protocol, hostname, username } = new URL(written);
    const isOne = Object.values(PARTITIONS).some(
        (each) => hostname === each.console || hostname.endsWith(`.${each.console}`),
    );
    return protocol === "https:" && username === "" && isOne;
}

const PATIENCE = 30_000;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html */
async function linkOf(
    credentials: Credentials,
    { signIn, console }: Partition,
    wanted: string | undefined,
    io: Io,
): Promise<string> {
    const { accessKeyId: sessionId, secretAccessKey: sessionKey, sessionToken } = credentials;
    const asking = new URL(`https://${signIn}/federation`);
    asking.searchParams.set("Action", "getSigninToken");
    // Without a duration it lasts as long as the credentials: of a role that was itself assumed AWS takes none.
    asking.searchParams.set("Session", JSON.stringify({ sessionId, sessionKey, sessionToken }));
    const link = new URL(`https://${signIn}/federation`);
    link.searchParams.set("Action", "login");
    link.searchParams.set("Issuer", "jit");
    link.searchParams.set("Destination", wanted ?? `https://${console}/`);
    link.searchParams.set("SigninToken", await tokenOf(asking, io));
    return link.href;
}

/** The address has the credentials in it: no error may show it. */
async function tokenOf(asking: URL, io: Io): Promise<string> {
    let status: number | undefined;
    try {
        const response = await io.fetch(asking, { redirect: "error", signal: AbortSignal.timeout(PATIENCE) });
        status = response.status;
        const { SigninToken: token } = (await response.json()) as { SigninToken?: unknown };
        if (status === 200 && typeof token === "string" && /^[\w.~+/=-]+$/.test(token)) return token;
    } catch {
        // Said below.
    }
    const why = status === undefined ? "did not answer" : `answered ${status}`;
    throw new NotReached(`AWS gave no link: ${asking.hostname} ${why}. Try again, or use \`jit exec\`.`);
}
