import * as pulumi from "@pulumi/pulumi";

/** A resource as a program declares it; `inputs` are what is known of them. */
export interface Declared {
    readonly type: string;
    readonly name: string;
    readonly inputs: Record<string, unknown>;
    readonly parent?: string | undefined;
}

export interface Declaration {
    readonly resources: readonly Declared[];
    /** What the program died of: at once, or as soon as an output was known. */
    readonly errors: readonly string[];
}

/**
 * What a piece of a program declares, under Pulumi's own mocks. In a preview an `unknown()` is not known; a deployment
 * knows everything.
 */
export async function declare(program: () => unknown, { preview = true } = {}): Promise<Declaration> {
    const resources: Declared[] = [];
    const errors: string[] = [];
    // Pulumi notes for each promise where it was made; to look up these places takes longer than all else.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    const listeners = process.listeners("unhandledRejection");
    process.removeAllListeners("unhandledRejection");
    let died = () => {};
    const death = new Promise<void>((resolve) => (died = resolve));
    process.on("unhandledRejection", (error) => {
        errors.push(messageOf(error));
        died();
    });
    try {
        await pulumi.runtime.setMocks(
            {
                newResource: ({ type, name, inputs, ...of }) => {
                    resources.push({ type, name, inputs: inputs as Record<string, unknown>, ...of });
                    return {
                        id: `${name}-id`,
                        state: { ...stateOf(type, name, inputs as Record<string, unknown>), ...(inputs as object) },
                    };
                },
                call: ({ inputs }) => inputs as object,
            },
            "test",
            "test",
            preview,
        );
        try {
            program();
        } catch (error) {
            errors.push(messageOf(error));
        }
        // A resource that waits for a refused argument is never registered; a real program ends with the first error.
        await Promise.race([pulumi.runtime.disconnect(), death]);
        await new Promise((resolve) => setTimeout(resolve, 1));
        return { resources, errors: [...new Set(errors)] };
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
        process.removeAllListeners("unhandledRejection");
        for (const listener of listeners) process.on("unhandledRejection", listener);
    }
}

/** An output that a preview does not know, and a deployment does. */
export function unknown<T>(value: T): pulumi.Output<T> {
    return pulumi.runtime.isDryRun()
        ? (pulumi.output(pulumi.unknown) as unknown as pulumi.Output<T>)
        : (pulumi.output(value) as pulumi.Output<T>);
}

const ACCOUNT = "123456789012";

function stateOf(type: string, name: string, { url }: Record<string, unknown>): object {
    const [, cloud = "", path = "", kind = ""] = /^(\w+):(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
    if (cloud !== "aws") return { name };
    if (kind === "OpenIdConnectProvider") {
        return { name, arn: `arn:aws:iam::${ACCOUNT}:oidc-provider/${String(url).replace("https://", "")}` };
    }
    const region = path === "iam" ? "" : "eu-west-1";
    const arn = `arn:aws:${path}:${region}:${ACCOUNT}:${kind.toLowerCase()}/${name}`;
    return {
        name,
        arn,
        ...(kind === "Table" && { streamArn: `${arn}/stream/2026-01-16T00:00:00.000` }),
        ...(kind === "FunctionUrl" && { functionUrl: "https://abc123.lambda-url.eu-west-1.on.aws/" }),
    };
}

function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
