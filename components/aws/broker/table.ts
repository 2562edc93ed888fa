import { Table } from "@pulumi/aws/dynamodb/table";
import type { Output, Resource } from "@pulumi/pulumi";

export interface TableArgs {
    /** Whether it stays when the program is destroyed. */
    readonly retain: boolean;
    readonly tags: Output<Record<string, string>>;
}

/** Where grants, what holds for roles, and entitlements are: one record each, by `pk`. */
export function table(name: string, { retain, tags }: TableArgs, parent: Resource): Table {
    return new Table(
        name,
        {
            billingMode: "PAY_PER_REQUEST",
            hashKey: "pk",
            attributes: [
                { name: "pk", type: "S" },
                { name: "open", type: "S" },
                { name: "requester", type: "S" },
                { name: "requestedAt", type: "N" },
            ],
            globalSecondaryIndexes: [
                { name: "open", hashKey: "open", projectionType: "ALL" },
                { name: "requester", hashKey: "requester", rangeKey: "requestedAt", projectionType: "ALL" },
            ],
            // What is counted is of no use after its hour. No grant has this: its end is nobody's leisure.
            ttl: { attributeName: "expiresAt", enabled: true },
            streamEnabled: true,
            streamViewType: "KEYS_ONLY",
            pointInTimeRecovery: { enabled: true },
            deletionProtectionEnabled: retain,
            tags,
        },
        { parent, protect: retain, retainOnDelete: retain },
    );
}

/** What of the stream is told to the function that ends: grants and roles, and no count. */
export const CHANGED = JSON.stringify({
    eventName: ["INSERT", "MODIFY"],
    dynamodb: { Keys: { pk: { S: [{ prefix: "g-" }, { prefix: "r-" }] } } },
});
