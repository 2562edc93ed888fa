import * as jit from "@jit-guard/components";
import { Config } from "@pulumi/pulumi";

const config = new Config();

const signing = new jit.aws.RotatingSecret("session-signing", {
    strategy: { password: { length: 64 } },
    owner: "web@example.com",
});

const orders = new jit.aws.RotatingSecret("orders-database", {
    strategy: {
        postgres: {
            // The secret that RDS manages for the administrator, which does not name the host.
            admin: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-0a1b2c3d-AbCdEf",
            host: "orders.cluster-abc123.eu-west-1.rds.amazonaws.com",
        },
    },
    initialValue: config.requireSecret("ordersLogin"),
    network: { subnetIds: ["subnet-0a1b2c3d", "subnet-4e5f6a7b"], securityGroupIds: ["sg-0a1b2c3d"] },
    owner: "orders@example.com",
});

const payments = new jit.aws.RotatingSecret("payments-key", {
    // Exports create, set and test, which call the other company.
    strategy: { http: { handler: `${__dirname}/handler.js`, environment: { API_URL: "https://api.payments.example/v1" } } },
    initialValue: config.requireSecret("paymentsKey"),
    rotateEvery: "7d",
    owner: "payments@example.com",
});

const backup = new jit.aws.RotatingSecret("legacy-backup", {
    strategy: { iamUserKey: { user: "arn:aws:iam::123456789012:user/legacy-backup", overlap: "12h" } },
    rotateEvery: "7d",
    owner: "backup@example.com",
});

export const read = [signing.arn, orders.arn, payments.arn, backup.arn];
