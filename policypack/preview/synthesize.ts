import { packageOf } from "./urn";
import type { Shape, Shapes } from "./shapes";
import { isObject, type Properties } from "./wire";

// Documentation's own account, so that an ARN with it is well formed. A name with the mark is nobody's.
const ACCOUNT = "123456789012";
const MARK = "assumed-04da6b54";
const ASSUMED = new RegExp(`${MARK}|(?<![0-9])${ACCOUNT}(?![0-9])`);

const NO_SHAPE: Shape = new Map([["arn", { kind: "text", optional: false }]]);

/** Makes up what only a deployment would tell, so that what is built from it can be seen; and finds it again. */
export class Synthesis {
    constructor(
        private readonly shapes: Shapes,
        private readonly region: string,
    ) {}

    /** What a resource would have besides its inputs. */
    outputsOf(type: string, name: string, inputs: Properties): { readonly id: string; readonly outputs: Properties } {
        const shape = this.shapes.ofResource(type) ?? NO_SHAPE;
        return { id: this.text("id", type, name), outputs: this.fill(shape, type, name, inputs) };
    }

    /** What a function would give. */
    resultOf(token: string, shape: Shape, args: Properties): Properties {
        return this.fill(shape, token, token.split(":").pop() ?? "", args);
    }

    /** The paths of the inputs that rest on something made up. */
    assumedIn(inputs: Properties): readonly string[] {
        const found: string[] = [];
        const look = (value: unknown, path: string): void => {
            if (typeof value === "string" && ASSUMED.test(value)) found.push(path);
            if (Array.isArray(value)) value.forEach((element, index) => look(element, `${path}[${index}]`));
            if (!isObject(value)) return;
            for (const [key, inner] of Object.entries(value)) look(inner, path ? `${path}.${key}` : key);
        };
        look(inputs, "");
        return found;
    }

    private fill(shape: Shape, token: string, name: string, given: Properties): Properties {
        const made: Properties = {};
        for (const [key, { kind }] of shape) {
            if (key in given || key === "urn") continue;
            if (kind === "text") made[key] = this.text(key, token, name);
            if (kind === "texts") made[key] = [this.text(key, token, name)];
        }
        return made;
    }

    private text(key: string, token: string, name: string): string {
        const marked = `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}-${MARK}`;
        if (key === "region") return this.region;
        if (/^(accountId|ownerId|registryId|awsAccountId)$/.test(key)) return ACCOUNT;
        if (/arns?$/i.test(key) && packageOf(token).startsWith("aws")) return this.arn(token, marked);
        if (/^(id|name|bucket)$/.test(key)) return marked;
        if (key === "email") return `${marked}@${MARK}.iam.gserviceaccount.com`;
        if (key === "member") return `serviceAccount:${marked}@${MARK}.iam.gserviceaccount.com`;
        if (/(url|uri|endpoint|link)$/i.test(key)) return `https://${marked}.example.com`;
        if (/(domainName|dnsName|fqdn|hostname|domain)$/i.test(key)) return `${marked}.example.com`;
        return `${key.toLowerCase()}-${marked}`;
    }

    private arn(token: string, marked: string): string {
        const [, module = "", member = ""] = token.split(":");
        const service = module.split("/")[0] ?? "";
        const kind = member.charAt(0).toLowerCase() + member.slice(1);
        if (service === "s3") return `arn:aws:s3:::${marked}`;
        if (service === "sns" || service === "sqs") return `arn:aws:${service}:${this.region}:${ACCOUNT}:${marked}`;
        return `arn:aws:${service}:${service === "iam" ? "" : this.region}:${ACCOUNT}:${kind}/${marked}`;
    }
}
