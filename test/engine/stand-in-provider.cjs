// A provider for the engine tests: it takes any resource and gives back what it was given.
const pulumi = require("@pulumi/pulumi");

const provider = {
    version: process.env.JIT_GUARD_STAND_IN_VERSION ?? "1.0.0",
    async create(urn, inputs) {
        return { id: "stand-in", outs: { ...computed(urn), ...inputs } };
    },
    async read(id, _urn, props) {
        return { id, props };
    },
    async update(_id, _urn, _olds, news) {
        return { outs: news };
    },
    async delete() {},
    async invoke(token, args) {
        const { compute } = require("../../policypack/dist/preview/pure-invokes.js");
        return { outputs: compute(token, args, () => undefined)?.value ?? {} };
    },
};

/** What a deployment knows of any resource of AWS or Google Cloud. */
function computed(urn) {
    const [name, type] = urn.split("::").reverse();
    const [, cloud, service, kind] = /(?:^|\$)(\w+):(\w+)\/\w+:(\w+)$/.exec(type) ?? [];
    if (cloud === "gcp") {
        const email = `${name}@example.iam.gserviceaccount.com`;
        const member = `serviceAccount:${email}`;
        const ages = { validAfter: "2025-03-01T08:00:00Z", validBefore: "9999-12-31T23:59:59Z" };
        const made = { name, project: "example", email, member, generation: 1, writerIdentity: member };
        return { ...made, ...(service === "serviceaccount" && kind === "Key" && ages) };
    }
    const region = service === "iam" ? "" : "eu-west-1";
    const arn = `arn:aws:${service}:${region}:123456789012:${kind?.toLowerCase()}/${name}`;
    return {
        name,
        url: `https://${service}.example/${name}`,
        ...(service === "iam" && { createDate: "2025-03-01T08:00:00Z" }),
        ...(kind === "Table" && { streamArn: `${arn}/stream/2026-01-15T00:00:00.000` }),
        ...(kind === "FunctionUrl" && { functionUrl: "https://abc123.lambda-url.eu-west-1.on.aws/" }),
        arn,
    };
}

pulumi.provider.main(provider, process.argv.slice(2));
