import type { Alias } from "@pulumi/pulumi/proto/alias_pb";
import { Alias as AliasMessage } from "@pulumi/pulumi/proto/alias_pb";
import { type RegisterResourceRequest, TransformResourceOptions } from "@pulumi/pulumi/proto/resource_pb";

/** The options of a resource as its transforms see and change them. */
export function optionsOf(request: RegisterResourceRequest, provider: string): TransformResourceOptions {
    const options = new TransformResourceOptions()
        .setImport(request.getImportid())
        .setDependsOnList(request.getDependenciesList())
        .setIgnoreChangesList(request.getIgnorechangesList())
        .setReplaceOnChangesList(request.getReplaceonchangesList())
        .setVersion(request.getVersion())
        .setAliasesList(aliasesOf(request))
        .setProvider(provider)
        .setPluginDownloadUrl(request.getPlugindownloadurl())
        .setDeletedWith(request.getDeletedwith())
        .setReplaceWithList(request.getReplaceWithList())
        .setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList())
        .setHideDiffList(request.getHidediffsList());
    if (request.hasProtect()) options.setProtect(request.getProtect()!);
    if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete()!);
    if (request.hasCustomtimeouts()) options.setCustomTimeouts(request.getCustomtimeouts());
    if (request.hasHooks()) options.setHooks(request.getHooks());
    if (request.hasReplacementTrigger()) options.setReplacementTrigger(request.getReplacementTrigger());
    if (request.getDeletebeforereplacedefined()) options.setDeleteBeforeReplace(request.getDeletebeforereplace());
    const providers = options.getProvidersMap();
    request.getProvidersMap().forEach((reference, name) => providers.set(name, reference));
    return options;
}

function aliasesOf(request: RegisterResourceRequest): Alias[] {
    const urns = request.getAliasurnsList().map((urn) => new AliasMessage().setUrn(urn));
    return [...urns, ...request.getAliasesList().map((alias) => (request.getAliasspecs() ? alias : corrected(alias)))];
}

// Before it said so by `aliasSpecs`, the SDK wrote the absence of a parent the wrong way round.
function corrected(alias: Alias): Alias {
    const spec = alias.getSpec();
    if (!spec || spec.getParenturn()) return alias;
    const right = new AliasMessage.Spec()
        .setName(spec.getName())
        .setType(spec.getType())
        .setStack(spec.getStack())
        .setProject(spec.getProject());
    if (!spec.getNoparent()) right.setNoparent(true);
    return new AliasMessage().setSpec(right);
}
