import * as jit from "@jit-guard/components";

const review = new jit.aws.AccessReview("production", {
    entitlements: {
        "prod-dba": { role: "arn:aws:iam::123456789012:role/jit/prod-dba" },
        "billing-export": {
            role: "arn:aws:iam::123456789012:role/billing-export",
            every: "30d",
            holders: ["arn:aws:iam::123456789012:role/finance"],
        },
    },
    reviewers: ["arn:aws:iam::123456789012:role/security", "arn:aws:iam::123456789012:user/jo"],
    notify: ["security@example.com", "https://hooks.example.com/access-review"],
    owner: "security@example.com",
});

export const evidence = review.evidence;
export const schedule = review.schedule.arn;
