import type { ReadResourceRequest, RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import type { Declared } from "./declared";
import type { Invokes } from "./invokes";
import type { SourcePosition, Unseen } from "./outcome";
import type { Package, Providers } from "./providers";
import { userPosition } from "./source-position";
import type { Synthesis } from "./synthesize";
import type { Transforms } from "./transforms";

/** What one preview keeps and asks while its program runs. */
export interface Context {
    readonly stack: string;
    readonly project: string;
    /** The folder of the program's SDK, whose stack frames are not the user's. */
    readonly sdk: string;
    /** The folder of the program, without symbolic links. */
    readonly directory: string;
    readonly declared: Declared;
    readonly providers: Providers;
    readonly transforms: Transforms;
    readonly invokes: Invokes;
    readonly synthesis: Synthesis | undefined;
    readonly see: (unseen: Unseen) => void;
}

type Declaring = RegisterResourceRequest | ReadResourceRequest;

export function positionOf(context: Context, request: Declaring): SourcePosition | undefined {
    return userPosition(request.getSourceposition(), request.getStacktrace(), context);
}

export function packageOfRequest({ providers }: Context, request: Declaring): Package {
    const [version, url] = [request.getVersion(), request.getPlugindownloadurl()];
    return providers.packageOf(request.getPackageref(), request.getType(), version, url);
}
