import { integer } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { LAUNCH_TEMPLATE, MACHINES, metadataOptions, withMetadataOptions } from "../../facts/aws-metadata";
import { number } from "../../facts/values";

export default resourceRule({
    name: "aws-max-metadata-hops",
    severity: "low",
    description: "The answers of a machine's metadata service go no further than the allowed number of hops.",
    rationale:
        "Each hop carries the credentials of the machine's role one network further: to containers, and to what they forward for.",
    remedy: "Set metadataOptions.httpPutResponseHopLimit to 1, or to 2 where containers need the role of the machine.",
    controls: ["NHI2:2025", "NHI6:2025", "PR.AA-03"],
    replaces: ["Checkov CKV_AWS_341"],
    on: MACHINES,
    options: {
        // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html: 2 in a container environment.
        hops: integer({ description: "Most hops allowed.", default: 2, minimum: 1, maximum: 64 }),
    },
    examples: {
        denied: [{ type: LAUNCH_TEMPLATE, inputs: { metadataOptions: { httpPutResponseHopLimit: 64 } } }],
        allowed: [{ type: LAUNCH_TEMPLATE, inputs: { metadataOptions: { httpPutResponseHopLimit: 1 } } }],
    },

    *check(resource, { hops }) {
        const limit = metadataOptions(resource).get("httpPutResponseHopLimit");
        const asked = number(limit) ?? 0;
        if (asked > hops) yield { message: `Answers go ${asked} hops; the limit is ${hops}.`, path: limit.path };
    },

    remediate: (resource, { hops }) => withMetadataOptions(resource, { httpPutResponseHopLimit: hops }),
});
