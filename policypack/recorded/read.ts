import type { Readable } from "node:stream";
import { isRecord } from "../facts/values";
import { Failed } from "../preview/failed";
import type { Failure, SeenResource, Unseen } from "../preview/outcome";
import { programOf } from "../preview/urn";
import type { ReportedAccess } from "../report/model";
import { isAge } from "./ages";
import { EVENTS } from "./events";
import type { Format, Kind } from "./format";
import { GRANTS, PROGRAM } from "./grants";
import { nameOf, pieces } from "./input";
import { type Found, JsonStream, Unparsable } from "./json-stream";
import { PLAN } from "./plan";
import { STATE } from "./state";
import { isSealed } from "./stored-values";

/** What an engine has written down of a stack, or a broker of its grants. The names are empty when it holds nothing. */
export interface Recorded {
    readonly project: string;
    readonly stack: string;
    readonly kind: Kind;
    /** What the file does not hold, or what was not judged. */
    readonly unseen: readonly Unseen[];
    readonly accesses: readonly ReportedAccess[];
    /** Set when the file, or the run that wrote it, did not come to its end; what stood before has been given all the same. */
    readonly failure?: Failure;
}

const FORMATS = [STATE, PLAN, EVENTS, GRANTS];
const STACK_NAME = "checkpoint.stack";
const PATHS = [STACK_NAME, ...new Set(FORMATS.flatMap(({ paths }) => paths))];
const WRITE = `What is read is what one of these writes:\n${FORMATS.map(({ command }) => `  ${command}`).join("\n")}`;

/**
 * Gives each resource of a state, of a plan or of the events of a preview, or the grants of a broker, whichever the file
 * holds, in one pass: no resource is kept. "-" is standard input. `onProgress` is told how many bytes have been read. Throws when there is nothing to
 * give.
 */
export async function readRecorded(
    source: string | Readable,
    onResource: (resource: SeenResource) => void,
    onProgress?: (bytes: number) => void,
): Promise<Recorded> {
    const reading = new Reading(nameOf(source), onResource);
    let bytes = 0;
    try {
        for await (const piece of pieces(source)) {
            reading.take(piece);
            onProgress?.((bytes += piece.length));
        }
        return reading.end();
    } catch (error) {
        return reading.broken(error);
    }
}

class Reading {
    private readonly stream: JsonStream;
    private format: Format | undefined;
    private reader: ReturnType<Format["reader"]> | undefined;
    /** What came before it was clear what the file is: a version. */
    private readonly early: Found[] = [];
    private documents = 0;
    private name: { readonly project: string; readonly stack: string } | undefined;
    private readonly unseen: Unseen[] = [];
    private readonly accesses: ReportedAccess[] = [];
    private failure: Failure | undefined;
    private readonly given = { resources: 0, sealed: 0, open: 0 };

    constructor(
        private readonly file: string,
        private readonly onResource: (resource: SeenResource) => void,
    ) {
        this.stream = new JsonStream(PATHS, {
            key: (name) => this.recognise(name),
            end: () => this.documents++,
        });
    }

    take(piece: Uint8Array): void {
        for (const found of this.stream.write(piece)) this.pass(found);
    }

    end(): Recorded {
        this.stream.end();
        if (this.documents === 0) throw new Failed("project", `${this.file} is empty. ${WRITE}`);
        if (!this.format || !this.reader) {
            throw new Failed(
                "project",
                `${this.file} is neither a state nor a plan nor events of Pulumi, nor grants of a broker. ${WRITE}`,
            );
        }
        if (this.documents > 1 && !this.format.lines) {
            throw new Failed("project", "There is more than one document in it; give each a file of its own.");
        }
        this.reader.end();
        const { sealed, open } = this.given;
        if (sealed > 0 && open === 0) {
            this.fail(
                "All inputs in it are secrets whose values it does not hold, so nothing was judged. To judge them without writing them anywhere: pulumi stack export --show-secrets | jit-guard check -",
            );
        }
        return this.recorded(this.format);
    }

    /** What was given before the error; throws it when that was nothing. */
    broken(error: unknown): Recorded {
        if (!(error instanceof Failed) && !(error instanceof Unparsable)) throw error;
        if (!this.format) {
            throw error instanceof Failed ? error : new Failed("project", `${this.file} ${error.message}. ${WRITE}`);
        }
        const said = error instanceof Failed ? `${this.file}: ${error.message}` : `${this.file} ${error.message}.`;
        const message = `${said} To write the ${this.format.kind} again: ${this.format.command}`;
        if (this.given.resources + this.accesses.length === 0) throw new Failed("project", message, { cause: error });
        this.failure = { kind: "project", message };
        return this.recorded(this.format);
    }

    private recognise(key: string): void {
        if (this.reader) return;
        this.format = FORMATS.find(({ known }) => known.test(key));
        this.reader = this.format?.reader({
            resource: (resource) => this.give(resource),
            unseen: (gap) => {
                this.name ??= programOf(gap.urn ?? "");
                this.unseen.push(gap);
            },
            access: (access) => {
                this.name ??= PROGRAM;
                this.accesses.push(access);
            },
            failed: (why) => this.fail(why),
        });
    }

    private pass(found: Found): void {
        if (!PATHS.includes(found.path)) {
            throw new Failed("project", `\`${found.path.replace(/\.[^.]*$/, "")}\` is not a list, as it must be.`);
        }
        if (found.path === STACK_NAME) {
            // A backend with organizations writes all three names.
            const [stack = "", project = ""] = String(found.value).split("/").reverse();
            if (project !== "") this.name ??= { project, stack };
        } else if (!this.format || !this.reader) this.early.push(found);
        else {
            for (const one of [...this.early.splice(0), found]) {
                if (this.format.paths.includes(one.path)) this.reader.take(one);
            }
        }
    }

    private give(resource: SeenResource): void {
        this.name ??= programOf(resource.urn);
        this.given.resources++;
        if (resource.kind === "custom" && isRecord(resource.inputs.raw)) {
            for (const [key, value] of Object.entries(resource.inputs.raw)) {
                if (isSealed(value)) this.given.sealed++;
                else if (!isAge(key)) this.given.open++;
            }
        }
        this.onResource(resource);
    }

    private fail(why: string): void {
        this.failure ??= { kind: "threw", message: `${this.file}: ${why}` };
    }

    private recorded({ kind }: Format): Recorded {
        return {
            ...(this.name ?? { project: "", stack: "" }),
            kind,
            unseen: this.unseen,
            accesses: this.accesses,
            ...(this.failure && { failure: this.failure }),
        };
    }
}
