import type { BaseReport } from "../report/diff";
import type { Report } from "../report/model";
import { UsageError } from "./io";

export const FORMATS = ["text", "json", "sarif", "junit", "markdown", "html", "oscal"] as const;
export type Format = (typeof FORMATS)[number];

const EXTENSIONS: Readonly<Record<string, Format>> = {
    txt: "text",
    json: "json",
    sarif: "sarif",
    xml: "junit",
    md: "markdown",
    html: "html",
};

/** Where which report goes. */
export interface Outputs {
    readonly stdout?: Format;
    readonly files: readonly { readonly format: Format; readonly file: string }[];
}

/** From `--format` and `--out` as written. A format that has a file does not go to standard output too. */
export function outputs(formats: readonly string[] | undefined, out: readonly string[] = []): Outputs {
    const files = out.map(parse);
    const named = formats?.map(known) ?? [];
    const rest = formats ? named.filter((format) => !files.some((file) => file.format === format)) : ["text" as const];
    const [stdout, second] = [...new Set(rest)];
    if (second !== undefined) {
        throw new UsageError(
            `--format: ${stdout} and ${second} cannot both go to standard output. Give one a file: --out ${second}=FILE.`,
        );
    }
    return { ...(stdout !== undefined && { stdout }), files };
}

function parse(written: string): { format: Format; file: string } {
    const [, named, rest] = /^(\w+)=(.+)$/s.exec(written) ?? [];
    const format = FORMATS.find((one) => one === named);
    if (format && rest !== undefined) return { format, file: rest };
    const byExtension = EXTENSIONS[/\.(\w+)$/.exec(written)?.[1]?.toLowerCase() ?? ""];
    if (byExtension) return { format: byExtension, file: written };
    throw new UsageError(`--out ${written}: which format? Write FORMAT=FILE, with one of ${FORMATS.join(", ")}.`);
}

function known(written: string): Format {
    const format = FORMATS.find((one) => one === written);
    if (!format) throw new UsageError(`--format ${written} is not known. It is one of ${FORMATS.join(", ")}.`);
    return format;
}

export interface Rendering {
    readonly colour: boolean;
    /** The report of the base branch. */
    readonly base?: BaseReport | undefined;
}

/** A report in a format, whose module is loaded only now. */
export async function render(format: Format, report: Report, { colour, base }: Rendering): Promise<string> {
    switch (format) {
        case "text":
            return (await import("../report/text.js")).text(report, { colour });
        case "json":
            return (await import("../report/json.js")).json(report);
        case "sarif":
            return (await import("../report/sarif.js")).sarif(report);
        case "junit":
            return (await import("../report/junit.js")).junit(report);
        case "markdown":
            return (await import("../report/markdown.js")).markdown(report, { ...(base && { base }) });
        case "html":
            return (await import("../report/html.js")).html(report);
        case "oscal":
            return (await import("../report/oscal.js")).oscal(report);
    }
}
