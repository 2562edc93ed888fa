import { createHash } from "node:crypto";
import type { Listed } from "./exceptions";

// How long before an end the calendar reminds: time enough to fix a thing, or to ask again.
const REMINDER = 7 * 86_400;

/** An event for each end, and for each review that is due: iCalendar (RFC 5545). `now` is when it was made. */
export async function calendar(listed: readonly Listed[], file: string, now: Date): Promise<string> {
    const { default: ical, ICalAlarmType } = await import("ical-generator");
    const made = ical({ name: `jit-guard: ${file}`, prodId: { company: "jit-guard", product: "exceptions" } });
    for (const one of listed) {
        const description = `${one.reason}\n${one.ticket}, owner ${one.owner}, approved by ${one.approver}\n${one.resource}`;
        const add = (what: string, at: string) => {
            const event = made.createEvent({
                id: createHash("sha256")
                    .update(JSON.stringify([what, one.rule, one.resource, one.part, at]))
                    .digest("hex")
                    .slice(0, 32),
                stamp: now,
                start: new Date(at),
                end: new Date(Date.parse(at) + 3_600_000),
                summary: `${what}: ${one.rule} (${one.ticket})`,
                description,
            });
            event.createAlarm({ type: ICalAlarmType.display, trigger: REMINDER, description: event.summary() });
        };
        if (one.expires !== undefined) add("Exception ends", one.expires);
        if (one.reviewDue !== undefined) add("Review of a break-glass exception is due", one.reviewDue);
    }
    return `${made.toString().trimEnd()}\r\n`;
}
