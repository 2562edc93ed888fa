import { Policy } from "@pulumi/aws/iam/policy";
import type { PolicyDocument, PolicyStatement } from "@pulumi/aws/iam/documents";
import { Role } from "@pulumi/aws/iam/role";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment";
import { ComponentResource, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import { type Check, Refused, checked } from "../../arguments";
import { like } from "../../checks";
import { type OwnershipArgs, ownership, tags } from "../../ownership";
import { type AcceptedRisk, type Persistence, persistence } from "../boundary";
import { type BrokerLike, brokerOf } from "../broker/arguments";
import { PATH, revokerRights, revokerTrust, sessionBoundary, trust } from "../broker/documents";
import { PLACE, REVOKERS } from "../broker/functions";
import { policyArn, unfinished } from "../iam";
import { filledIn } from "../placeholders";

export interface JitRoleArgs extends OwnershipArgs {
    /** Who gives sessions of it: a `Broker`, or `{ reference }` of one in another program. */
    broker: BrokerLike;
    /**
     * ARNs of managed policies, each under a name of yours; with `inlinePolicies` at most ten.
     * @default {}
     */
    policies?: Record<string, Input<string>>;
    /**
     * Policy documents, each under a name of yours. Each is made a managed policy: what a role has of inline ones is the
     * broker's, to end sessions by.
     * @default {}
     */
    inlinePolicies?: Record<string, Input<string | PolicyDocument>>;
    /**
     * ARN of a boundary of your own under the path "/jit/", in place of the one that keeps sessions from outliving their end.
     * @default a boundary that the component makes
     */
    permissionsBoundary?: Input<string>;
    /**
     * What the boundary is not to deny, group by group: "assume-role", "pass-role", "change-iam", "change-access",
     * "issue-credentials", "change-code", "enter-machines".
     * @default []
     */
    allowPersistence?: Persistence[];
    /** Why, and until when, an administrator may have `allowPersistence`. */
    acceptRisk?: AcceptedRisk;
    /**
     * Whether this makes the role, too, by which the broker ends sessions in an account that is not its own: in each such
     * account one JitRole does.
     * @default false
     */
    revoker?: boolean;
    /**
     * More tags.
     * @default {}
     */
    tags?: Input<Record<string, Input<string>>>;
}

// The quota of AWS, unless it was raised.
const MOST = 10;
const LONGEST = 6_144;

/** An AWS role that nobody can take: a broker gives sessions of it, each for one grant and until its end. */
export class JitRole extends ComponentResource {
    /** The role. */
    readonly role: Role;
    /** ARN of the role, for an `Entitlement`. */
    readonly arn: Output<string>;
    /** ARN of its boundary. */
    readonly boundaryArn: Output<string>;

    constructor(name: string, args: JitRoleArgs, opts?: ComponentResourceOptions) {
        const { policies = {}, inlinePolicies = {}, permissionsBoundary, allowPersistence, acceptRisk } = args;
        const given = checked("JitRole", name, (read) => ({
            broker: brokerOf(read, args.broker),
            policies: Object.entries(policies).map(
                ([key, arn]) => [key, read.one(`policies.${key}`, arn, policyArn)] as const,
            ),
            own: Object.entries(inlinePolicies).map(([key, document]) =>
                read.one(`inlinePolicies.${key}`, document, fitting),
            ),
            attachable: read.plain("policies", [policies, inlinePolicies].map(Object.keys), attachable),
            allowed: read.one(
                "allowPersistence",
                { allowPersistence, acceptRisk, policies: Object.values(policies) },
                persistence,
            ),
            ...(permissionsBoundary !== undefined && {
                boundary: read.one("permissionsBoundary", permissionsBoundary, boundaryArn),
            }),
            revoker: read.plain("revoker", args.revoker, revoker),
            ownership: ownership(read, args),
        }));
        super("jit-guard:aws:JitRole", name, {}, opts);
        const parent = { parent: this };
        const tagged = tags(given.ownership, args.tags);
        // Of documents that speak of it a preview knows all else.
        const parts = given.broker.apply(({ parts }) => [...parts]) as unknown as Input<string>[];
        const roles = given.broker.apply(({ roles }) => roles);

        this.boundaryArn =
            given.boundary ??
            new Policy(
                `${name}-boundary`,
                {
                    path: PATH,
                    description: "Denies sessions what would outlive them.",
                    policy: given.allowed.apply((allowed) => sessionBoundary(parts, allowed)),
                    tags: tagged,
                },
                parent,
            ).arn;
        this.role = new Role(
            name,
            {
                path: PATH,
                description: "Just-in-time: a broker gives sessions of it, each for a grant.",
                assumeRolePolicy: unfinished(
                    ...filledIn(trust(BROKER).Statement as PolicyStatement[], { [BROKER]: roles.ask }),
                ),
                // What the broker gives lasts no longer, as it is itself a session of a role.
                maxSessionDuration: 3_600,
                permissionsBoundary: this.boundaryArn,
                // Those of ended grants may still be there.
                forceDetachPolicies: true,
                tags: tagged,
            },
            parent,
        );
        this.arn = this.role.arn;
        // Neither list is exclusive: that would take away what ends a session.
        for (const [key, arn] of given.policies) {
            new RolePolicyAttachment(`${name}-${key}`, { role: this.role.name, policyArn: arn }, parent);
        }
        for (const [key, policy] of Object.entries(inlinePolicies)) {
            const { arn } = new Policy(`${name}-policy-${key}`, { path: REVOKERS, policy, tags: tagged }, parent);
            new RolePolicyAttachment(`${name}-${key}`, { role: this.role.name, policyArn: arn }, parent);
        }
        if (given.revoker) this.makeRevoker(`${name}-revoker`, given.broker, tagged);
        this.registerOutputs({ role: this.role, arn: this.arn, boundaryArn: this.boundaryArn });
    }

    private makeRevoker(name: string, broker: ReturnType<typeof brokerOf>, tagged: Output<Record<string, string>>): void {
        const role = new Role(
            name,
            {
                // The broker knows it by this name.
                name: broker.revoker,
                path: REVOKERS,
                description: "By it the broker of another account ends sessions in this one.",
                assumeRolePolicy: revokerTrust([broker.roles.end, broker.roles.sweep]),
                maxSessionDuration: 3_600,
                tags: tagged,
            },
            { parent: this },
        );
        const part = (index: number) => this.arn.apply((arn) => arn.split(":")[index]!);
        const boundaries = [`arn:${PLACE.partition}:iam::${PLACE.account}:policy${PATH}*`];
        new RolePolicy(
            name,
            {
                role: role.name,
                policy: unfinished(
                    ...filledIn(revokerRights(PLACE, boundaries), { [PLACE.partition]: part(1), [PLACE.account]: part(4) }),
                ),
            },
            { parent: this },
        );
    }
}

const BROKER = "<broker>";

// The broker can end sessions of a role only while its boundary is there.
const boundaryArn = like(
    /^arn:aws[a-z-]*:iam::\d{12}:policy\/jit\/[\w+=,.@/-]+$/,
    'ARN of a policy under the path "/jit/"',
    '"arn:aws:iam::123456789012:policy/jit/boundary"',
);

const revoker: Check<boolean> = (given = false, at) => {
    if (typeof given === "boolean") return given;
    throw new Refused(at, "is neither true nor false before the deployment.", `${at}: false`);
};

/** Of the names of both. */
const attachable: Check<void> = (given, at) => {
    const [managed, own] = given as [string[], string[]];
    const length = managed.length + own.length;
    if (length > MOST) {
        throw new Refused(at, `and inlinePolicies are ${length}, more than ${MOST}, which a role can have.`, "fewer");
    }
    const both = own.find((name) => managed.includes(name));
    if (both !== undefined) throw new Refused(`inlinePolicies.${both}`, "has the name of one of policies.", "another name");
};

const fitting: Check<void> = (given, at) => {
    const text = typeof given === "string" ? given : JSON.stringify(given);
    // AWS does not count white space.
    const length = text?.replace(/\s/g, "").length ?? 0;
    const example = `${at}: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "rds:*", Resource: "arn:aws:rds:eu-west-1:123456789012:db:orders" }] }`;
    if (length === 0) throw new Refused(at, "is missing.", example);
    if (length > LONGEST)
        throw new Refused(at, `has ${length} characters, of which AWS takes ${LONGEST}.`, "two shorter ones");
};
