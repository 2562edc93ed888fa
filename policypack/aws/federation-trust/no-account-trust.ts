import { flag, names } from "../../core/options";
import { resourceRule } from "../../core/rule";
import { EXTERNAL_ID, WITHIN_ACCOUNT, isLimited } from "../../facts/aws-trust-conditions";
import { ROLE, roleFor } from "../../facts/aws-trust-documents";
import { statements } from "../../facts/iam-policy";
import { quote } from "../../facts/quote";
import { admitted } from "../../facts/trust-policy";
import { each, text } from "../../facts/values";

export default resourceRule({
    name: "aws-no-account-trust",
    severity: "low",
    description: "A role that another account may take says which of its roles may, or on what evidence.",
    rationale:
        "Trust in a whole account is trust in whoever administers it: each principal there that may call sts:AssumeRole can take the role.",
    remedy: "Name the role that may take this one, or add a condition on sts:ExternalId, aws:PrincipalArn or aws:PrincipalOrgID; list accounts of your own under accounts.",
    controls: ["NHI3:2025", "NHI8:2025", "NHI5:2025", "PR.AA-05", "MANAGE 3.1"],
    replaces: ["Checkov CKV_AWS_61", "Prowler iam_role_cross_account_readonlyaccess_policy"],
    on: [ROLE],
    options: {
        accounts: names({ description: "Accounts that may be trusted as a whole, such as one's own.", default: [] }),
        externalId: flag({
            description: "Whether a named role or user of an account that is not listed must give an sts:ExternalId.",
            default: false,
        }),
    },
    examples: {
        denied: [roleFor({ AWS: "arn:aws:iam::111122223333:root" })],
        allowed: [roleFor({ AWS: "arn:aws:iam::111122223333:role/deployer" })],
    },

    *check({ inputs }, { accounts, externalId }) {
        yield* each(statements(inputs.get("assumeRolePolicy")), function* (statement) {
            const { path, condition } = statement;
            yield* each(admitted(statement, "AWS", "sts:assumerole"), function* ({ who }) {
                // What is not known yet is most likely a role or the account of this program.
                const written = who.unknown ? "" : (text(who) ?? "");
                const [, account = "", named] =
                    /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::(?!root$)(.+)|:root)?$/.exec(written) ?? [];
                if (account === "" || accounts.includes(account)) return;
                const whole = named === undefined;
                if (whole ? isLimited(condition, WITHIN_ACCOUNT) : !externalId || isLimited(condition, EXTERNAL_ID)) return;
                const whom = whole ? `all of account ${quote("account", account)}` : quote("arn", written);
                const flaw = whole ? "whom its administrators allow it" : "without an sts:ExternalId";
                yield { message: `\`${path}\` lets in ${whom} ${flaw}.`, path, part: whom };
            });
        });
    },
});
