import { resourceRule } from "../../core/rule";
import { SAML_AUDIENCE, isLimited } from "../../facts/aws-trust-conditions";
import { ROLE, roleFor } from "../../facts/aws-trust-documents";
import { statements } from "../../facts/iam-policy";
import { admitted } from "../../facts/trust-policy";
import { each } from "../../facts/values";

const trust = (condition?: object) =>
    roleFor({ Federated: "arn:aws:iam::111122223333:saml-provider/okta" }, condition, "sts:AssumeRoleWithSAML");

export default resourceRule({
    name: "aws-require-saml-audience",
    severity: "medium",
    description: "A role that trusts a SAML provider says at which address the assertions must have been received.",
    rationale: "An assertion that was made for another application could be passed on by it, and would be taken here.",
    remedy: "Compare SAML:aud by StringEquals with https://signin.aws.amazon.com/saml, or with the address of your partition or region.",
    controls: ["NHI4:2025", "NHI6:2025", "PR.AA-04"],
    on: [ROLE],
    examples: {
        denied: [trust()],
        allowed: [trust({ StringEquals: { "SAML:aud": "https://signin.aws.amazon.com/saml" } })],
    },

    *check({ inputs }) {
        yield* each(statements(inputs.get("assumeRolePolicy")), function* (statement) {
            const { path, condition } = statement;
            if (admitted(statement, "Federated", "sts:assumerolewithsaml").length === 0) return;
            if (isLimited(condition, SAML_AUDIENCE)) return;
            yield { message: `\`${path}\` takes SAML assertions that were made for any application.`, path };
        });
    },
});
