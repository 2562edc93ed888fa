import {
    type handleUnaryCall,
    Server,
    ServerCredentials,
    status,
    type ServiceDefinition,
    type UntypedServiceImplementation,
} from "@grpc/grpc-js";

/** As large as the SDK's own: an archive may travel within a message. */
export const LIMITS = { "grpc.max_receive_message_length": 400 << 20, "grpc.max_send_message_length": 400 << 20 };

export interface Service {
    readonly service: ServiceDefinition;
    readonly handlers: UntypedServiceImplementation;
}

/** Serves on the loopback until `stop` is called. */
export async function serve(services: readonly Service[]): Promise<{ address: string; stop: () => void }> {
    const server = new Server(LIMITS);
    for (const { service, handlers } of services) server.addService(service, handlers);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
            if (error) reject(error);
            else resolve(bound);
        });
    });
    return { address: `127.0.0.1:${port}`, stop: () => server.forceShutdown() };
}

/** A call with one answer; what is thrown becomes the error that the program sees. */
export function unary<Q, A>(answer: (request: Q) => A | Promise<A>): handleUnaryCall<Q, A> {
    return (call, callback) => {
        void (async () => answer(call.request))().then(
            (response) => callback(null, response),
            (error: Error) => callback({ code: status.UNKNOWN, details: error.message }),
        );
    };
}
