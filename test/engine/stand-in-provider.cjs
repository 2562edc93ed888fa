// A provider for the engine tests: it takes any resource and gives back what it was given.
const pulumi = require("@pulumi/pulumi");

const provider = {
    version: process.env.JIT_GUARD_STAND_IN_VERSION ?? "1.0.0",
    async create(_urn, inputs) {
        return { id: "stand-in", outs: inputs };
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

pulumi.provider.main(provider, process.argv.slice(2));
