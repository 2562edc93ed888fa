import { type RegisterResourceRequest, RegisterResourceResponse } from "@pulumi/pulumi/proto/resource_pb";
import { UNKNOWN, Value } from "../facts/values";
import { aliasUrns } from "./aliases";
import { type Context, packageOfRequest, positionOf } from "./context";
import type { SeenResource, SourcePosition } from "./outcome";
import { optionsOf } from "./resource-options";
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

/** Records a resource and says back what it was given; what is not said back is unknown to the program. */
export async function registerResource(
    context: Context,
    request: RegisterResourceRequest,
): Promise<RegisterResourceResponse> {
    const { declared, providers, transforms, synthesis } = context;
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const [custom, remote] = [request.getCustom(), request.getRemote()];
    // What a library makes by itself, after the program, stands where that stands for which it is made.
    const source = positionOf(context, request) ?? declared.find(parent)?.source;
    const wanted = {
        token: type,
        parent,
        provider: request.getProvider(),
        providers: entries(request.getProvidersMap()),
        package: packageOfRequest(context, request),
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
    if (remote) seeRemote(context, type, urn, source);

    const inputs = visible(flatten(properties) as Properties);
    const resource: SeenResource = {
        urn,
        type,
        name,
        kind: kindOf(type, custom),
        inputs: new Value(inputs, ""),
        sources: sourcesOf(properties, sources),
        aliases: aliasUrns(
            { type, name, parent, stack: context.stack, project: context.project },
            options.getAliasesList(),
            (parent && declared.find(parent)?.aliases) || [],
        ),
        ...(parent && { parent }),
        ...(source && { source }),
        assumed: synthesis?.assumedIn(inputs) ?? [],
    };
    declared.add(resource);

    const id = isProviderType(type) ? UNKNOWN : options.getImport();
    const made = custom && !isProviderType(type) ? synthesis?.outputsOf(type, name, properties) : undefined;
    const state = custom || remote ? { ...made?.outputs, ...properties } : {};
    for (const key of options.getAdditionalSecretOutputsList()) if (key in state) state[key] = secret(state[key]);
    const answer = echo(state, request.getAcceptresources());
    context.invokes.remember(urn, id || made?.id || "", answer);
    return new RegisterResourceResponse()
        .setUrn(urn)
        .setId(id || made?.id || "")
        .setObject(toStruct(answer));
}

function seeRemote({ see }: Context, type: string, urn: string, source: SourcePosition | undefined): void {
    see({
        kind: "remote-component",
        what: type,
        message: `The component \`${type}\` is made by the plugin of \`${packageOf(type)}\`, so the resources within it were not seen; check them in a preview with the Pulumi CLI.`,
        urn,
        ...(source && { source }),
    });
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
