import { readdirSync } from "node:fs";
import { join } from "node:path";

export const PACK = join(__dirname, "..", "policypack");
export const CLOUDS = ["any", "aws", "gcp"] as const;

export interface RuleFile {
    /** Under policypack/, with "/". */
    readonly path: string;
    readonly family: string;
    /** The name that the rule in it must have. */
    readonly ruleName: string;
}

/** Every rule there is: the folder is the list. */
export function ruleFiles(): readonly RuleFile[] {
    return CLOUDS.flatMap((cloud) =>
        folders(join(PACK, cloud)).flatMap((family) =>
            readdirSync(join(PACK, cloud, family))
                .filter((file) => file.endsWith(".ts"))
                .map((file) => ({
                    path: `${cloud}/${family}/${file}`,
                    family,
                    ruleName: `${cloud}-${file.replace(/\.ts$/, "")}`,
                })),
        ),
    ).sort((a, b) => (a.ruleName < b.ruleName ? -1 : 1));
}

function folders(path: string): readonly string[] {
    try {
        return readdirSync(path, { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map(({ name }) => name);
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
    }
}
