import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderResource, type ResourceTransformationArgs } from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { TimeboxedRole } from "../../components/aws/timeboxed-role";
import { COMPONENTS, bundleComponents, runtimes } from "../../scripts/bundle-components";
import { declare } from "../harness/declare";

const ROLE = {
    principals: ["arn:aws:iam::123456789012:user/jo"],
    notBefore: "2026-01-16T08:00:00Z",
    notAfter: "2026-01-16T18:00:00Z",
    owner: "payments@example.com",
};

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

    test("carries its code for the cloud, which is the same whenever it is built", () => {
        const again = mkdtempSync(join(tmpdir(), "jit-guard-bundle-"));
        try {
            bundleComponents(again);
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

describe("what users of components expect", () => {
    test("a provider reaches all that it makes", async () => {
        class Aws extends ProviderResource {}
        const { resources } = await declare(() => {
            const provider = new Aws("aws", "ours", {});
            return new TimeboxedRole("mine", ROLE, { providers: { aws: provider } });
        });
        const children = resources.filter(({ type }) => type.startsWith("aws:"));
        expect(children.length).toBeGreaterThan(2);
        for (const child of children)
            expect(child).toMatchObject({ provider: expect.stringContaining("pulumi:providers:aws::ours") as string });
    });

    test("a transformation sees all that it makes, and may change it", async () => {
        const seen: string[] = [];
        const transformation = ({ type, props, opts }: ResourceTransformationArgs) => {
            seen.push(type);
            return type === "aws:iam/role:Role" ? { props: { ...(props as object), description: "ours" }, opts } : undefined;
        };
        const { resources } = await declare(() => new TimeboxedRole("mine", ROLE, { transformations: [transformation] }));
        expect(seen.sort()).toEqual(resources.map(({ type }) => type).sort());
        expect(resources.find(({ type }) => type === "aws:iam/role:Role")?.inputs).toMatchObject({ description: "ours" });
    });
});
