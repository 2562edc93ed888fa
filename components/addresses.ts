import type { Output } from "@pulumi/pulumi";
import type { Read } from "./arguments";
import { like, list } from "./checks";

/** Those who are told, by e-mail or https; each may come later, but not how many they are. */
export function addresses(
    read: Read,
    at: string,
    given: unknown,
    { least = 1, example = "oncall@example.com" }: { least?: number; example?: string } = {},
): readonly Output<string>[] {
    const found = read.plain(at, given, list(least, 10, `"${example}"`));
    const address = like(/^([^\s@]+@[^\s@]+\.[^\s@]+|https:\/\/\S+)$/, "e-mail address or https URL", `"${example}"`);
    return (found ?? []).map((value, index) => read.one(`${at}[${index}]`, value, address));
}

/** Whether an address is an https URL; else it is an e-mail address. */
export function isUrl(address: string): boolean {
    return address.startsWith("https://");
}
