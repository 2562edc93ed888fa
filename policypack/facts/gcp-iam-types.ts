/** The types of the provider that grant roles. Each stem stands for three: one member, one binding, the whole policy. */

// By module, from @pulumi/gcp 9.37; a test compares.
const STEMS = `
accesscontextmanager accessPolicyIam
apigateway apiConfigIam apiIam gatewayIam
apigee environmentIam
artifactregistry repositoryIam
beyondcorp securityGatewayApplicationIam securityGatewayIam
biglake hiveCatalogIam hiveDatabaseIam hiveTableIam icebergCatalogIam icebergNamespaceIam icebergTableIam
bigquery connectionIam datapolicyv2DataPolicyIam datasetIam iam routineIam
bigqueryanalyticshub dataExchangeIam listingIam
bigquerydatapolicy dataPolicyIam
bigtable instanceIam tableIam
billing accountIam
binaryauthorization attestorIam
certificateauthority caPoolIam certificateTemplateIam
cloudbuildv2 connectionIAM
clouddeploy customTargetTypeIam deliveryPipelineIam targetIam
cloudfunctions functionIam
cloudfunctionsv2 functionIam
cloudrun iam
cloudrunv2 jobIam serviceIam workerPoolIam
cloudtasks queueIam
colab runtimeTemplateIam
compute backendBucketIam backendServiceIam diskIam firewallPolicyIam imageIam instanceIAM instanceTemplateIam instantSnapshotIam machineImageIam networkFirewallPolicyIam regionBackendBucketIam regionBackendServiceIam regionDiskIam regionInstantSnapshotIam regionNetworkFirewallPolicyIam snapshotIam storagePoolIam subnetworkIAM
containeranalysis noteIam
datacatalog entryGroupIam policyTagIam tagTemplateIam taxonomyIam
dataform repositoryIam
dataplex aspectTypeIam assetIam dataProductIam datascanIam entryGroupIam entryTypeIam glossaryIam lakeIam taskIam zoneIam
dataproc autoscalingPolicyIam clusterIAM jobIAM metastoreDatabaseIam metastoreFederationIam metastoreServiceIam metastoreTableIam
discoveryengine searchEngineIam
dns dnsManagedZoneIam
endpoints consumersIam serviceIam
folder iAM
gemini repositoryGroupIam
gkebackup backupPlanIam restorePlanIam
gkehub featureIam membershipIam scopeIam
healthcare consentStoreIam datasetIam dicomStoreIam fhirStoreIam hl7StoreIam
iam workforcePoolIam workloadIdentityPoolIam
iap agentRegistryAgentIam agentRegistryEndpointIam agentRegistryIam agentRegistryMcpServerIam appEngineServiceIam appEngineVersionIam locationWebIam tunnelDestGroupIam tunnelIam tunnelInstanceIAM webBackendServiceIam webCloudRunServiceIam webForwardingRuleServiceIam webIam webRegionBackendServiceIam webRegionForwardingRuleServiceIam webTypeAppEngingIam webTypeComputeIam
kms cryptoKeyIAM ekmConnectionIam keyRingIAM
logging logViewIam
networkconnectivity hubIam
networksecurity addressGroupIam
notebooks instanceIam runtimeIam
organizations iAM
projects iAM
pubsub schemaIam subscriptionIAM topicIAM
runtimeconfig configIam
secretmanager regionalSecretIam secretIam
securesourcemanager instanceIam repositoryIam
securitycenter instanceIam sourceIam v2OrganizationSourceIam
serviceaccount iAM
servicedirectory namespaceIam serviceIam
sourcerepo repositoryIam
spanner databaseIAM instanceIAM
storage bucketIAM managedFolderIam
tags tagKeyIam tagValueIam
vertex aiEndpointIam aiFeatureGroupIam aiFeatureOnlineStoreFeatureviewIam aiFeatureOnlineStoreIam aiFeatureStoreEntityTypeIam aiFeatureStoreIam aiReasoningEngineIam
workbench instanceIam
workstations workstationConfigIam workstationIam
`;

const KINDS = ["Member", "Binding", "Policy"] as const;
type Types = readonly [string, ...string[]];

/** All of them. */
export const GRANTING = STEMS.trim()
    .split("\n")
    .flatMap((line) => {
        const [module = "", ...stems] = line.split(" ");
        return stems.flatMap((stem) => triplet(`${module}/${stem}`));
    }) as unknown as Types;

/** Those of what holds other resources, which inherit what is granted there. */
export const ON_CONTAINERS = ["projects/iAM", "folder/iAM", "organizations/iAM"].flatMap(triplet) as unknown as Types;

/** Those of a service account, where a role says who may act as it. */
export const ON_SERVICE_ACCOUNTS = triplet("serviceaccount/iAM") as unknown as Types;

/** Those of everything else: one secret, one bucket, one service. */
export const ON_RESOURCES = GRANTING.filter(
    (type) => !ON_CONTAINERS.includes(type) && !ON_SERVICE_ACCOUNTS.includes(type),
) as unknown as Types;

function triplet(stem: string): readonly string[] {
    const [module = "", name = ""] = stem.split("/");
    return KINDS.map((kind) => `gcp:${module}/${name}${kind}:${name.charAt(0).toUpperCase()}${name.slice(1)}${kind}`);
}
