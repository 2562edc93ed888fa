import { createRequire } from "node:module";
import { Command, CommanderError, Option } from "commander";
import { OUTCOMES, STATES } from "../client/grant";
import type { AuditOptions, ReportOptions } from "./audit";
import type { Common } from "./connect";
import type { ListOptions } from "./decide";
import type { ExecOptions } from "./exec";
import { EXIT, type Io, UsageError } from "./io";
import { tellError } from "./told";
import { waitOf } from "./waiting";

const EXITS = `
Exit codes:
   0  it is done; the grant is active
   1  a fault of this command
   2  the command, its settings or the AWS credentials to sign with do not do
   3  the broker was not reached, or gave no answer that can be read
   4  the broker refuses, or AWS does not let you call it
   5  the audit does not verify: something is missing, changed or added
  10  the grant waits for approval, or is about to become active
  11  it was denied
  12  it was not approved in time
  13  it has ended, or is being ended
  14  it was ended early, and its sessions with it
  15  it could not be made active
  request, extend, status, credentials, exec and console say how the grant is; whoever decides or ends gets 0.
  exec gives the exit code of its command, 128 and the number of the signal that ended it, 126 or 127 as a shell does.

Settings:
  JIT_BROKER_URL                   the address of the broker
  JIT_PROFILE                      the AWS profile that signs (default: what the AWS SDK finds)
  JIT_AUDIT_BUCKET, JIT_AUDIT_KEY  the bucket of the audit, and the ARN of the key that seals it`;

const PROFILE = `
In ~/.aws/config, for any program that uses an AWS SDK; it renews itself as long as the grant lasts:
  [profile prod-db]
  credential_process = jit credentials g-… --profile my-own`;

type Acting<Options> = (named: string, options: Options, io: Io) => Promise<number>;

/** Runs a command line; gives the exit code. */
export async function main(argv: readonly string[], io: Io): Promise<number> {
    let exit: number = EXIT.done;
    let json = false;
    const program = commands(argv, io, (code) => (exit = code));
    program.hook("preAction", (_, command) => {
        json = command.opts<Common>().json === true;
    });
    try {
        await program.parseAsync([...argv], { from: "user" });
        return exit;
    } catch (error) {
        // Commander has said what it has to say.
        if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
        return tellError(error, json, io);
    }
}

// Each command loads its parts when it runs: --help and its like need none of them.
function commands(argv: readonly string[], io: Io, exit: (code: number) => void): Command {
    const program = new Command("jit")
        .description("Just-in-time access to AWS: asks a broker for it, and decides on what others ask for.")
        .version(version())
        .exitOverride()
        .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
        .addHelpText("after", EXITS);

    const on = <Options>(command: Command, load: () => Promise<Acting<Options>>) =>
        command.action(async (named: string, options: Options) => exit(await (await load())(named, options, io)));
    const ofGrant = (name: string, description: string) =>
        withCommon(program.command(name)).description(description).argument("<id>", "the grant, as g-…");
    const ofRole = (name: string, description: string) =>
        withCommon(program.command(name)).description(description).argument("<role>", "its ARN").addOption(reason());

    on(
        withWait(withCommon(program.command("request")))
            .description("ask for access; in a terminal, asks for what is missing")
            .argument("<entitlement>", "what is asked for")
            .option("--duration <duration>", 'how long, such as "15m" or "1h"')
            .addOption(reason())
            .option("--task <text>", "what is done with it")
            .option("--ticket <id>", "where it was asked for")
            .option("--resource <arn>", "nothing but this is touched; repeatable", collect)
            .option("--token <text>", "who asks again with the same text gets the same grant"),
        async () => (await import("./request.js")).requestCommand,
    );
    on<Common>(ofGrant("approve", "approve what somebody else asked for"), async () => {
        return (await import("./decide.js")).approveCommand;
    });
    on(ofGrant("deny", "deny what somebody else asked for").addOption(reason()), async () => {
        return (await import("./decide.js")).denyCommand;
    });
    on(withWait(ofGrant("status", "say how a grant is")), async () => {
        return (await import("./decide.js")).statusCommand;
    });
    on(
        ofGrant("credentials", "write credentials as an AWS SDK reads them")
            .option("--force", "write them to a terminal too")
            .addHelpText("after", PROFILE),
        async () => (await import("./credentials.js")).credentialsCommand,
    );
    withWait(ofGrant("exec", "run one command as the grant, as jit exec g-… -- aws s3 ls"))
        .argument("<command...>", "the command, after --")
        .option("--renew", "serve credentials to it that are renewed, for what takes more than an hour")
        .action(async (id: string, command: readonly string[], options: ExecOptions) => {
            // Without it an option of the command could be taken for one of ours.
            const given = argv.includes("--") ? argv.slice(argv.indexOf("--") + 1) : [];
            if (given.length !== command.length) throw new UsageError(`Write -- before the command: jit exec ${id} -- …`);
            const { execCommand } = await import("./exec.js");
            exit(await execCommand(id, command, options, io));
        });
    on(
        withWait(ofGrant("console", "write a link that signs in to the AWS console: whoever has it is signed in")).option(
            "--destination <url>",
            "where in the console",
        ),
        async () => (await import("./console.js")).consoleCommand,
    );
    on(
        withWait(ofGrant("extend", "ask for more time"))
            .option("--duration <duration>", 'how much longer, such as "30m"')
            .addOption(reason()),
        async () => (await import("./request.js")).extendCommand,
    );
    on(withWait(ofGrant("end", "end a grant now")), async () => {
        return (await import("./decide.js")).endCommand;
    });
    on(
        ofGrant("review", "say what emergency access was, after it")
            .option("--outcome <outcome>", OUTCOMES.join(" or "))
            .addOption(reason()),
        async () => (await import("./decide.js")).reviewCommand,
    );
    on(ofRole("panic", "shut a role: all of its grants end, and it gives no more"), async () => {
        return (await import("./decide.js")).panicCommand;
    });
    on(ofRole("reopen", "open a role again"), async () => {
        return (await import("./decide.js")).reopenCommand;
    });
    withCommon(program.command("list"))
        .description("list your grants, and those that you may decide on")
        .addOption(new Option("--state <state>", "only those in this state; repeatable").argParser(states))
        .action(async (options: ListOptions) => {
            const { listCommand } = await import("./decide.js");
            exit(await listCommand(options, io));
        });
    addAudit(program, io, exit);
    return program;
}

function addAudit(program: Command, io: Io, exit: (code: number) => void): void {
    const withPlace = (command: Command) =>
        command
            .option("--bucket <name>", "the bucket of the audit (default: JIT_AUDIT_BUCKET)", io.env.JIT_AUDIT_BUCKET)
            .option("--region <region>", "where it is (default: AWS_REGION)")
            .option("--profile <name>", "the AWS profile that reads it (default: JIT_PROFILE, or what the AWS SDK finds)")
            .option("--json", "write JSON, errors too");
    withPlace(program.command("audit").description("what was done").command("verify"))
        .description("prove that of what was done nothing is missing, changed or added")
        .option("--key <arn>", "the key that seals it (default: JIT_AUDIT_KEY)", io.env.JIT_AUDIT_KEY)
        .option("--table <name>", "the broker's table, which knows how many entries there must be")
        .action(async (options: AuditOptions) => {
            const { verifyCommand } = await import("./audit.js");
            exit(await verifyCommand(options, io));
        });
    withPlace(program.command("report"))
        .description("say who had what, when and why; does not verify it")
        .option("--since <duration>", "of how long ago", "30d")
        .action(async (options: ReportOptions) => {
            const { reportCommand } = await import("./audit.js");
            exit(await reportCommand(options, io));
        });
}

function withCommon(command: Command): Command {
    return command
        .option("--broker <url>", "the address of the broker (default: JIT_BROKER_URL)")
        .option("--region <region>", "where it is, if its address does not say (default: AWS_REGION)")
        .option("--profile <name>", "the AWS profile that signs (default: JIT_PROFILE, or what the AWS SDK finds)")
        .option("--timeout <duration>", "how long a call may take", "30s")
        .option("--json", "write JSON, errors too");
}

function withWait(command: Command): Command {
    return command.addOption(
        new Option("--wait [duration]", "wait until nobody is waited for any more, or so long").argParser(waitOf),
    );
}

function reason(): Option {
    return new Option("--reason <text>", "why");
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
    return [...before, value];
}

function states(value: string, before: readonly string[] = []): readonly string[] {
    if (!(STATES as readonly string[]).includes(value)) throw new UsageError(`--state must be one of ${STATES.join(", ")}.`);
    return [...before, value];
}

function version(): string {
    return (createRequire(__filename)("@jit-guard/components/package.json") as { version: string }).version;
}
