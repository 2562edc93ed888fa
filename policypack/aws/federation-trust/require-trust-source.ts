import { resourceRule } from "../../core/rule";
import { sendsSourceToRole } from "../../facts/aws-confused-deputy";
import { EXTERNAL_ID, SOURCE, isLimited } from "../../facts/aws-trust-conditions";
import { ROLE, roleFor } from "../../facts/aws-trust-documents";
import { statements } from "../../facts/iam-policy";
import { quote } from "../../facts/quote";
import { admitted } from "../../facts/trust-policy";
import { each, text } from "../../facts/values";

const trust = (condition?: object) => roleFor({ Service: "scheduler.amazonaws.com" }, condition);

export default resourceRule({
    name: "aws-require-trust-source",
    severity: "low",
    description: "A role for a service that says for whom it works says for whom it may.",
    rationale: "A service works for all customers of AWS; one of them could bring it to use a role of another.",
    remedy: "Add to the trust policy a StringEquals on aws:SourceAccount with your account, or an ArnLike on aws:SourceArn.",
    controls: ["NHI6:2025", "NHI4:2025", "PR.AA-05"],
    replaces: ["Prowler iam_role_cross_service_confused_deputy_prevention"],
    on: [ROLE],
    examples: {
        denied: [trust()],
        allowed: [trust({ StringEquals: { "aws:SourceAccount": "111122223333" } })],
    },

    *check({ inputs }) {
        yield* each(statements(inputs.get("assumeRolePolicy")), function* (statement) {
            const { path, condition } = statement;
            yield* each(admitted(statement, "Service", "sts:assumerole"), function* ({ who }) {
                const service = who.unknown ? "" : (text(who) ?? "");
                if (!sendsSourceToRole(service)) return;
                if (isLimited(condition, { ...SOURCE, ...EXTERNAL_ID })) return;
                const by = quote("service", service);
                yield { message: `\`${path}\` lets in ${by}, whoever it works for.`, path, part: by };
            });
        });
    },
});
