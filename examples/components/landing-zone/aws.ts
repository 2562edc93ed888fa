import * as aws from "@pulumi/aws";
import * as jit from "@jit-guard/components";
import { OWNER, SECURITY, notify } from "./people";

const ACCOUNT = "123456789012";
const people = [`arn:aws:iam::${ACCOUNT}:user/jo`, `arn:aws:iam::${ACCOUNT}:user/ana`];
const reviewers = [`arn:aws:iam::${ACCOUNT}:role/security`];

const orders = new aws.dynamodb.Table("orders", {
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    billingMode: "PAY_PER_REQUEST",
});

/** The pipeline, by its own identity: there is no key to store. */
export const deploy = new jit.aws.WorkloadRole("deploy-orders", {
    workload: { github: { repository: "acme/orders", environment: "production" } },
    inlinePolicies: {
        functions: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["lambda:UpdateFunctionCode", "lambda:PublishVersion"],
                    Resource: `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:orders`,
                },
            ],
        },
    },
    owner: OWNER,
});

/** The service in the cluster. */
export const service = new jit.aws.WorkloadRole("orders-pod", {
    workload: {
        podIdentity: {
            cluster: `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/shop`,
            namespace: "orders",
            serviceAccount: "orders",
        },
    },
    inlinePolicies: {
        table: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: ["dynamodb:GetItem", "dynamodb:PutItem"], Resource: orders.arn }],
        },
    },
    owner: OWNER,
});

/** A planned piece of work of a person. */
export const migration = new jit.aws.TimeboxedRole("orders-migration", {
    principals: people.slice(0, 1),
    notBefore: "2026-01-16T08:00:00Z",
    notAfter: "2026-01-16T18:00:00Z",
    inlinePolicies: {
        table: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["dynamodb:Scan", "dynamodb:BatchWriteItem", "dynamodb:UpdateTable"],
                    Resource: orders.arn,
                },
            ],
        },
    },
    owner: OWNER,
});

/** For the night in which nothing else works. */
export const repair = new jit.aws.BreakGlassRole("orders-repair", {
    principals: people,
    reviewers,
    runbookUrl: "https://runbooks.example.com/orders-repair",
    notify,
    escalate: [SECURITY],
    regions: ["eu-west-1"],
    inlinePolicies: {
        table: {
            Version: "2012-10-17",
            Statement: [
                {
                    Effect: "Allow",
                    Action: ["dynamodb:RestoreTableToPointInTime", "dynamodb:UpdateTable", "dynamodb:DescribeTable"],
                    Resource: orders.arn,
                },
            ],
        },
    },
    owner: OWNER,
});

/** What the service signs its sessions with. */
export const signing = new jit.aws.RotatingSecret("orders-signing", { strategy: { password: {} }, owner: OWNER });

/** What stays is looked at again, and stops working when nobody does. */
export const review = new jit.aws.AccessReview("orders", {
    entitlements: {
        deploy: { role: deploy.arn },
        repair: { role: repair.arn, every: "30d", holders: people },
    },
    reviewers,
    notify: [SECURITY],
    owner: OWNER,
});
