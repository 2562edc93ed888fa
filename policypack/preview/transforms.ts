import { credentials } from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";
import {
    TransformInvokeOptions,
    TransformInvokeRequest,
    TransformInvokeResponse,
    TransformRequest,
    type TransformResourceOptions,
    TransformResponse,
} from "@pulumi/pulumi/proto/resource_pb";
import { LIMITS } from "./serve";
import { type Properties, toPlain, toStruct } from "./wire";

export interface Transformed<O> {
    readonly properties: Properties;
    readonly options: O;
}

/** Runs the program's own functions that change resources and invokes before the engine sees them. */
export class Transforms {
    private readonly clients = new Map<string, CallbacksClient>();
    private readonly ofResource = new Map<string, readonly Callback[]>();
    private readonly ofStack: Callback[] = [];
    private readonly ofInvokes: Callback[] = [];

    addToStack(callback: Callback): void {
        this.ofStack.push(callback);
    }

    addToInvokes(callback: Callback): void {
        this.ofInvokes.push(callback);
    }

    /** Children of the resource take its transforms too. */
    remember(urn: string, own: readonly Callback[]): void {
        this.ofResource.set(urn, own);
    }

    /** The resource's own, then those of what it lies in, from the inside out, then the stack's. */
    async resource(
        of: { type: string; name: string; custom: boolean; parent: string; ancestors: readonly string[] },
        own: readonly Callback[],
        given: Transformed<TransformResourceOptions>,
    ): Promise<Transformed<TransformResourceOptions>> {
        const inherited = of.ancestors.flatMap((urn) => this.ofResource.get(urn) ?? []);
        let { properties, options } = given;
        for (const callback of [...own, ...inherited, ...this.ofStack]) {
            const request = new TransformRequest()
                .setType(of.type)
                .setName(of.name)
                .setCustom(of.custom)
                .setParent(of.parent)
                .setProperties(toStruct(properties))
                .setOptions(options);
            const response = TransformResponse.deserializeBinary(await this.call(callback, request.serializeBinary()));
            properties = response.hasProperties() ? toPlain(response.getProperties()) : properties;
            options = response.getOptions() ?? options;
        }
        return { properties, options };
    }

    async invoke(token: string, given: Transformed<TransformInvokeOptions>): Promise<Transformed<TransformInvokeOptions>> {
        let { properties, options } = given;
        for (const callback of this.ofInvokes) {
            const request = new TransformInvokeRequest().setToken(token).setArgs(toStruct(properties)).setOptions(options);
            const response = TransformInvokeResponse.deserializeBinary(await this.call(callback, request.serializeBinary()));
            properties = response.hasArgs() ? toPlain(response.getArgs()) : properties;
            options = response.getOptions() ?? options;
        }
        return { properties, options };
    }

    close(): void {
        for (const client of this.clients.values()) client.close();
    }

    private call(callback: Callback, request: Uint8Array): Promise<Uint8Array> {
        const client = this.clientOf(callback.getTarget());
        return new Promise((resolve, reject) => {
            client.invoke(
                new CallbackInvokeRequest().setToken(callback.getToken()).setRequest(request),
                (error, response) => {
                    if (error) reject(new Error(error.details));
                    else resolve(response.getResponse_asU8());
                },
            );
        });
    }

    private clientOf(target: string): CallbacksClient {
        let client = this.clients.get(target);
        if (!client) {
            client = new CallbacksClient(target, credentials.createInsecure(), LIMITS);
            this.clients.set(target, client);
        }
        return client;
    }
}
