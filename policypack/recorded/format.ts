import type { SeenResource, Unseen } from "../preview/outcome";
import type { ReportedAccess } from "../report/model";
import type { Found } from "./json-stream";

export type Kind = "state" | "plan" | "events" | "grants";

/** What a reader of one kind of file says on its way. */
export interface Say {
    readonly resource: (resource: SeenResource) => void;
    readonly unseen: (gap: Unseen) => void;
    /** A way in that was open, or is. */
    readonly access: (access: ReportedAccess) => void;
    /** The run that wrote the file did not come to its end. */
    readonly failed: (why: string) => void;
}

/** One kind of file that is read. */
export interface Format {
    readonly kind: Kind;
    /** Members of a document by which it is known. */
    readonly known: RegExp;
    /** What is read of it. */
    readonly paths: readonly string[];
    /** How to write it again. */
    readonly command: string;
    /** Whether there may be several documents. */
    readonly lines: boolean;
    /** Takes each of the values at `paths`, in order; `end` comes after all of them. */
    readonly reader: (say: Say) => { readonly take: (found: Found) => void; readonly end: () => void };
}
