import * as pulumi from "@pulumi/pulumi";

// What the generated SDK of a Terraform provider does.
const reference = pulumi.runtime.registerPackage({
    baseProviderName: "terraform-provider",
    baseProviderVersion: "0.6.0",
    baseProviderDownloadUrl: "",
    packageName: "vault",
    packageVersion: "4.5.0",
    base64Parameter: "e30=",
});

class Token extends pulumi.CustomResource {
    constructor(name: string, args: pulumi.Inputs) {
        super("vault:index/token:Token", name, args, {}, false, reference);
    }
}
new Token("token", { ttl: "768h" });

class Hidden extends pulumi.ProviderResource {
    constructor(name: string, args: pulumi.Inputs) {
        super("vault", name, args, {}, false, reference);
    }
}
new Hidden("explicit", { token: pulumi.secret("s.1234") });
