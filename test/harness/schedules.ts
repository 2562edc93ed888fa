import {
    DeleteScheduleCommand,
    GetScheduleCommand,
    type SchedulerClient,
    paginateListSchedules,
} from "@aws-sdk/client-scheduler";

/** How schedules come that are due: moto keeps them, and calls nobody. */
export type Delivery = "once" | "twice" | "late" | "never";

/**
 * Calls for each schedule of a group that is due, and takes it away, as Scheduler does also where the call came to nothing: it
 * hands over, and what becomes of that is the function's affair, which is tried three times. Gives what nobody could do.
 */
export async function deliver(
    client: SchedulerClient,
    GroupName: string,
    now: number,
    call: (input: string) => Promise<unknown>,
    how: (name: string) => Delivery = () => "once",
): Promise<readonly string[]> {
    const dead: string[] = [];
    const names: string[] = [];
    for await (const { Schedules = [] } of paginateListSchedules({ client }, { GroupName })) {
        names.push(...Schedules.map(({ Name }) => Name!));
    }
    for (const Name of names) {
        const { ScheduleExpression, Target } = await client.send(new GetScheduleCommand({ Name, GroupName }));
        const at = Date.parse(`${/^at\((.+)\)$/.exec(ScheduleExpression!)![1]!}Z`);
        const delivery = how(Name);
        if (at > now || delivery === "late") continue;
        for (let left = { once: 1, twice: 2, never: 0 }[delivery]; left > 0; left--) {
            if (!(await isDone(() => call(Target!.Input!)))) dead.push(Target!.Input!);
        }
        await client.send(new DeleteScheduleCommand({ Name, GroupName }));
    }
    return dead;
}

async function isDone(act: () => Promise<unknown>): Promise<boolean> {
    for (let tries = 3; tries > 0; tries--) {
        const done = await act().then(
            () => true,
            () => false,
        );
        if (done) return true;
    }
    return false;
}
