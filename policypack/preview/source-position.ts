import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { SourcePosition as Position, StackTrace } from "@pulumi/pulumi/proto/source_pb";
import type { SourcePosition } from "./outcome";

const LIBRARIES = `${sep}node_modules${sep}`;

/** The innermost place in the program, or else in files of the user's beside it; undefined when there is none. */
export function userPosition(
    position: Position | undefined,
    trace: StackTrace | undefined,
    { sdk, directory }: { readonly sdk: string; readonly directory: string },
): SourcePosition | undefined {
    const frames = (trace?.getFramesList() ?? []).map((frame) => frame.getPc());
    const users = [position, ...frames].flatMap((frame) => {
        const file = frame && pathOf(frame.getUri());
        if (file === undefined || file.includes(LIBRARIES) || file.startsWith(sdk + sep)) return [];
        return [{ file, line: frame!.getLine(), column: frame!.getColumn() }];
    });
    return users.find(({ file }) => file.startsWith(directory + sep)) ?? users[0];
}

function pathOf(uri: string): string | undefined {
    try {
        return fileURLToPath(uri);
    } catch {
        return undefined;
    }
}
