import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition as Position, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import type { SourcePosition } from "./outcome";

const LIBRARIES = `${sep}node_modules${sep}`;

/** The innermost place in the user's own files; undefined when there is none. */
export function userPosition(
    position: Position | undefined,
    trace: StackTrace | undefined,
    sdk: string,
): SourcePosition | undefined {
    const frames = (trace?.getFramesList() ?? []).map((frame) => frame.getPc());
    for (const frame of [position, ...frames]) {
        const file = frame && pathOf(frame.getUri());
        if (file === undefined || file.includes(LIBRARIES) || file.startsWith(sdk + sep)) continue;
        return { file, line: frame!.getLine(), column: frame!.getColumn() };
    }
    return undefined;
}

function pathOf(uri: string): string | undefined {
    try {
        return fileURLToPath(uri);
    } catch {
        return undefined;
    }
}
