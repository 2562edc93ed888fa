import { TokenParser, TokenParserError, Tokenizer, TokenizerError, TokenType } from "@streamparser/json";

/** A value that stood at one of the paths asked for. */
export interface Found {
    /** As "deployment.resources.*": the elements of a list go by "*". */
    readonly path: string;
    readonly value: unknown;
}

/** Why the rest cannot be read. Nothing of the text is part of the message. */
export class Unparsable extends Error {
    override readonly name = "Unparsable";
}

// Deeper than any resource that an engine writes, and far from where functions that call themselves run out of stack.
const DEEPEST = 500;

/** JSON documents, one after the other, read as they come: only what stands at `paths` is ever held. */
export class JsonStream {
    private readonly tokenizer = new Tokenizer({ stringBufferSize: 64 * 1024 });
    private readonly parser: TokenParser;
    private found: Found[] = [];
    private depth = 0;
    private read = { bytes: 0, lines: 1 };
    private lastOffset = 0;
    private lastText = "";

    /** `key` is told of each member of a document before its value comes, `end` of the end of each document. */
    constructor(paths: readonly string[], on: { readonly key: (name: string) => void; readonly end: () => void }) {
        this.parser = new TokenParser({ paths: paths.map((path) => `$.${path}`), keepStack: false, separator: "" });
        this.parser.onValue = ({ key, value, stack }) => {
            const keys = [...stack.slice(1).map((level) => level.key), key];
            this.found.push({ path: keys.map((each) => (typeof each === "number" ? "*" : each)).join("."), value });
        };
        this.tokenizer.onToken = (token) => {
            this.lastOffset = token.offset;
            const kind = token.token;
            if (kind === TokenType.LEFT_BRACE || kind === TokenType.LEFT_BRACKET) {
                if (++this.depth > DEEPEST) throw new Unparsable(`nests deeper than ${DEEPEST} levels`);
                if (this.depth === 1 && kind === TokenType.LEFT_BRACKET) throw new Unparsable("is a list");
            }
            if (kind === TokenType.STRING) this.lastText = token.value as string;
            this.parser.write(token);
            if (kind === TokenType.COLON && this.depth === 1) on.key(this.lastText);
            if (kind === TokenType.RIGHT_BRACE || kind === TokenType.RIGHT_BRACKET) this.depth--;
            if (this.depth === 0) on.end();
        };
    }

    /** What was completed by this piece; then, if it cannot be read to its end, throws. */
    *write(piece: Uint8Array): Generator<Found> {
        const problem = this.attempt(() => this.tokenizer.write(piece), piece);
        this.read = { bytes: this.read.bytes + piece.length, lines: this.read.lines + newlines(piece) };
        yield* this.found.splice(0);
        if (problem) throw problem;
    }

    /** Throws when the last document has no end. */
    end(): void {
        if (this.depth > 0) throw new Unparsable(`ends in the middle, in line ${this.read.lines}: it was cut off`);
        const problem = this.attempt(() => {
            this.tokenizer.end();
            this.parser.end();
        });
        if (problem) throw problem;
    }

    private attempt(act: () => void, piece?: Uint8Array): Error | undefined {
        try {
            act();
            return undefined;
        } catch (error) {
            if (error instanceof Unparsable) return new Unparsable(`${error.message}, in line ${this.line(piece)}`);
            if (!(error instanceof TokenizerError) && !(error instanceof TokenParserError)) return error as Error;
            const at = /absolute position "(\d+)"/.exec(error.message)?.[1];
            return new Unparsable(`is not JSON in line ${this.line(piece, at === undefined ? undefined : Number(at))}`);
        }
    }

    private line(piece: Uint8Array = new Uint8Array(), position = this.lastOffset): number {
        return this.read.lines + newlines(piece.subarray(0, Math.max(0, position - this.read.bytes)));
    }
}

function newlines(bytes: Uint8Array): number {
    let count = 0;
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
    return count;
}
