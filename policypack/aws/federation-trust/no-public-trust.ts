import { resourceRule } from "../../core/rule";
import { subjectClaims } from "../../facts/aws-oidc-claims";
import { openStatements } from "../../facts/aws-public-access";
import { CALLER } from "../../facts/aws-trust-conditions";
import { ROLE, roleFor } from "../../facts/aws-trust-documents";
import { admits, boundOf } from "../../facts/trust-policy";
import { isUnreadable } from "../../facts/values";

export default resourceRule({
    name: "aws-no-public-trust",
    severity: "critical",
    description: "No role lets in anyone who has an AWS account.",
    rationale: "Everyone who has an AWS account of any kind can take such a role, and only has to guess its name.",
    remedy: "Name the roles that may take this one, or add a StringEquals on aws:PrincipalOrgID; for people use TimeboxedRole, for CI WorkloadRole.",
    controls: ["NHI4:2025", "NHI6:2025", "NHI3:2025", "PR.AA-03", "PR.AA-05", "MANAGE 3.1"],
    replaces: ["Checkov CKV_AWS_60", "Checkov CKV_AWS_283"],
    on: [ROLE],
    examples: {
        denied: [roleFor("*")],
        allowed: [roleFor({ Service: "ec2.amazonaws.com" })],
    },

    *check({ inputs }) {
        const document = inputs.get("assumeRolePolicy");
        const open = openStatements(document, CALLER, (statement) => {
            // Who comes without a token of an issuer has none of its claims.
            const isForTokens = () => boundOf(statement.condition, {}, subjectClaims({})).by !== "nothing";
            return admits(statement, "sts:assumerole") && !isForTokens();
        });
        for (const statement of open) {
            if (isUnreadable(statement)) yield statement;
            else yield { message: `\`${statement.path}\` lets in anyone who has an AWS account.`, path: statement.path };
        }
    },
});
