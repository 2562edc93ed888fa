import { type Input, Output } from "@pulumi/pulumi";
import { type Check, Refused } from "../../arguments";
import { like } from "../../checks";
import type { OwnershipArgs } from "../../ownership";
import { object, oneOf } from "../../workloads";
import { term } from "../cel";
import { identifier } from "../function";
import { type Identity, before, condition, mapping } from "./documents";
import { READERS, SUBJECT } from "./workloads";

/** An object whose members may each come from another resource. */
type Inputs<Of> = Input<{ [Name in keyof Of]: Input<NonNullable<Of[Name]>> }>;

/** Who the workload is: exactly one of these. */
export interface WorkloadArgs {
    /**
     * A job of GitHub Actions: "acme/shop" as GitHub spells it, the numbers of owner and repository, as text, and the
     * environment, branch or tag that the job is for.
     */
    github?: Inputs<{
        repository: string;
        ids: Inputs<{ owner: string; repository: string }>;
        environment?: string;
        branch?: string;
        tag?: string;
    }>;
    /**
     * A job of GitLab CI: "acme/shop", the number of the project, as text, and the branch or tag; for a server of your own
     * its host. Its tokens are for the provider, or for `audience`.
     */
    gitlab?: Inputs<{
        project: string;
        ids: Inputs<{ project: string }>;
        branch?: string;
        tag?: string;
        host?: string;
        audience?: string;
    }>;
    /** Runs of HCP Terraform, with the ids "org-…" and "ws-…"; of both phases, "plan" and "apply", when none is named. */
    terraformCloud?: Inputs<{
        organization: string;
        project: string;
        workspace: string;
        ids: Inputs<{ organization: string; workspace: string }>;
        phases?: Input<string>[];
    }>;
    /**
     * A service account of a cluster, by the URL of the cluster's OIDC issuer; `jwks` are its public keys, as JSON, where
     * Google cannot reach that URL.
     */
    kubernetes?: Inputs<{ issuer: string; namespace: string; serviceAccount: string; jwks?: string }>;
    /** A role of AWS: the number of the account, and the name of the role without its path. */
    aws?: Inputs<{ account: string; role: string }>;
    /** A managed identity of Azure: tenant, object id, and the audience of its tokens. */
    azure?: Inputs<{ tenant: string; objectId: string; audience: string }>;
    /** Tokens of any other OIDC issuer: its URL as the tokens have it, and the exact subjects; for the provider, or for `audiences`. */
    oidc?: Inputs<{ issuer: string; subjects: Input<string>[]; audiences?: Input<string>[]; jwks?: string }>;
    /** A certificate of an authority of your own: the authority's certificates, as PEM, and the common name. */
    x509?: Inputs<{ trustAnchors: Input<string>[]; commonName: string }>;
}

export interface WorkloadIdentityArgs extends OwnershipArgs {
    /**
     * Who may come, exactly one of: `github`, `gitlab`, `terraformCloud`, `kubernetes`, `aws`, `azure`, `oidc`, `x509`. Names
     * are compared to the letter; none may hold a wildcard.
     */
    workload: WorkloadArgs;
    /**
     * What else must be true of a token, in Common Expression Language: "assertion.ref_protected == 'true'".
     * @default nothing
     */
    condition?: Input<string>;
    /**
     * The service account that the workload may act as, by e-mail address or name.
     * @default none: roles are granted to `principalSet` itself
     */
    serviceAccount?: Input<string>;
    /**
     * The id of a pool that is there, such as the output `pool` of another.
     * @default a pool that the component makes, for this workload alone
     */
    pool?: Input<string>;
    /**
     * The project of pool and provider.
     * @default that of the Google Cloud provider
     */
    project?: Input<string>;
}

export type Kind = keyof WorkloadArgs;

const LONGEST_SUBJECT = 127;
const LONGEST_MAPPING = 2_048;
const LONGEST_CONDITION = 4_096;

/** Which of the kinds is given: exactly one. */
export const kindOf: Check<Kind> = (given, at) => {
    if (Output.isInstance(given)) throw new Refused(at, "is an output.", `${at}: { github: output }`, SUBJECT);
    const told = given === undefined ? {} : object(given, at, SUBJECT);
    return oneOf(told, Object.keys(READERS) as Kind[], at, "kubernetes: { issuer, namespace, serviceAccount }", SUBJECT);
};

/** How the provider is called, and where. */
export interface Place {
    readonly id: string;
    /** Whether its pool may have other providers. */
    readonly isShared: boolean;
}

/** An id of a pool or a provider. Those that begin with "gcp-" are Google's own. */
export function poolIdentifier(name: string): string {
    const id = identifier(name, 32);
    return id.startsWith("gcp-") ? identifier(`from-${name}`, 32) : id;
}

/**
 * Of what is told of a workload of that kind: who may come. What Google could not keep of its tokens is refused here, and
 * not when the first of them is.
 */
// https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers
export function identity(kind: Kind, { id, isShared }: Place): Check<Identity> {
    return (given, at) => {
        const found = READERS[kind](object(given, at, SUBJECT), at);
        const names = found.subjects.map((each) => Buffer.byteLength((isShared ? before(id) : "") + each));
        const longest = Math.max(...names);
        if (longest > LONGEST_SUBJECT) {
            const wrong = `makes a subject of ${longest} bytes, of which Google takes ${LONGEST_SUBJECT}.`;
            throw new Refused(at, wrong, isShared ? "shorter names, or leave pool out" : "shorter names");
        }
        const length = Math.max(...Object.values(mapping(found, id, isShared)).map((each) => each.length));
        if (length > LONGEST_MAPPING) {
            const wrong = `makes an attribute mapping of ${length} characters, of which Google takes ${LONGEST_MAPPING}.`;
            throw new Refused(at, wrong, "fewer subjects, and a WorkloadIdentity for the others");
        }
        return found;
    };
}

const narrower = term("\"assertion.ref_protected == 'true'\"", SUBJECT);

/** Of { condition, workload }: the whole condition of the provider. */
export function attributeCondition(kind: Kind, place: Place): Check<string> {
    return (given, at) => {
        const { condition: more, workload } = given as { condition?: unknown; workload?: unknown };
        const narrowed = more === undefined ? undefined : narrower(more, at);
        const who = known(() => identity(kind, place)(workload, "workload"));
        if (who === undefined) return "false";
        const found = condition(who, narrowed);
        if (found.length <= LONGEST_CONDITION) return found;
        const wrong = `makes an attribute condition of ${found.length} characters, of which Google takes ${LONGEST_CONDITION}.`;
        throw new Refused(at, wrong, "a shorter one");
    };
}

/** What is wrong with the workload is said of the workload. */
function known<Out>(read: () => Out): Out | undefined {
    try {
        return read();
    } catch (error) {
        if (error instanceof Refused) return undefined;
        throw error;
    }
}

export const poolId = like(
    /^(?!gcp-)[a-z0-9-]{4,32}$/,
    'id of a pool: 4 to 32 lower-case letters, digits and "-", and not "gcp-" first',
    '"ci"',
);

const ACCOUNT =
    /^(projects\/[^\s/]+\/serviceAccounts\/)?[a-z][a-z0-9-]*@([a-z0-9-]+)((?:\.[a-z0-9-]+)*)\.iam\.gserviceaccount\.com$/;

/** The name of a service account, of that or of its e-mail address. */
export const serviceAccount: Check<string> = (given, at) => {
    const example = '"deploy@example.iam.gserviceaccount.com"';
    const found = like(ACCOUNT, "service account of your own", example, "gcp-no-broad-impersonation")(given, at);
    if (found.startsWith("projects/")) return found;
    const [, , project, organization = ""] = ACCOUNT.exec(found) ?? [];
    // The accounts of the project "example.com:shop" are at "shop.example.com".
    const named = organization === "" ? project : `${organization.slice(1)}:${project}`;
    return `projects/${named}/serviceAccounts/${found}`;
};
