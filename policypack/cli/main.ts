import { Command, CommanderError, Option } from "commander";
import { PRESETS, SettingsError, UNDECIDED } from "../core/settings";
import { Failed } from "../preview/failed";
import { version } from "../preview/version";
import { printable } from "../report/printable";
import { FORMATS } from "./formats";
import { EXIT, type Exit, type Io, UsageError } from "./io";
import type { Preview, PreviewOptions } from "./preview";
import type { RulesOptions } from "./rules";

const EXITS = `
Exit codes:
  0  nothing blocks; there may be advisories
  1  there are mandatory findings
  2  the command, its settings or the program did not allow a run to its end; what was found before is reported`;

const OUTPUTS = `
Reports:
  One goes to standard output: text, or the one named by --format.
  Each --out FILE writes another; .txt, .json, .sarif, .xml and .md say which, or write FORMAT=FILE:
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

    program
        .command("preview")
        .description("run a program offline, without engine, account or credentials, and judge what it declares")
        .argument("[dir]", "the folder of Pulumi.yaml, or one below it", ".")
        .option("-s, --stack <name>", 'the stack (default: the only one with a settings file, or "dev")')
        .option("-c, --config <key=value>", "a configuration value, over the stack's file; repeatable", collect)
        .option(
            "--now <instant>",
            "judge ends against this instant, as 2026-01-31T12:00:00Z (default: JIT_GUARD_NOW, or now)",
        )
        .option("--fixtures <file>", "answers for invokes and stack references (default: jit-guard.fixtures.yaml)")
        .addOption(
            new Option("--mode <mode>", "what outputs of resources are: unknown, or placeholders that let the program go on")
                .choices(["faithful", "synthesize"])
                .default("faithful"),
        )
        .option("--timeout <duration>", "how long the program may run", "5m")
        .addOption(preset())
        .addOption(
            new Option("--undecided <how>", "what to do about what is not known before the deployment")
                .choices(UNDECIDED)
                .default("advise"),
        )
        .addOption(policyConfig())
        .addOption(
            new Option("-f, --format <format>", "the report on standard output; repeatable with --out")
                .choices(FORMATS)
                .argParser(collect),
        )
        .option("-o, --out <file>", "write a report to a file; repeatable", collect)
        .option("-q, --quiet", "no progress, and nothing of what the program prints")
        .addHelpText("after", `${OUTPUTS}\n${EXITS}`)
        .action(async (directory: string, options: PreviewOptions) => {
            const { previewCommand } = await import("./preview.js");
            exit(await previewCommand(directory, options, io, preview));
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
        .description("write a policy pack of your own and a workflow that runs it on pull requests; overwrites nothing")
        .argument("[dir]", "the folder of Pulumi.yaml", ".")
        .action(async (directory: string) => {
            const { initCommand } = await import("./init.js");
            initCommand(directory, io);
        });

    return program;
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
