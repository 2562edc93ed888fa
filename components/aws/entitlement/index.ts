import { TableItem } from "@pulumi/aws/dynamodb/tableItem";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { ComponentResource, type ComponentResourceOptions, type Output, all, jsonStringify } from "@pulumi/pulumi";
import { checked } from "../../arguments";
import { ownership } from "../../ownership";
import { brokerOf } from "../broker/arguments";
import { taskRights } from "../broker/documents";
import { entitlementKey } from "../broker/runtime/keys";
import type { Entitlement as Recorded } from "../broker/runtime/policy";
import { unfinished } from "../iam";
import {
    type ApprovalArgs,
    type BreakGlassArgs,
    type EntitlementArgs,
    type OnEndArgs,
    type ScopeArgs,
    type Tasks,
    approvable,
    approval,
    breakGlass,
    durations,
    eligible,
    known,
    name as nameOf,
    onEnd,
    policies,
    reviewable,
    role,
    scope,
    task,
    ticket,
} from "./arguments";

export type { ApprovalArgs, BreakGlassArgs, EntitlementArgs, OnEndArgs, ScopeArgs };

/** Who may ask a broker for sessions of a role, who approves, how long they are, and what is done when they are over. */
export class Entitlement extends ComponentResource {
    /** The name by which it is asked for. */
    readonly name: string;
    /** How it is asked for: a command line, but for the reason. */
    readonly requestCommand: Output<string>;
    /** The record of the broker. */
    readonly item: TableItem;

    constructor(name: string, args: EntitlementArgs, opts?: ComponentResourceOptions) {
        const given = checked("Entitlement", name, (read) => {
            const named = { broker: args.broker?.reference };
            const demands = {
                task: read.plain("requireTask", args.requireTask, task) ?? false,
                ticket: read.plain("requireTicket", args.requireTicket, ticket) ?? false,
            };
            const levels = Array.isArray(args.approval) ? args.approval : [args.approval];
            return {
                name: read.plain("The name", name, nameOf),
                broker: brokerOf(read, args.broker),
                role: read.one("role", args.role, role),
                eligible: eligible(read, args.eligible),
                approval: approval(read, args.approval),
                scopes: scope(read, args.scope),
                ...durations(read, args),
                policies: read.one("policy", args.policy, policies(demands)),
                tasks: onEnd(read, args.onEnd),
                breakGlass: breakGlass(read, args.breakGlass),
                fits: all([
                    read.one("approval", { eligible: args.eligible, approval: args.approval }, approvable),
                    read.one("breakGlass.reviewers", [args.eligible, args.breakGlass?.reviewers], reviewable),
                    read.one("eligible", { ...named, list: args.eligible }, known),
                    read.one("breakGlass.reviewers", { ...named, list: args.breakGlass?.reviewers }, known),
                    ...levels.map((level, index) => {
                        const at = Array.isArray(args.approval) ? `approval[${index}]` : "approval";
                        return read.one(`${at}.approvers`, { ...named, list: level?.approvers }, known);
                    }),
                ]),
                ownership: ownership(read, args),
            };
        });
        super("jit-guard:aws:Entitlement", name, {}, opts);
        this.name = name;
        this.requestCommand = given.defaultDuration.apply(
            (seconds) => `jit request ${name} --duration ${seconds / 60}m --reason "…"`,
        );
        this.makeRights(name, given.broker, given.tasks);
        this.item = new TableItem(
            name,
            {
                tableName: given.broker.table,
                hashKey: "pk",
                item: jsonStringify({
                    pk: { S: entitlementKey(name) },
                    open: { S: "entitlement" },
                    entitlement: { S: jsonStringify(recorded(name, given)) },
                    owner: { S: given.ownership.owner },
                    review: { S: given.ownership.review },
                    ...(given.approval.reason && { notApproved: { S: given.approval.reason } }),
                }),
            },
            { parent: this },
        );
        this.registerOutputs({ name: this.name, requestCommand: this.requestCommand, item: this.item });
    }

    /** What is done after a grant is done by the functions that end: what this one needs, and nothing else. */
    private makeRights(name: string, broker: ReturnType<typeof brokerOf>, { rotate, call }: Tasks): void {
        const statements = taskRights(rotate, call);
        if (statements.length === 0) return;
        for (const of of ["end", "sweep"] as const) {
            const role = broker.roles[of].apply((arn) => arn.slice(arn.lastIndexOf("/") + 1));
            new RolePolicy(`${name}-${of}`, { role, policy: unfinished(...statements) }, { parent: this });
        }
    }
}

interface Given {
    readonly role: Output<string>;
    readonly eligible: Output<string[]>;
    readonly approval: ReturnType<typeof approval>;
    readonly scopes: ReturnType<typeof scope>;
    readonly maxDuration: Output<number>;
    readonly defaultDuration: Output<number>;
    readonly agentMaxDuration: Output<number>;
    readonly policies: Output<string | undefined>;
    readonly tasks: Tasks;
    readonly breakGlass: ReturnType<typeof breakGlass>;
    readonly fits: Output<unknown>;
}

/** As the functions of the broker read it. */
function recorded(name: string, given: Given): Output<Recorded> {
    const { approval, tasks } = given;
    const seconds = all([given.maxDuration, given.defaultDuration, given.agentMaxDuration]);
    const who = all([given.eligible, approval.approvers, given.breakGlass]);
    const what = all([given.role, given.scopes, given.policies]);
    const after = all([all([...tasks.rotate]), all([...tasks.call])]);
    return all([seconds, who, what, after, given.fits]).apply(
        ([
            [maxDuration, defaultDuration, agentMaxDuration],
            [eligible, approvers, breakGlass],
            [roleArn, scopes, policies],
            [rotate, call],
        ]): Recorded => ({
            name,
            roleArn,
            maxDuration,
            defaultDuration,
            agentMaxDuration,
            eligible,
            approvers,
            required: approval.required,
            scopes,
            ...(breakGlass && { breakGlass }),
            ...(policies !== undefined && { policies }),
            onEnd: { rotate, call, terminateSessions: tasks.terminateSessions },
        }),
    );
}
