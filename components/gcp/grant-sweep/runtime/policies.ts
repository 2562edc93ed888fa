import { type cloudresourcemanager_v3, cloudresourcemanager } from "@googleapis/cloudresourcemanager";
import type { Policy } from "./sweep";

/** What a sweep asks of Resource Manager. */
export interface Policies {
    read(node: string): Promise<Policy>;
    /** False when somebody else has changed the policy since it was read. */
    write(node: string, policy: Policy): Promise<boolean>;
}

type Options = Omit<cloudresourcemanager_v3.Options, "version">;

/** Of nodes such as "projects/example", "folders/123456789012" and "organizations/123456789012". */
export function policies(options: Options): Policies {
    // Whoever sent the message sends it again.
    const api = cloudresourcemanager({ version: "v3", retry: false, ...options });
    const of = (node: string) => api[node.split("/")[0] as "projects" | "folders" | "organizations"];
    return {
        async read(node) {
            // Of a lower version it would come without its conditions.
            const options = { requestedPolicyVersion: 3 };
            const { data } = await of(node).getIamPolicy({ resource: node, requestBody: { options } });
            return data;
        },
        async write(node, policy) {
            try {
                const requestBody = { policy: policy as cloudresourcemanager_v3.Schema$Policy };
                await of(node).setIamPolicy({ resource: node, requestBody });
                return true;
            } catch (error) {
                if ((error as { status?: number }).status === 409) return false;
                throw error;
            }
        },
    };
}
