import type { Excuse } from "./excuses";

/** "Excepted until 2026-02-14 (12 d left; SEC-1234, payments@example.com)". */
export function excused({ kind, until, daysLeft, owner, ticket, breakGlass }: Excuse): string {
    const what = kind === "baseline" ? "In the baseline" : breakGlass ? "Break-glass exception" : "Excepted";
    const by = [ticket, owner].filter((one) => one !== undefined).join(", ");
    return `${what} until ${until.replace(/T00:00:00\.000Z$/, "")} (${daysLeft} d left; ${by})`;
}
