import { status } from "@grpc/grpc-js";
import { CallResponse, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { type IResourceMonitorServer, ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import {
    type ReadResourceRequest,
    ReadResourceResponse,
    RegisterPackageResponse,
    type RegisterResourceHookRequest,
    type RegisterResourceRequest,
    RegisterResourceResponse,
    type ResourceInvokeRequest,
    SupportsFeatureResponse,
    TransformInvokeOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { UNKNOWN, Value } from "../facts/values";
import { aliasUrns } from "./aliases";
import type { Declared } from "./declared";
import { Failed } from "./failed";
import { type Invokes, WHOLLY_UNKNOWN } from "./invokes";
import type { SeenResource, SourcePosition, Unseen } from "./outcome";
import type { Providers } from "./providers";
import { optionsOf } from "./resource-options";
import { type Service, unary } from "./serve";
import { userPosition } from "./source-position";
import type { Synthesis } from "./synthesize";
import type { Transforms } from "./transforms";
import { isProviderType, packageOf } from "./urn";
import {
    dependencies,
    echo,
    flatten,
    type Properties,
    secret,
    toPlain,
    toStruct,
    withDependencies,
    withOutputs,
} from "./wire";

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

export interface Collaborators {
    readonly stack: string;
    readonly project: string;
    /** The folder of the program's SDK, whose stack frames are not the user's. */
    readonly sdk: string;
    readonly declared: Declared;
    readonly providers: Providers;
    readonly transforms: Transforms;
    readonly invokes: Invokes;
    readonly synthesis: Synthesis | undefined;
    readonly see: (unseen: Unseen) => void;
}

/** The engine's side of what a program declares and asks for. It decides nothing: it records, and says back what it got. */
export class Monitor implements Service {
    readonly service = ResourceMonitorService;
    readonly handlers: IResourceMonitorServer;
    /** The program has said that it has come to its end. */
    ended = false;
    /** Why the program was refused something, when it was. */
    refusal: Failed | undefined;

    constructor(private readonly context: Collaborators) {
        this.handlers = {
            // Newer copies of the SDK ask this first, and fall back to asking for each feature.
            getDeploymentInfo: (_, callback) => callback({ code: status.UNIMPLEMENTED }),
            supportsFeature: unary((request) => new SupportsFeatureResponse().setHassupport(FEATURES.has(request.getId()))),
            registerResource: unary((request) => this.refusing(() => this.registerResource(request))),
            registerResourceOutputs: unary((request) => {
                context.declared.exports(request.getUrn(), flatten(toPlain(request.getOutputs())) as Properties);
                return new Empty();
            }),
            readResource: unary((request) => this.refusing(() => this.readResource(request))),
            invoke: unary((request) => this.refusing(() => this.invoke(request))),
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

    private async registerResource(request: RegisterResourceRequest): Promise<RegisterResourceResponse> {
        const { declared, providers, transforms, synthesis } = this.context;
        const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
        const [custom, remote] = [request.getCustom(), request.getRemote()];
        // What a library makes by itself, after the program, stands where that stands for which it is made.
        const source = this.position(request) ?? declared.find(parent)?.source;
        const wanted = {
            token: type,
            parent,
            provider: request.getProvider(),
            providers: entries(request.getProvidersMap()),
            package: providers.packageOf(
                request.getPackageref(),
                type,
                request.getVersion(),
                request.getPlugindownloadurl(),
            ),
        };
        const sources = mapOf(request.getPropertydependenciesMap(), (urns) => urns.getUrnsList());
        const { properties, options } = await transforms.resource(
            { type, name, custom, parent, ancestors: declared.ancestors(parent) },
            request.getTransformsList(),
            {
                properties: request.getTransformsList().length
                    ? upgraded(toPlain(request.getObject()), sources)
                    : (withOutputs(toPlain(request.getObject())) as Properties),
                options: optionsOf(request, providers.named(wanted, { custom, remote })),
            },
        );
        const named = options.getProvider();
        const managed = (custom && !isProviderType(type)) || remote;
        const provider = managed
            ? providers.resolve(
                  {
                      ...wanted,
                      package: {
                          ...wanted.package,
                          version: options.getVersion() || wanted.package.version,
                          url: options.getPluginDownloadUrl() || wanted.package.url,
                      },
                  },
                  named,
              )
            : named;
        const urn = declared.claim({ type, name, parent, source });
        transforms.remember(urn, request.getTransformsList());
        providers.remember(urn, provider);
        if (!custom) providers.rememberComponent(urn, parent, entries(options.getProvidersMap()));
        if (isProviderType(type) && wanted.package.version) properties.version = wanted.package.version;
        if (remote) this.seeRemote(type, urn, source);

        const resource: SeenResource = {
            urn,
            type,
            name,
            kind: kindOf(type, custom),
            inputs: new Value(visible(flatten(properties) as Properties), ""),
            sources: sourcesOf(properties, sources),
            aliases: aliasUrns(
                { type, name, parent, stack: this.context.stack, project: this.context.project },
                options.getAliasesList(),
                (parent && declared.find(parent)?.aliases) || [],
            ),
            ...(parent && { parent }),
            ...(source && { source }),
            assumed: synthesis?.assumedIn(visible(flatten(properties) as Properties)) ?? [],
        };
        declared.add(resource);

        const id = isProviderType(type) ? UNKNOWN : options.getImport();
        const made = custom && !isProviderType(type) ? synthesis?.outputsOf(type, name, properties) : undefined;
        const state = custom || remote ? { ...made?.outputs, ...properties } : {};
        for (const key of options.getAdditionalSecretOutputsList()) if (key in state) state[key] = secret(state[key]);
        const answer = echo(state, request.getAcceptresources());
        this.context.invokes.remember(urn, id || made?.id || "", answer);
        return new RegisterResourceResponse()
            .setUrn(urn)
            .setId(id || made?.id || "")
            .setObject(toStruct(answer));
    }

    private readResource(request: ReadResourceRequest): ReadResourceResponse {
        const { declared, providers, invokes } = this.context;
        const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
        const source = this.position(request);
        if (!isProviderType(type)) {
            const wanted = {
                token: type,
                parent,
                provider: request.getProvider(),
                providers: new Map<string, string>(),
                package: providers.packageOf(
                    request.getPackageref(),
                    type,
                    request.getVersion(),
                    request.getPlugindownloadurl(),
                ),
            };
            providers.resolve(wanted, request.getProvider());
        }
        const urn = declared.claim({ type, name, parent, source });
        const given = toPlain(request.getProperties());
        const { state, unseen } = invokes.read(type, request.getId(), given);
        if (unseen) this.context.see({ ...unseen, urn, ...(source && { source }) });
        const answer = echo({ ...given, ...state }, request.getAcceptresources());
        invokes.remember(urn, request.getId(), answer);
        return new ReadResourceResponse().setUrn(urn).setProperties(toStruct(answer));
    }

    private async invoke(request: ResourceInvokeRequest): Promise<InvokeResponse> {
        const { declared, providers, transforms, invokes } = this.context;
        const token = request.getTok();
        const { properties, options } = await transforms.invoke(token, {
            properties: toPlain(request.getArgs()),
            options: new TransformInvokeOptions()
                .setProvider(request.getProvider())
                .setVersion(request.getVersion())
                .setPluginDownloadUrl(request.getPlugindownloadurl()),
        });
        const of = providers.packageOf(request.getPackageref(), token, options.getVersion(), options.getPluginDownloadUrl());
        const provider = providers.resolve(
            { token, parent: "", provider: options.getProvider(), providers: new Map(), package: of },
            options.getProvider(),
        );
        const setting = (name: string) => declared.setting(provider.split("::").slice(0, -1).join("::"), name);
        const { value, unseen } = invokes.answer(token, flatten(properties) as Properties, setting);
        if (unseen) this.context.see(unseen);
        return new InvokeResponse().setReturn(toStruct(value));
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

    private position(request: RegisterResourceRequest | ReadResourceRequest): SourcePosition | undefined {
        return userPosition(request.getSourceposition(), request.getStacktrace(), this.context.sdk);
    }

    private seeRemote(type: string, urn: string, source: SourcePosition | undefined): void {
        this.context.see({
            kind: "remote-component",
            what: type,
            message: `The component \`${type}\` is made by the plugin of \`${packageOf(type)}\`, so the resources within it were not seen; check them in a preview with the Pulumi CLI.`,
            urn,
            ...(source && { source }),
        });
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

function kindOf(type: string, custom: boolean): SeenResource["kind"] {
    if (isProviderType(type)) return "provider";
    if (custom) return "custom";
    return type === "pulumi:pulumi:Stack" ? "stack" : "component";
}

/** Before a transform: what each property was made from travels with it. */
function upgraded(properties: Properties, sources: ReadonlyMap<string, readonly string[]>): Properties {
    return Object.fromEntries(
        Object.entries(properties).map(([key, value]) => [
            key,
            withDependencies(withOutputs(value), sources.get(key) ?? []),
        ]),
    );
}

// The engine hides these from policies too: the code of dynamic providers.
function visible(properties: Properties): Properties {
    return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

function sourcesOf(
    properties: Properties,
    given: ReadonlyMap<string, readonly string[]>,
): Record<string, readonly string[]> {
    const all = Object.entries(visible(properties)).map(([key, value]): [string, readonly string[]] => [
        key,
        [...new Set([...(given.get(key) ?? []), ...dependencies(value)])],
    ]);
    return Object.fromEntries(all.filter(([, urns]) => urns.length > 0));
}

interface ProtoMap<V> {
    forEach(see: (value: V, key: string) => void): void;
}

function entries(map: ProtoMap<string>): ReadonlyMap<string, string> {
    return mapOf(map, (value) => value);
}

function mapOf<V, R>(map: ProtoMap<V>, read: (value: V) => R): ReadonlyMap<string, R> {
    const all = new Map<string, R>();
    map.forEach((value, key) => all.set(key, read(value)));
    return all;
}
