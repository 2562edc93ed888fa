/** A message of Pub/Sub in a CloudEvent, or by itself. https://cloud.google.com/eventarc/docs/cloudevents */
export interface Event extends Message {
    readonly data?: { readonly message?: Message } | string;
}

interface Message {
    readonly attributes?: Readonly<Record<string, string>>;
    readonly publishTime?: string;
}

/**
 * What a message asks for: a rotation of what is older than it, a look at what is due, or nothing, as most of what Secret
 * Manager says is about what we did ourselves. https://cloud.google.com/secret-manager/docs/event-notifications
 */
export function asks(event: Event, secret: string): { readonly at?: number } | undefined {
    const message: Message = (typeof event.data === "object" ? event.data.message : undefined) ?? event;
    const { eventType, secretId = "" } = message.attributes ?? {};
    // The project is a name in one and a number in the other.
    const isOurs = secretId.split("/").at(-1) === secret.split("/").at(-1);
    if (eventType === "TICK" || (eventType === "SECRET_CREATE" && isOurs)) return {};
    if (eventType !== "SECRET_ROTATE" || !isOurs) return undefined;
    const at = Date.parse(message.publishTime ?? "");
    return Number.isNaN(at) ? {} : { at };
}
