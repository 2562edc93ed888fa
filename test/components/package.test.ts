import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { ProviderResource, type ResourceTransformationArgs } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { COMPONENTS, bundleComponents, runtimes } from "../../scripts/bundle-components";
import { licenceOf } from "../../scripts/licences";
import { componentFolders, surfaceOf } from "../../scripts/component-md";
import { declare } from "../harness/declare";
import { EVERY } from "./defaults/every";

const ROOT = join(COMPONENTS, "..");

describe("the package", () => {
    const node = (code: string, ...flags: string[]) =>
        execFileSync(process.execPath, [...flags, "-e", code], { cwd: COMPONENTS, encoding: "utf8" }).trim();

    test("loads the SDK of the cloud that a program uses, and not the other", () => {
        const loaded = (of: string) =>
            `require.resolve("@pulumi/${of}/package.json") && Object.keys(require.cache).some((file) => file.includes("@pulumi/${of}/"))`;
        const code = (of: string) =>
            `require("@jit-guard/components").${of}; console.log(${loaded("aws")}, ${loaded("gcp")})`;
        expect([node(code("aws")), node(code("gcp"))]).toEqual(["true false", "false true"]);
    });

    test("can be imported by name from an ES module", () => {
        const code = 'import { aws } from "@jit-guard/components"; console.log(typeof aws.TimeboxedRole)';
        expect(node(code, "--input-type=module")).toBe("function");
    });

    test("carries its code for the cloud, which is the same whenever it is built, under permissive licences that go with it", () => {
        const again = mkdtempSync(join(tmpdir(), "jit-guard-bundle-"));
        try {
            const packages = bundleComponents(again);
            const others = packages.filter((each) => !/^(MIT|ISC|BSD|BSD-[23]-Clause|Apache-2\.0)$/.test(licenceOf(each)));
            expect(others).toEqual([]);
            const handedOn = readFileSync(join(COMPONENTS, "dist", "runtime", "LICENSES"), "utf8");
            for (const each of packages) expect(handedOn).toContain(`${relative(join(ROOT, "node_modules"), each)}\n\n`);
            const names = Object.keys(runtimes()).map((name) => `${name}.js`);
            expect(
                readdirSync(again)
                    .filter((file) => file.endsWith(".js"))
                    .sort(),
            ).toEqual(names.sort());
            for (const name of names) {
                const [built, shipped] = [again, join(COMPONENTS, "dist", "runtime")].map((at) =>
                    readFileSync(join(at, name), "utf8"),
                );
                expect(built === shipped, `dist/runtime/${name} is not current: run \`npm run build\``).toBe(true);
            }
        } finally {
            rmSync(again, { recursive: true });
        }
    });
});

const ALL = Object.entries(EVERY).flatMap(([cloud, components]) =>
    Object.entries(components).map(([component, make]) => ({ cloud, component, make })),
);

test("the table of components has all that there are", () => {
    expect(ALL.map(({ cloud, component }) => `${cloud}.${component}`)).toEqual(
        componentFolders().map((folder) => `${folder.split("/")[0]}.${surfaceOf(folder).name}`),
    );
});

describe.each(ALL)("what users of $cloud.$component expect", ({ cloud, component, make }) => {
    test("a provider reaches all that it makes", async () => {
        class Provider extends ProviderResource {}
        const { resources, errors } = await declare(() =>
            make("mine", { providers: { [cloud]: new Provider(cloud, "ours", {}) } }),
        );
        expect(errors).toEqual([]);
        const children = resources.filter(({ type }) => type.startsWith(`${cloud}:`));
        expect(children.length).toBeGreaterThan(0);
        for (const child of children)
            expect(child).toMatchObject({
                provider: expect.stringContaining(`pulumi:providers:${cloud}::ours`) as string,
            });
    });

    test("a transformation sees all that it makes, and may change it", async () => {
        const seen: string[] = [];
        const transformation = ({ type, props, opts }: ResourceTransformationArgs) => {
            seen.push(type);
            return { props: { ...(props as object), ours: true }, opts };
        };
        const { resources, errors } = await declare(() => make("mine", { transformations: [transformation] }));
        expect(errors).toEqual([]);
        expect(seen.sort()).toEqual(resources.map(({ type }) => type).sort());
        for (const { inputs } of resources) expect(inputs).toMatchObject({ ours: true });
    });

    test("what it makes is named after it", async () => {
        const { resources } = await declare(() => make("mine"));
        const [own, ...children] = resources;
        expect(own).toMatchObject({ type: `jit-guard:${cloud}:${component}`, name: "mine" });
        for (const { name, type } of children) expect(name, type).toMatch(/^mine(-|$)/);
    });
});
