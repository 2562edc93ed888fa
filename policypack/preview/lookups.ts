import { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import {
    type ReadResourceRequest,
    ReadResourceResponse,
    type ResourceInvokeRequest,
    TransformInvokeOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import { type Context, packageOfRequest, positionOf } from "./context";
import { isProviderType } from "./urn";
import { echo, flatten, type Properties, toPlain, toStruct } from "./wire";

/** A resource that exists already: `.get()` and stack references. Policies do not judge it. */
export function readResource(context: Context, request: ReadResourceRequest): ReadResourceResponse {
    const { declared, providers, invokes } = context;
    const [type, name, parent] = [request.getType(), request.getName(), request.getParent()];
    const source = positionOf(context, request);
    if (!isProviderType(type)) {
        const wanted = {
            token: type,
            parent,
            provider: request.getProvider(),
            providers: new Map<string, string>(),
            package: packageOfRequest(context, request),
        };
        providers.resolve(wanted, request.getProvider());
    }
    const urn = declared.claim({ type, name, parent, source });
    const given = toPlain(request.getProperties());
    const { state, unseen } = invokes.read(type, request.getId(), given);
    if (unseen) context.see({ ...unseen, urn, ...(source && { source }) });
    const answer = echo({ ...given, ...state }, request.getAcceptresources());
    invokes.remember(urn, request.getId(), answer);
    return new ReadResourceResponse().setUrn(urn).setProperties(toStruct(answer));
}

/** A function of a provider, asked through the transforms that the program has set for such. */
export async function invoke(context: Context, request: ResourceInvokeRequest): Promise<InvokeResponse> {
    const { declared, providers, transforms, invokes } = context;
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
    if (unseen) context.see(unseen);
    return new InvokeResponse().setReturn(toStruct(value));
}
