import { dirname, join } from "node:path";
import { asset } from "@pulumi/pulumi";

/** What runs in the cloud for a component, such as "aws/rotating-secret": one file, built with this package. */
export function bundle(component: string): asset.FileAsset {
    return besideBundles(`${component.replace("/", "-")}.js`);
}

/** What a bundle reads from the folder in which it lies. */
export function besideBundles(file: string): asset.FileAsset {
    const root = dirname(require.resolve("@jit-guard/components/package.json"));
    return new asset.FileAsset(join(root, "dist", "runtime", file));
}
