import { Command, CommanderError, Option } from "commander";
import { PRESETS, SettingsError, UNDECIDED } from "../core/settings";
import { ownDuration } from "../facts/duration";
import { Failed } from "../preview/failed";
import { version } from "../preview/version";
import { printable } from "../report/printable";
import { FORMATS } from "./formats";
import type { AddOptions } from "./add-exception";
import type { BaselineOptions } from "./baseline";
import type { CheckOptions } from "./check";
import type { ListOptions, RegisterCommandOptions } from "./exceptions";
import type { InitOptions } from "./init";
import { EXIT, type Exit, type Io, UsageError } from "./io";
import type { Preview, PreviewOptions } from "./preview";
import type { RulesOptions } from "./rules";

const EXITS = `
Exit codes:
  0  nothing blocks; there may be advisories
  1  there are mandatory findings
  2  the command, its settings or the program did not allow a run to its end; what was found before is reported`;

const RECORDED = `
Recorded files:
  pulumi stack export            what runs already, with its age
  pulumi preview --json          what is about to run
  pulumi preview --event-log F   the same, as it happens
    pulumi stack export | jit-guard check -
    jit-guard check 'services/*/Pulumi.yaml'`;

const OUTPUTS = `
Reports:
  One goes to standard output: text, or the one named by --format.
  Each --out FILE writes another; .txt, .json, .sarif, .xml, .md and .html say which, or write FORMAT=FILE:
    jit-guard preview --out guard.sarif --out markdown=$GITHUB_STEP_SUMMARY`;

/** Runs a command line; gives the exit code. `preview` is the engine to use instead of the real one. */
export async function main(argv: readonly string[], io: Io, preview?: Preview): Promise<Exit> {
    let exit: Exit = EXIT.clean;
    const program = commands(io, preview, (code) => (exit = code));
    try {
        await program.parseAsync([...argv], { from: "user" });
        return exit;
    } catch (error) {
        // Commander has said what it has to say.
        if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.notRun;
        io.stderr.write(`${said(error, io)}\n`);
        return EXIT.notRun;
    }
}

function said(error: unknown, { env }: Io): string {
    if (env.JIT_GUARD_DEBUG && error instanceof Error) return error.stack ?? error.message;
    if (error instanceof UsageError || error instanceof SettingsError || error instanceof Failed) {
        return printable(error.message);
    }
    const message = error instanceof Error ? error.message : String(error);
    return `jit-guard failed, which it should not: ${printable(message)} (JIT_GUARD_DEBUG=1 shows where.)`;
}

// Each command loads its parts when it runs: --help and its like need none of them.
function commands(io: Io, preview: Preview | undefined, exit: (code: Exit) => void): Command {
    const program = new Command("jit-guard")
        .description(
            "Finds static keys, permanent admin and unbounded lifetimes in Pulumi programs before they are deployed.",
        )
        .version(version())
        .exitOverride()
        .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) });

    withReports(withJudging(withRunning(program.command("preview"))))
        .description("run a program offline, without engine, account or credentials, and judge what it declares")
        .argument("[dir]", "the folder of Pulumi.yaml, or one below it", ".")
        .action(async (directory: string, options: PreviewOptions) => {
            const { previewCommand } = await import("./preview.js");
            exit(await previewCommand(directory, options, io, preview));
        });

    withReports(withJudging(withRunning(withJobs(program.command("check")))))
        .description("judge several programs, and what an engine wrote down of some, in one report")
        .argument("<what...>", "a folder, Pulumi.yaml, Pulumi.<stack>.yaml, a recorded file, - or a pattern of them")
        .addHelpText("after", RECORDED)
        .action(async (named: readonly string[], options: CheckOptions) => {
            const { checkCommand } = await import("./check.js");
            exit(await checkCommand(named, options, io, preview));
        });

    addExceptions(program.command("exceptions"), io, exit);

    const baseline = program.command("baseline").description("begin with many findings, and end with none");
    withJudging(withRunning(withJobs(baseline.command("write"))))
        .description("write what blocks now into the baseline; where there is one, take out what is fixed and add nothing")
        .argument("[what...]", "what to judge, as for check", ["."])
        .option("--owner <who>", "who sees to it that it becomes shorter; for a new baseline")
        .option("--expires <day>", "when a new baseline ends (default: in 90 days; at most in 180)")
        .option("-q, --quiet", "no progress, and nothing of what the programs print")
        .action(async (named: readonly string[], options: BaselineOptions) => {
            const { baselineCommand } = await import("./baseline.js");
            exit(await baselineCommand(named, options, io, preview));
        });

    program
        .command("rules")
        .description("list the rules")
        .addOption(preset())
        .addOption(policyConfig())
        .addOption(new Option("-f, --format <format>", "how to write them").choices(["text", "json"]).default("text"))
        .action(async (options: RulesOptions) => {
            const { rulesCommand } = await import("./rules.js");
            rulesCommand(options, io);
        });

    program
        .command("explain")
        .description("say all about a rule: why, what to write instead, options, examples")
        .argument("<rule>", "its name")
        .action(async (name: string) => {
            const { explainCommand } = await import("./explain.js");
            explainCommand(name, io);
        });

    program
        .command("init")
        .description("write a policy pack of your own and what runs it on pull requests; overwrites nothing")
        .argument("[dir]", "the folder of Pulumi.yaml", ".")
        .addOption(
            new Option(
                "--ci <system>",
                "what runs it (default: gitlab where there is a .gitlab-ci.yml, else github)",
            ).choices(["github", "gitlab", "none"]),
        )
        .option("--pre-commit", "write a hook of the pre-commit framework too")
        .action(async (directory: string, options: InitOptions) => {
            const { initCommand } = await import("./init.js");
            initCommand(directory, options, io);
        });

    return program;
}

function addExceptions(exceptions: Command, io: Io, exit: (code: Exit) => void): void {
    exceptions.description("the register of exceptions: list it, check it, add to it, see what ends soon");
    const command = (name: string, description: string) =>
        exceptions.command(name).description(description).addOption(registerOption()).addOption(nowOption());
    const formats = () =>
        new Option("-f, --format <format>", "how to write them; ics is a calendar of their ends")
            .choices(["text", "json", "ics"])
            .default("text");

    command("list", "list them, what ends first first")
        .addOption(formats())
        .action(async (options: ListOptions) => {
            const { listCommand } = await import("./exceptions.js");
            exit(await listCommand(options, io));
        });
    command("expiring", "list those that end, or are to be reviewed, within a time; and those that ended")
        .option("-w, --within <duration>", "the time", asDuration("--within"), 14 * 86_400)
        .addOption(formats())
        .action(async ({ within, ...options }: ListOptions & { within: number }) => {
            const { expiringCommand } = await import("./exceptions.js");
            exit(await expiringCommand(within, options, io));
        });
    command("check", "say all that is wrong with the register; exit code 1 where something is").action(
        async (options: RegisterCommandOptions) => {
            const { checkExceptions } = await import("./exceptions.js");
            exit(checkExceptions(options, io));
        },
    );
    command("add", "add one; in a terminal, ask for what is missing")
        .option("--rule <name>", "the rule that may be broken")
        .option("--resource <urn>", "the URN of the resource that may break it; * is any run of characters")
        .option("--type <token>", "the type of the resources that may break it")
        .option("--part <part>", "only this place or part of what the rule finds")
        .option("--owner <who>", "who needs it")
        .option("--approver <who>", "who allowed it: another than the owner")
        .option("--ticket <id>", "where it was asked for and decided")
        .option("--reason <text>", "why it cannot be done as the rule demands")
        .option("--expires <day>", "when it ends: a day, or an instant with its zone")
        .option("--break-glass", "taken in an emergency: at most 7 days, and its use is reviewed")
        .option("--review-due <day>", "when that review is due (default: 7 days after its end)")
        .action(async (options: AddOptions) => {
            const { addCommand } = await import("./add-exception.js");
            exit(await addCommand(options, io));
        });
}

/** How a program is run. */
function withRunning(command: Command): Command {
    return command
        .option("-s, --stack <name>", 'the stack (default: the only one with a settings file, or "dev")')
        .option("-c, --config <key=value>", "a configuration value, over the stack's file; repeatable", collect)
        .option("--fixtures <file>", "answers for invokes and stack references (default: jit-guard.fixtures.yaml)")
        .addOption(
            new Option("--mode <mode>", "what outputs of resources are: unknown, or placeholders that let the program go on")
                .choices(["faithful", "synthesize"])
                .default("faithful"),
        )
        .option("--timeout <duration>", "how long the program may run", "5m");
}

/** How strictly it is judged. */
function withJudging(command: Command): Command {
    return command
        .addOption(nowOption())
        .addOption(preset())
        .addOption(
            new Option("--undecided <how>", "what to do about what is not known before the deployment")
                .choices(UNDECIDED)
                .default("advise"),
        )
        .addOption(policyConfig())
        .addOption(registerOption())
        .option("-b, --baseline <file>", "what was found before and is let through (default: JIT_GUARD_BASELINE, or none)");
}

/** What is written of it. */
function withReports(command: Command): Command {
    return command
        .addOption(
            new Option("-f, --format <format>", "the report on standard output; repeatable with --out")
                .choices(FORMATS)
                .argParser(collect),
        )
        .option("-o, --out <file>", "write a report to a file; repeatable", collect)
        .option("--base <file>", "the JSON report of the base branch, for a Markdown report of what is new")
        .option("-q, --quiet", "no progress, and nothing of what the program prints")
        .addHelpText("after", `${OUTPUTS}\n${EXITS}`);
}

function withJobs(command: Command): Command {
    return command.option("-j, --jobs <count>", "how many programs run at once (default: one for each core)", jobs);
}

function nowOption(): Option {
    return new Option(
        "--now <instant>",
        "judge ends against this instant, as 2026-01-31T12:00:00Z (default: JIT_GUARD_NOW, or now)",
    );
}

function registerOption(): Option {
    return new Option("-e, --exceptions <file>", "the register of exceptions (default: JIT_GUARD_EXCEPTIONS, or none)");
}

function preset(): Option {
    return new Option("--preset <preset>", "audit: nothing blocks; recommended: all but low severity; strict: everything")
        .choices(Object.keys(PRESETS))
        .default("recommended");
}

function policyConfig(): Option {
    return new Option(
        "--policy-config <file>",
        "levels and options by rule, JSON or YAML, as for `pulumi preview --policy-pack-config`",
    );
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
    return [...before, value];
}

function jobs(written: string): number {
    if (/^[1-9]\d{0,3}$/.test(written)) return Number(written);
    throw new UsageError(`--jobs ${written} must be a whole number from 1.`);
}

function asDuration(flag: string): (written: string) => number {
    return (written) => {
        const seconds = ownDuration(written);
        if (seconds === undefined) throw new UsageError(`${flag} ${written} must be a duration such as "14d".`);
        return seconds;
    };
}
