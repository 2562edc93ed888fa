import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService, type IEngineServer } from "@pulumi/pulumi/proto/engine_grpc_pb";
import {
    GetRootResourceResponse,
    LogSeverity,
    RequirePulumiVersionResponse,
    SetRootResourceResponse,
} from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { unary } from "./serve";
import type { LogLine } from "./outcome";

const SEVERITIES: Readonly<Record<LogSeverity, LogLine["severity"]>> = {
    [LogSeverity.DEBUG]: "debug",
    [LogSeverity.INFO]: "info",
    [LogSeverity.WARNING]: "warning",
    [LogSeverity.ERROR]: "error",
};

/** The engine's side of a program's log, and of the few things it asks besides resources. */
export function engine(say: (line: LogLine) => void): {
    service: typeof EngineService;
    handlers: UntypedServiceImplementation;
} {
    let root = "";
    const handlers: IEngineServer = {
        log: unary((request) => {
            say({
                severity: SEVERITIES[request.getSeverity()],
                message: withoutColours(request.getMessage()),
                ...(request.getUrn() && { urn: request.getUrn() }),
            });
            return new Empty();
        }),
        getRootResource: unary(() => new GetRootResourceResponse().setUrn(root)),
        setRootResource: unary((request) => {
            root = request.getUrn();
            return new SetRootResourceResponse();
        }),
        startDebugging: unary(() => new Empty()),
        // This is no version of the CLI, so no range of versions excludes it.
        requirePulumiVersion: unary(() => new RequirePulumiVersionResponse()),
    };
    return { service: EngineService, handlers };
}

function withoutColours(text: string): string {
    // eslint-disable-next-line no-control-regex -- an escape sequence starts with a control character.
    return text.replace(/\u001b\[[0-9;]*m/g, "");
}
