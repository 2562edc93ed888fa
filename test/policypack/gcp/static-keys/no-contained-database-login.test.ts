import rule from "../../../../policypack/gcp/static-keys/no-contained-database-login";
import { UNKNOWN } from "../../../../policypack/facts/values";
import { describeRule } from "../../../harness/describe-rule";

const of = (value: unknown, databaseVersion = "SQLSERVER_2022_STANDARD") => [
    {
        type: "gcp:sql/databaseInstance:DatabaseInstance",
        inputs: {
            databaseVersion,
            settings: { databaseFlags: [{ name: "contained database authentication", value }] },
        },
    },
];

describeRule(rule, {
    denies: {
        "the flag switched on": { given: of("on"), says: ["The databases take users of their own."] },
    },
    allows: {
        "the flag switched off": { given: of("off") },
        "the default": {
            given: [
                {
                    type: "gcp:sql/databaseInstance:DatabaseInstance",
                    inputs: { databaseVersion: "SQLSERVER_2022_STANDARD" },
                },
            ],
        },
        "another engine": { given: of("on", "POSTGRES_17") },
    },
    cannotDecide: {
        "a flag that is not known yet": {
            given: of(UNKNOWN),
            says: ["`settings.databaseFlags[0].value` is not known before the deployment."],
        },
    },
});
