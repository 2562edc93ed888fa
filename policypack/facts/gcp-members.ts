/** Who a member of a Google IAM policy is, by how it is written. */

/** Everyone, or everyone with a Google account: nearly the same. */
export function isPublic(member: string): boolean {
    return member === "allUsers" || member === "allAuthenticatedUsers";
}

export function isUser(member: string): boolean {
    return member.startsWith("user:");
}

// Mail domains where anyone may have an account that no employer can close.
const PERSONAL =
    /^(?:user|group):[^@]+@(gmail\.com|googlemail\.com|googlegroups\.com|outlook\.com|hotmail\.com|live\.com|msn\.com|yahoo\.com|ymail\.com|aol\.com|icloud\.com|me\.com|proton\.me|protonmail\.com|gmx\.(?:com|de|net)|web\.de|mail\.ru|yandex\.(?:com|ru)|qq\.com|163\.com)$/i;

/** The mail domain of a private account; undefined for any other member. */
export function personalDomain(member: string): string | undefined {
    return PERSONAL.exec(member)?.[1]?.toLowerCase();
}

// https://cloud.google.com/iam/docs/service-agents. The names of projects that begin with gcp-sa- are Google's own, as
// are these others.
const AGENT_PROJECTS =
    "gcp-sa-[a-z0-9-]+|cloud-filer|cloud-ml\\.google\\.com|cloudcomposer-accounts|compute-system|container-analysis|container-engine-robot|containerregistry|dataflow-service-producer-prod|dataproc-accounts|dlp-api|endpoints-portal|firebase-rules|gae-api-prod\\.google\\.com|gcf-admin-robot|genomics-api\\.google\\.com|gs-project-accounts|serverless-robot-prod|sourcerepo-service-accounts|storage-transfer-service|trifacta-gcloud-prod";
const SERVICE_AGENT = new RegExp(
    `^serviceAccount:(service-([a-z]+-)?\\d+@(${AGENT_PROJECTS})\\.iam|\\d+@cloudservices|project-\\d+@storage-transfer-service\\.iam)\\.gserviceaccount\\.com$`,
);

/** Whether Google runs the account, for one of its services in the project. Nobody else can act as it. */
export function isServiceAgent(member: string): boolean {
    return SERVICE_AGENT.test(member);
}

/** Whether it is an account that Google makes in each project, and that a workload runs as when it is given no other. */
export function isDefaultAccount(member: string): boolean {
    return /^serviceAccount:(\d+-compute@developer|[a-z0-9:.-]+@appspot)\.gserviceaccount\.com$/.test(member);
}

/**
 * Whether it stands for many that nobody named: a whole domain, or all service accounts of a project. Not a group, whose
 * members somebody chooses, nor what a pool lets in, which is judged with the pool.
 */
export function isUnnamed(member: string): boolean {
    return /^domain:|^principalSet:\/\/(cloudresourcemanager\.googleapis\.com|goog)\//.test(member);
}
