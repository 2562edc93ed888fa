import {
    GetUserIdCommand,
    type IdentitystoreClient,
    paginateListGroupMembershipsForMember,
} from "@aws-sdk/client-identitystore";
import type { Directory } from "./world";

/** Without IAM Identity Center nobody is in a group, and who has left is known by who may ask alone. */
export const NO_DIRECTORY: Directory = { groups: () => Promise.resolve([]) };

/** Groups of the people of IAM Identity Center. Users of IAM and roles are in none. */
export function directory(client: IdentitystoreClient, IdentityStoreId: string): Directory {
    return {
        async groups(identity) {
            const name = /^person:(.+)$/.exec(identity)?.[1];
            if (name === undefined) return [];
            const UserId = await userId(client, IdentityStoreId, name);
            if (UserId === undefined) return undefined;
            const found: string[] = [];
            const pages = paginateListGroupMembershipsForMember({ client }, { IdentityStoreId, MemberId: { UserId } });
            for await (const { GroupMemberships } of pages) {
                for (const { GroupId } of GroupMemberships ?? []) if (GroupId) found.push(GroupId);
            }
            return found;
        },
    };
}

/** User names are compared without regard to case there, as here. */
async function userId(client: IdentitystoreClient, IdentityStoreId: string, name: string): Promise<string | undefined> {
    const UniqueAttribute = { AttributePath: "userName", AttributeValue: name };
    try {
        const { UserId } = await client.send(
            new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: { UniqueAttribute } }),
        );
        return UserId;
    } catch (error) {
        // Whoever has left is nobody any more; that the directory cannot be asked is no such answer.
        if ((error as Error).name === "ResourceNotFoundException") return undefined;
        throw error;
    }
}
