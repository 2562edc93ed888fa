import { resourceRule } from "../../core/rule";
import { CERTIFICATE, isLimited } from "../../facts/aws-trust-conditions";
import { ROLE, roleFor } from "../../facts/aws-trust-documents";
import { statements } from "../../facts/iam-policy";
import { admitted } from "../../facts/trust-policy";
import { each, text } from "../../facts/values";

const ACTIONS = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];
const trust = (condition?: object) => roleFor({ Service: "rolesanywhere.amazonaws.com" }, condition, ACTIONS);

export default resourceRule({
    name: "aws-require-certificate-condition",
    severity: "medium",
    description: "A role for IAM Roles Anywhere says which certificates, or those of which trust anchor, may take it.",
    rationale:
        "Without it each certificate of each authority that the account trusts, for whatever machine it was issued, can take the role.",
    remedy: "Compare aws:SourceArn with the ARN of the trust anchor, and aws:PrincipalTag/x509Subject/CN with the name of the workload.",
    controls: ["NHI4:2025", "NHI5:2025", "NHI6:2025", "PR.AA-03", "PR.AA-05"],
    on: [ROLE],
    examples: {
        denied: [trust()],
        allowed: [trust({ StringEquals: { "aws:PrincipalTag/x509Subject/CN": "backup.example.com" } })],
    },

    // https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html
    *check({ inputs }) {
        yield* each(statements(inputs.get("assumeRolePolicy")), function* (statement) {
            const { path, condition } = statement;
            const services = admitted(statement, "Service", "sts:assumerole").filter(({ who }) => !who.unknown);
            const isAnywhere = services.some(({ who }) => /^rolesanywhere\./i.test(text(who) ?? ""));
            if (!isAnywhere || isLimited(condition, CERTIFICATE)) return;
            yield { message: `\`${path}\` lets in every certificate of every trust anchor.`, path };
        });
    },
});
