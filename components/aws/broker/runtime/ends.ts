import {
    ConflictException,
    CreateScheduleCommand,
    DeleteScheduleCommand,
    GetScheduleCommand,
    ResourceNotFoundException,
    type SchedulerClient,
    paginateListSchedules,
} from "@aws-sdk/client-scheduler";
import type { Grant } from "./grant";

/** What a schedule calls with. */
export interface Due {
    readonly schema: 1;
    readonly grant: string;
    /** The end that it was made for, in milliseconds since 1970. */
    readonly end: number;
}

/** The schedules of the ends of grants. Instants are whole seconds. */
export interface Ends {
    /** Makes it, or leaves the one of this name as it is. */
    put(name: string, due: Due): Promise<void>;
    /** For when a schedule is, or undefined: there is none. */
    at(name: string): Promise<number | undefined>;
    remove(name: string): Promise<void>;
    names(): Promise<readonly string[]>;
}

/** A schedule for each end that a grant ever has: the old one goes when the new one is there, and not before. */
export function scheduleName(id: string, end: number): string {
    return `${id}.${end / 1_000}`;
}

export function scheduledGrant(name: string): string {
    return name.split(".")[0]!;
}

/** Makes sure that there is a schedule for that end, and reads it back. One that somebody has changed is made anew. */
export async function schedule({ id: grant }: Pick<Grant, "id">, end: number, ends: Ends): Promise<number | undefined> {
    const name = scheduleName(grant, end);
    for (const isChanged of [false, true]) {
        if ((await ends.at(name)) === end) return end;
        if (isChanged) await ends.remove(name);
        await ends.put(name, { schema: 1, grant, end });
    }
    return ends.at(name);
}

export interface Target {
    readonly group: string;
    /** ARNs: of the function, of the role that calls it, and of the queue for calls that came to nothing. */
    readonly target: string;
    readonly role: string;
    readonly deadLetters: string;
}

export function scheduler(client: SchedulerClient, { group: GroupName, target, role, deadLetters }: Target): Ends {
    return {
        async put(Name, due) {
            const asked = new CreateScheduleCommand({
                Name,
                GroupName,
                ClientToken: Name,
                ScheduleExpression: `at(${new Date(due.end).toISOString().slice(0, 19)})`,
                ScheduleExpressionTimezone: "UTC",
                FlexibleTimeWindow: { Mode: "OFF" },
                ActionAfterCompletion: "DELETE",
                Target: {
                    Arn: target,
                    RoleArn: role,
                    Input: JSON.stringify(due),
                    DeadLetterConfig: { Arn: deadLetters },
                    // The most that there are.
                    RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
                },
            });
            try {
                await client.send(asked);
            } catch (error) {
                if (!(error instanceof ConflictException)) throw error;
            }
        },
        async at(Name) {
            try {
                const found = await client.send(new GetScheduleCommand({ Name, GroupName }));
                const [, at] = /^at\((.+)\)$/.exec(found.ScheduleExpression ?? "") ?? [];
                const isOurs = found.State !== "DISABLED" && found.Target?.Arn === target;
                return at !== undefined && isOurs ? Date.parse(`${at}Z`) : undefined;
            } catch (error) {
                if (error instanceof ResourceNotFoundException) return undefined;
                throw error;
            }
        },
        async remove(Name) {
            try {
                await client.send(new DeleteScheduleCommand({ Name, GroupName, ClientToken: Name }));
            } catch (error) {
                if (!(error instanceof ResourceNotFoundException)) throw error;
            }
        },
        async names() {
            const names: string[] = [];
            for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName })) {
                names.push(...Schedules.map(({ Name }) => Name!));
            }
            return names;
        },
    };
}
