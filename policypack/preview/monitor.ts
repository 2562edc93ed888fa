import { status } from "@grpc/grpc-js";
import { CallResponse } from "@pulumi/pulumi/proto/provider_pb";
import { type IResourceMonitorServer, ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
    RegisterPackageResponse,
    type RegisterResourceHookRequest,
    SupportsFeatureResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Context } from "./context";
import { Failed } from "./failed";
import { WHOLLY_UNKNOWN } from "./invokes";
import { invoke, readResource } from "./lookups";
import { registerResource } from "./registration";
import { type Service, unary } from "./serve";
import { flatten, type Properties, toPlain, toStruct } from "./wire";

// Those that the engine of this SDK's age has. What it does not have the SDK does without.
const FEATURES: ReadonlySet<string> = new Set([
    "secrets",
    "resourceReferences",
    "outputValues",
    "deletedWith",
    "replaceWith",
    "aliasSpecs",
    "transforms",
    "invokeTransforms",
    "parameterization",
    "resourceHooks",
    "errorHooks",
]);

/** The engine's side of what a program declares and asks for. It decides nothing: it records, and says back what it got. */
export class Monitor implements Service {
    readonly service = ResourceMonitorService;
    readonly handlers: IResourceMonitorServer;
    /** The program has said that it has come to its end. */
    ended = false;
    /** Why the program was refused something, when it was. */
    refusal: Failed | undefined;

    constructor(private readonly context: Context) {
        this.handlers = {
            // Newer copies of the SDK ask this first, and fall back to asking for each feature.
            getDeploymentInfo: (_, callback) => callback({ code: status.UNIMPLEMENTED }),
            supportsFeature: unary((request) => new SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId()))),
            registerResource: unary((request) => this.refusing(() => registerResource(context, request))),
            registerResourceOutputs: unary((request) => {
                context.declared.exports(request.getUrn(), flatten(toPlain(request.getOutputs())) as Properties);
                return new Empty();
            }),
            readResource: unary((request) => this.refusing(() => readResource(context, request))),
            invoke: unary((request) => this.refusing(() => invoke(context, request))),
            call: unary((request) => {
                context.see({
                    kind: "call",
                    what: request.getTok(),
                    message: `The method \`${request.getTok()}\` runs in a provider, so what it returns is unknown.`,
                });
                return new CallResponse().setReturn(toStruct(WHOLLY_UNKNOWN));
            }),
            registerPackage: unary((request) => {
                const of = request.getParameterization();
                const ref = context.providers.register({
                    name: of?.getName() || request.getName(),
                    version: of?.getVersion() || request.getVersion(),
                    url: request.getDownloadUrl(),
                });
                return new RegisterPackageResponse().setRef(ref);
            }),
            registerStackTransform: unary((request) => {
                context.transforms.addToStack(request);
                return new Empty();
            }),
            registerStackInvokeTransform: unary((request) => {
                context.transforms.addToInvokes(request);
                return new Empty();
            }),
            registerResourceHook: unary((request) => {
                this.seeHook(request);
                return new Empty();
            }),
            registerErrorHook: unary(() => new Empty()),
            signalAndWaitForShutdown: unary(() => {
                this.ended = true;
                return new Empty();
            }),
        };
    }

    /** The program sees a refusal as an error of its own; the reason is kept to be told as what it is. */
    private async refusing<T>(answer: () => T | Promise<T>): Promise<T> {
        try {
            return await answer();
        } catch (error) {
            this.refusal ??= error instanceof Failed ? error : undefined;
            throw error;
        }
    }

    private seeHook(request: RegisterResourceHookRequest): void {
        this.context.see({
            kind: "resource-hook",
            what: request.getName(),
            message: request.getOnDryRun()
                ? `The hook \`${request.getName()}\` was not run, though a preview with the Pulumi CLI would run it.`
                : `The hook \`${request.getName()}\` runs during a deployment only, so what it does was not seen.`,
        });
    }
}
