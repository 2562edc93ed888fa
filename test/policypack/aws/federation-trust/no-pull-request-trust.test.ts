import { githubTrust, policyOf, serviceTrust } from "../../../../policypack/facts/aws-documents";
import { UNKNOWN } from "../../../../policypack/facts/values";
import rule from "../../../../policypack/aws/federation-trust/no-pull-request-trust";
import { describeRule } from "../../../harness/describe-rule";

const role = (assumeRolePolicy: unknown) => [{ type: "aws:iam/role:Role", inputs: { assumeRolePolicy } }];
const says = (subject: string) => [`\`assumeRolePolicy.Statement[0]\` lets in pull requests by \`${subject}\`.`];
const like = (...sub: string[]) => ({ given: role(githubTrust({ StringLike: { sub } })) });

describeRule(rule, {
    denies: {
        "pull requests": { ...like("repo:acme/shop:pull_request"), says: says("repo:acme/shop:pull_request") },
        "all runs of a repository": { ...like("repo:acme/shop:*"), says: says("repo:acme/shop:*") },
        "pull requests beside a branch": {
            ...like("repo:acme/shop:ref:refs/heads/main", "repo:acme/shop:pull_request"),
            says: says("repo:acme/shop:pull_request"),
        },
        "pull requests, beside the repository": {
            given: role(githubTrust({ StringEquals: { sub: "repo:acme/shop:pull_request", repository_id: "123" } })),
            says: says("repo:acme/shop:pull_request"),
        },
    },
    allows: {
        "an environment": like("repo:acme/shop:environment:live"),
        "environments that begin so": like("repo:acme/shop:environment:live-*"),
        branches: like("repo:acme/shop:ref:refs/heads/*"),
        "an asterisk that is no wildcard": {
            given: role(githubTrust({ StringEquals: { sub: "repo:acme/shop:*" } })),
        },
        "all runs of a repository in an environment": {
            given: role(githubTrust({ StringLike: { sub: "repo:acme/shop:*" }, StringEquals: { environment: "live" } })),
        },
        "all runs but pull requests": {
            given: role(
                githubTrust({
                    StringLike: { sub: "repo:acme/shop:*" },
                    StringNotLike: { sub: "repo:acme/shop:pull_request" },
                }),
            ),
        },
        "all of an organisation, of which another rule tells": like("repo:acme/*"),
        "another issuer": {
            given: role(
                policyOf({
                    Effect: "Allow",
                    Principal: { Federated: "arn:aws:iam::111122223333:oidc-provider/gitlab.com" },
                    Action: "sts:AssumeRoleWithWebIdentity",
                    Condition: { StringLike: { "gitlab.com:sub": "project_path:acme/shop:*" } },
                }),
            ),
        },
        "a service": { given: role(serviceTrust("ec2.amazonaws.com")) },
    },
    cannotDecide: {
        "a trust not known yet": { given: role(UNKNOWN), says: ["`assumeRolePolicy` is not known before the deployment."] },
    },
});
