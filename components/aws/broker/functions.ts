import type { PolicyStatement } from "@pulumi/aws/iam/documents";
import type { Function as LambdaFunction } from "@pulumi/aws/lambda/function";
import { FunctionUrl } from "@pulumi/aws/lambda/functionUrl";
import { Permission } from "@pulumi/aws/lambda/permission";
import { type Input, type Output, type Resource, interpolate, jsonStringify, output } from "@pulumi/pulumi";
import { besideBundles } from "../../bundle";
import { lambda } from "../function";
import { type Known, filledIn } from "../placeholders";
import { type Place, type Records, PATH, endRights, vendRights } from "./documents";

/** Where the broker is, as texts that documents are made with before anybody knows it. */
export const PLACE: Place = { partition: "<partition>", region: "<region>", account: "<account>" };
export const GROUP = "<group>";

export interface FunctionsArgs {
    readonly known: Known;
    readonly records: Records;
    /** ARN of the stream of the table. */
    readonly stream: Input<string>;
    /** ARN of the role by which schedules call. */
    readonly caller: Input<string>;
    /** ARN of the queue of what came to nothing. */
    readonly lost: Input<string>;
    /** Numbers of other accounts with roles. */
    readonly accounts: readonly Output<string>[];
    /** The name of the role by which sessions end there. */
    readonly revoker: string;
    readonly environment: Readonly<Record<string, Input<string>>>;
    readonly settings: object;
    readonly retain: boolean;
    readonly tags: Output<Record<string, string>>;
}

export interface Functions {
    /** Takes requests, approves, and gives sessions. Everybody who may can call it. */
    readonly ask: LambdaFunction;
    /** Ends sessions. Schedules and the stream of the table call it. */
    readonly end: LambdaFunction;
    /** Looks for what was left half done. */
    readonly sweep: LambdaFunction;
}

/** Three functions of one bundle, each with a role of its own; the one that can be called from outside can change nothing in IAM. */
export function functions(name: string, args: FunctionsArgs, parent: Resource): Functions {
    const { records, stream, caller, accounts, revoker, environment, settings, retain, tags } = args;
    const elsewhere = Object.fromEntries(accounts.map((account, index) => [`<account-${index}>`, account]));
    const known: Known = { ...args.known, ...elsewhere };
    const schedules = { group: GROUP, role: caller };
    const revokers = Object.keys(elsewhere).map(
        (account) => `arn:${PLACE.partition}:iam::${account}:role${REVOKERS}${revoker}`,
    );
    const ending = endRights(PLACE, records, {
        boundaries: [PLACE.account, ...Object.keys(elsewhere)].map(
            (account) => `arn:${PLACE.partition}:iam::${account}:policy${PATH}*`,
        ),
        schedules,
        stream,
        ...(revokers.length > 0 && { revokers }),
    });
    const told: PolicyStatement = { Sid: "Lost", Effect: "Allow", Action: "sqs:SendMessage", Resource: args.lost };
    const one = (suffix: keyof Functions, description: string, statements: readonly PolicyStatement[], more: object) =>
        lambda(
            `${name}-${suffix}`,
            {
                component: "aws/broker",
                description,
                handler: suffix,
                memory: 512,
                timeout: suffix === "ask" ? 30 : 300,
                files: { [WASM]: besideBundles(WASM) },
                statements: filledIn(statements, known),
                environment: { ...environment, ...more, SETTINGS: jsonStringify(settings) },
                // Roles in other accounts trust it.
                protect: retain,
                tags,
            },
            parent,
        );
    const end = one("end", "Ends just-in-time sessions.", [...ending, told], {});
    const asking = vendRights(PLACE, records, { accounts: [PLACE.account, ...Object.keys(elsewhere)], schedules });
    return {
        end,
        ask: one("ask", "Takes requests for just-in-time sessions, approves and gives them.", asking, { END: end.arn }),
        sweep: one("sweep", "Mends what was left half done of just-in-time sessions.", [...ending, told], { END: end.arn }),
    };
}

/** The path of the roles by which sessions end in other accounts: no session is given of those. */
export const REVOKERS = "/jit-guard/";
// Cedar reads it from beside the bundle.
const WASM = "cedar_wasm_bg.wasm";

export interface UrlArgs {
    readonly ask: LambdaFunction;
    readonly organizationId?: Output<string>;
    /** What must be there before the first call. */
    readonly after: readonly Resource[];
}

/**
 * Where it is called. In its own account who may call says that of themselves, by their own policies; in others the function
 * says so, too.
 */
// It takes both actions. https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
export function url(name: string, { ask, organizationId, after }: UrlArgs, parent: Resource): FunctionUrl {
    if (organizationId) {
        const whose = { function: ask.name, principal: "*", principalOrgId: organizationId };
        new Permission(
            `${name}-url`,
            { ...whose, action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" },
            { parent },
        );
        new Permission(
            `${name}-invoke`,
            { ...whose, action: "lambda:InvokeFunction", invokedViaFunctionUrl: true },
            { parent },
        );
    }
    return new FunctionUrl(
        name,
        { functionName: ask.name, authorizationType: "AWS_IAM", invokeMode: "BUFFERED" },
        { parent, dependsOn: [...after] },
    );
}

/** Partition, region and account of an ARN. */
export function placeOf(arn: Output<string>, group: Input<string>): Known {
    const part = (index: number) => arn.apply((of) => of.split(":")[index]!);
    return {
        [PLACE.partition]: part(1),
        [PLACE.region]: part(3),
        [PLACE.account]: part(4),
        [GROUP]: group,
    };
}

/** ARN of the identity store, whichever account of the organization it is of. */
export function storeArn(id: Output<string>, known: Known): Output<string> {
    return interpolate`arn:${known[PLACE.partition]!}:identitystore::*:identitystore/${id}`;
}

export function indexesOf(table: Input<string>): Output<string>[] {
    return ["open", "requester"].map((index) => interpolate`${output(table)}/index/${index}`);
}
