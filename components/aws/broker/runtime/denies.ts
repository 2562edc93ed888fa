import {
    DeleteRolePolicyCommand,
    GetRolePolicyCommand,
    type IAMClient,
    LimitExceededException,
    NoSuchEntityException,
    PutRolePolicyCommand,
    paginateListRolePolicies,
} from "@aws-sdk/client-iam";
import { type Closing, GRACE, type Grant } from "./grant";
import { panic, revocation, revocationName } from "./revocation";

/** The inline policies of roles. */
export interface Denies {
    /** Whether there is room for it; undefined: there is no such role. */
    put(role: string, name: string, document: string): Promise<boolean | undefined>;
    /** The document, or undefined: it is not there. */
    get(role: string, name: string): Promise<string | undefined>;
    remove(role: string, name: string): Promise<void>;
    /** Undefined: there is no such role, and so no session of it. */
    names(role: string): Promise<readonly string[] | undefined>;
}

export interface Denying {
    readonly denies: Denies;
    /** Denies all sessions of a role that were made until now, and gives the instant. */
    readonly full: (grant: Grant) => Promise<number>;
    readonly sleep: (milliseconds: number) => Promise<void>;
}

/** How the names of all begin that are made here. */
export const REVOKE = "jit-revoke-";
const BEFORE = `${REVOKE}before-`;
// Of 10,240 characters; the rest is left for what denies all of them, and for the role's own.
const MOST = 40;

/** Denies the sessions of one grant everything, and says so once it is read back. */
export async function deny(grant: Grant, world: Denying): Promise<Closing> {
    const { denies } = world;
    const { id, role } = grant;
    const name = revocationName(id);
    const document = revocation(id);
    const names = await denies.names(role);
    if (!names) return "no-role";
    const isThere = names.includes(name);
    const isRoom = isThere || names.filter((each) => each.startsWith(REVOKE)).length < MOST;
    const isPut = isRoom && (await denies.put(role, name, document));
    if (isPut === undefined) return "no-role";
    if (isPut) return (await isReadBack(role, name, document, world)) ? "denied" : fail(name);
    return denyBefore(role, await world.full(grant), world);
}

/** Denies all sessions of a role everything that were made before an instant, and takes away what said less. */
export async function denyBefore(role: string, instant: number, world: Omit<Denying, "full">): Promise<Closing> {
    const { denies } = world;
    const name = beforeName(instant);
    const document = panic(instant);
    const isPut = await denies.put(role, name, document);
    if (isPut === undefined) return "no-role";
    if (!isPut || !(await isReadBack(role, name, document, world))) return fail(name);
    for (const each of (await denies.names(role)) ?? []) {
        if ((instantOf(each) ?? instant) < instant) await denies.remove(role, each);
    }
    return "denied";
}

export function beforeName(instant: number): string {
    return `${BEFORE}${instant / 1_000}`;
}

export function instantOf(name: string): number | undefined {
    const [, seconds] = /^jit-revoke-before-(\d+)$/.exec(name) ?? [];
    return seconds === undefined ? undefined : Number(seconds) * 1_000;
}

// Longer than any session that STS gives to a role that was itself assumed.
const SESSION = 3_600_000;

/** Whether no session can be left that was made before. */
export function isOld(instant: number, now: number): boolean {
    return now >= instant + SESSION + GRACE;
}

/** The grant that a Deny is of. */
export function deniedGrant(name: string): string | undefined {
    return /^jit-revoke-(g-[a-z2-7]{26})$/.exec(name)?.[1];
}

// IAM shows what it was told a moment later, now and then.
const LOOKS = [0, 200, 500, 1_000, 2_000];

async function isReadBack(
    role: string,
    name: string,
    document: string,
    { denies, sleep }: Pick<Denying, "denies" | "sleep">,
): Promise<boolean> {
    for (const wait of LOOKS) {
        if (wait > 0) await sleep(wait);
        if ((await denies.get(role, name)) === document) return true;
    }
    return false;
}

function fail(name: string): never {
    throw new Error(`${name} was not read back.`);
}

/** The clients are those of the account that a role is of. */
export function iamDenies(iam: (account: string) => IAMClient): Denies {
    const of = (role: string) => {
        const [, , , , account, path] = role.split(":");
        return { client: iam(account!), RoleName: path!.slice(path!.lastIndexOf("/") + 1) };
    };
    return {
        async put(role, PolicyName, PolicyDocument) {
            const { client, RoleName } = of(role);
            try {
                await client.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
                return true;
            } catch (error) {
                if (error instanceof LimitExceededException) return false;
                if (error instanceof NoSuchEntityException) return undefined;
                throw error;
            }
        },
        async get(role, PolicyName) {
            const { client, RoleName } = of(role);
            try {
                const { PolicyDocument } = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
                return decodeURIComponent(PolicyDocument!);
            } catch (error) {
                if (error instanceof NoSuchEntityException) return undefined;
                throw error;
            }
        },
        async remove(role, PolicyName) {
            const { client, RoleName } = of(role);
            try {
                await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
            } catch (error) {
                if (!(error instanceof NoSuchEntityException)) throw error;
            }
        },
        async names(role) {
            const { client, RoleName } = of(role);
            const names: string[] = [];
            try {
                for await (const { PolicyNames = [] } of paginateListRolePolicies({ client }, { RoleName })) {
                    names.push(...PolicyNames);
                }
                return names;
            } catch (error) {
                if (error instanceof NoSuchEntityException) return undefined;
                throw error;
            }
        },
    };
}
