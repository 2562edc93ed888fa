export interface GcpEscalationPath {
    readonly id: string;
    /**
     * What it needs besides the permissions. "direct": nothing that a project lacks. "passrole": a privileged service
     * account under which code is started. "environment": something that runs with one, or a key that is there.
     */
    readonly tier: "direct" | "passrole" | "environment";
    /** All of them are needed. */
    readonly permissions: readonly string[];
}

// Ids: the methods of the Rhino Security Labs scanner (rhino-, with the sets that only its code holds), our own analysis
// (own-). Checked against the permissions of 2,461 predefined roles of 2026-08-22; the two serviceusage names are in none
// of them any more, and still match. Permissions that only discover are left out. To be administrator of a cluster is not
// to be one of the project: "environment".
const TABLE = `
rhino-01 passrole cloudbuild.builds.create
rhino-02 passrole deploymentmanager.deployments.create
rhino-03 direct iam.roles.update
rhino-04 direct iam.serviceAccounts.getAccessToken
rhino-05 direct iam.serviceAccountKeys.create
rhino-06 direct iam.serviceAccounts.implicitDelegation
rhino-07 direct iam.serviceAccounts.signBlob
rhino-08 direct iam.serviceAccounts.signJwt
rhino-09a passrole cloudfunctions.functions.create cloudfunctions.functions.sourceCodeSet iam.serviceAccounts.actAs cloudfunctions.functions.call
rhino-09b passrole cloudfunctions.functions.create cloudfunctions.functions.sourceCodeSet iam.serviceAccounts.actAs cloudfunctions.functions.setIamPolicy
rhino-10 passrole cloudfunctions.functions.sourceCodeSet cloudfunctions.functions.update iam.serviceAccounts.actAs
rhino-11 passrole compute.disks.create compute.instances.create compute.instances.setMetadata compute.instances.setServiceAccount compute.subnetworks.use compute.subnetworks.useExternalIp iam.serviceAccounts.actAs
rhino-12a passrole run.services.create iam.serviceAccounts.actAs run.services.setIamPolicy
rhino-12b passrole run.services.create iam.serviceAccounts.actAs run.routes.invoke
rhino-13 passrole cloudscheduler.jobs.create iam.serviceAccounts.actAs
rhino-14 direct orgpolicy.policy.set
rhino-15 direct storage.hmacKeys.create
rhino-16 environment serviceusage.apiKeys.create
rhino-17 environment serviceusage.apiKeys.list
rhino-18 direct resourcemanager.organizations.setIamPolicy
rhino-19 direct resourcemanager.folders.setIamPolicy
rhino-20 direct resourcemanager.projects.setIamPolicy
rhino-21 direct iam.serviceAccounts.setIamPolicy
own-openid direct iam.serviceAccounts.getOpenIdToken
own-apikeys-create environment apikeys.keys.create
own-apikeys-read environment apikeys.keys.list apikeys.keys.getKeyString
own-dm-update passrole deploymentmanager.deployments.update
own-instance-setmeta passrole compute.instances.setMetadata iam.serviceAccounts.actAs
own-project-setmeta passrole compute.projects.setCommonInstanceMetadata iam.serviceAccounts.actAs
own-oslogin passrole compute.instances.osAdminLogin iam.serviceAccounts.actAs
own-setsa passrole compute.instances.setServiceAccount compute.instances.setMetadata iam.serviceAccounts.actAs
own-mig passrole compute.instanceTemplates.create compute.instanceGroupManagers.create iam.serviceAccounts.actAs
own-run-update passrole run.services.update iam.serviceAccounts.actAs
own-run-job passrole run.jobs.create run.jobs.run iam.serviceAccounts.actAs
own-dataflow passrole dataflow.jobs.create iam.serviceAccounts.actAs
own-dataproc-cluster passrole dataproc.clusters.create dataproc.clusters.use dataproc.jobs.create iam.serviceAccounts.actAs
own-dataproc-job environment dataproc.clusters.use dataproc.jobs.create
own-dataproc-batch passrole dataproc.batches.create iam.serviceAccounts.actAs
own-composer passrole composer.environments.create iam.serviceAccounts.actAs
own-notebooks passrole notebooks.instances.create iam.serviceAccounts.actAs
own-vertex passrole aiplatform.customJobs.create iam.serviceAccounts.actAs
own-batch passrole batch.jobs.create iam.serviceAccounts.actAs
own-workflows passrole workflows.workflows.create workflows.executions.create iam.serviceAccounts.actAs
own-appengine passrole appengine.versions.create iam.serviceAccounts.actAs
own-inframanager passrole config.deployments.create iam.serviceAccounts.actAs
own-datafusion passrole datafusion.instances.create iam.serviceAccounts.actAs
own-gke-pod environment container.pods.create
own-gke-exec environment container.pods.exec
own-gke-rbac environment container.clusterRoles.bind container.clusterRoleBindings.create
own-deny-delete direct iam.denypolicies.delete
own-pab direct iam.principalaccessboundarypolicies.update
own-pam direct privilegedaccessmanager.entitlements.create privilegedaccessmanager.grants.approve
own-wif direct iam.googleapis.com/workloadIdentityPoolProviders.update
`;

/** The sets of permissions by which a member of a Google IAM policy raises its own rights. */
export const GCP_ESCALATION_PATHS: readonly GcpEscalationPath[] = TABLE.trim()
    .split("\n")
    .map((line) => {
        const [id = "", tier = "", ...permissions] = line.split(" ");
        return { id, tier: tier as GcpEscalationPath["tier"], permissions };
    });
