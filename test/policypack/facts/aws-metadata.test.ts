import { describe, expect, test } from "vitest";
import { metadataOptions, withMetadataOptions } from "../../../policypack/facts/aws-metadata";
import { resources } from "../../harness/describe-rule";

describe("the metadata options", () => {
    test.each([
        ["aws:ec2/instance:Instance", { metadataOptions: { a: 1 } }],
        ["aws:ec2/launchTemplate:LaunchTemplate", { metadataOptions: { a: 1 } }],
        ["aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults", { a: 1 }],
        ["aws:sagemaker/notebookInstance:NotebookInstance", { instanceMetadataServiceConfiguration: { a: 1 } }],
    ])("of %s", (type, inputs) => {
        const [resource] = resources([{ type, inputs }]);

        expect(metadataOptions(resource!).get("a").known()).toBe(1);
        expect(withMetadataOptions(resource!, { a: 1 })).toEqual(inputs);
    });
});
