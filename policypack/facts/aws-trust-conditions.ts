import { type Test, tests } from "./iam-condition";
import { matchesAll } from "./iam-pattern";
import { Malformed, type Value } from "./values";

/** By condition key in lower case, or by its beginning where that ends in "/": whether a value limits nothing. */
export type Limits = Readonly<Record<string, (value: string, pattern: boolean) => boolean>>;

/** Where a call comes from that an AWS service makes for somebody. */
export const SOURCE: Limits = {
    "aws:sourceaccount": isOpenName,
    "aws:sourcearn": isOpenArn,
    "aws:sourceorgid": isOpenName,
    "aws:sourceorgpaths": isOpenPath,
    "aws:sourceowner": isOpenName,
};

/** Who calls, or for whom: what is left is an organisation, an account or less. */
export const CALLER: Limits = {
    ...SOURCE,
    "aws:principalaccount": isOpenName,
    "aws:principalarn": isOpenArn,
    "aws:principalisawsservice": isNotTrue,
    "aws:principalorgid": isOpenName,
    "aws:principalorgpaths": isOpenPath,
    "aws:principalservicename": isOpenName,
    "aws:principalservicenameslist": isOpenName,
    // The unique id of a user or role, which comes first, is nobody else's; a session may have any name.
    "aws:userid": (value, pattern) => pattern && !/^[A-Z0-9]{16,}/.test(value),
    "ec2:sourceinstancearn": isOpenArn,
    "kms:calleraccount": isOpenName,
    "lambda:sourcefunctionarn": isOpenArn,
    "s3:dataaccesspointaccount": isOpenName,
    "s3:dataaccesspointarn": isOpenArn,
};

/**
 * Who calls, or from where: what AWS itself does not call public.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const CALLER_OR_PLACE: Limits = {
    ...CALLER,
    "aws:sourceip": isOpenNetwork,
    "aws:sourcevpc": isOpenName,
    "aws:sourcevpcarn": isOpenArn,
    "aws:sourcevpce": isOpenName,
    "aws:vpceaccount": isOpenName,
    "aws:vpceorgid": isOpenName,
    "aws:vpceorgpaths": isOpenPath,
    "aws:vpcsourceip": isOpenNetwork,
    // Where a topic delivers to: a queue of one account, or the addresses of one domain.
    "sns:endpoint": (value, pattern) =>
        value.startsWith("arn:") ? isOpenArn(value, pattern) : pattern && /^(https?:\/\/)?[*?]*$/.test(value),
};

/** Which of the principals of an account, or on what evidence; and whether the account is of one's organisation. */
export const WITHIN_ACCOUNT: Limits = {
    "aws:multifactorauthpresent": isNotTrue,
    "aws:principalarn": (value, pattern) => pattern && (matchesAll(value) || /:(root|\*|role\/\*|user\/\*)$/.test(value)),
    "aws:principalorgid": isOpenName,
    "aws:principalorgpaths": isOpenPath,
    "aws:principaltag/": isEverything,
    "aws:requesttag/": isEverything,
    "aws:userid": isEverything,
    "aws:username": isEverything,
    "sts:externalid": isEverything,
    "sts:rolesessionname": isEverything,
    "sts:sourceidentity": isEverything,
};

/** That the caller knows what was agreed upon with it. */
export const EXTERNAL_ID: Limits = { "sts:externalid": isEverything };

/** Which trust anchor of Roles Anywhere, or which certificate, as its parts are tags of the session. */
export const CERTIFICATE: Limits = {
    "aws:principaltag/x509issuer/": isEverything,
    "aws:principaltag/x509san/": isEverything,
    "aws:principaltag/x509subject/": isEverything,
    "aws:sourcearn": isEverything,
};

/** To which party an assertion of SAML was given: in truth its Recipient. */
export const SAML_AUDIENCE: Limits = { "saml:aud": (value, pattern) => pattern && /^[*?]/.test(value) };

const LIMITING = /^(string(equals|equalsignorecase|like)|arn(equals|like)|bool|ipaddress)$/;
const EXCLUDING = /^(stringnot(equals|equalsignorecase|like)|arnnot(equals|like)|notipaddress)$/;
const LIKE = /^(string(not)?like|arn(not)?(equals|like))$/;

/**
 * Whether a condition holds only within these limits. A value that is not known yet is one that another resource has,
 * and so no wildcard.
 */
export function isLimited(condition: Value, limits: Limits): boolean {
    // ForAllValues: and …IfExists are true for a request without the key.
    return tests(condition).some(
        (test) => LIMITING.test(test.operator) && test.set !== "forallvalues" && !test.ifExists && isNarrow(test, limits),
    );
}

/** Whether the condition of a Deny holds for all that is not within these limits, AWS services left aside. */
export function excludesOthers(condition: Value, limits: Limits): boolean {
    const lines = tests(condition);
    // ForAnyValue: is false for a request without the key.
    const excludes = (test: Test) => EXCLUDING.test(test.operator) && test.set !== "foranyvalue" && isNarrow(test, limits);
    const spares = ({ operator, key, values }: Test) =>
        operator === "bool" &&
        /^aws:(principalisawsservice|viaawsservice)$/.test(key) &&
        values.every((value) => !value.unknown && scalar(value) === "false");
    return lines.some(excludes) && lines.every((test) => excludes(test) || spares(test));
}

function isNarrow({ operator, key, values }: Test, limits: Limits): boolean {
    const name = Object.keys(limits).find((known) => (known.endsWith("/") ? key.startsWith(known) : key === known));
    const isOpen = name === undefined ? undefined : limits[name];
    if (!isOpen || values.length === 0) return false;
    // The values are alternatives, so each must be narrow.
    return values.every((value) => value.unknown || !isOpen(scalar(value), LIKE.test(operator)));
}

export function scalar(value: Value): string {
    const known = value.known();
    if (typeof known === "number" || typeof known === "boolean") return String(known);
    if (typeof known !== "string") throw new Malformed(value.path, "a text");
    return known;
}

function isEverything(value: string, pattern: boolean): boolean {
    return pattern && matchesAll(value);
}

function isNotTrue(value: string): boolean {
    return value !== "true";
}

function isOpenName(value: string, pattern: boolean): boolean {
    return pattern && /[*?]/.test(value);
}

/** Organisations are the first part: "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/". */
function isOpenPath(value: string, pattern: boolean): boolean {
    return pattern && !/^[^/*?]+\//.test(value);
}

/** Whether an ARN leaves open whose it is. A bucket is known by its name alone. */
function isOpenArn(value: string, pattern: boolean): boolean {
    if (!pattern) return false;
    // A variable has colons of its own.
    const [, , service = "", , account = "*", ...rest] = value.replace(/\$\{[^}]*\}/g, "x").split(":");
    if (service === "s3" || account === "") return /^([*?]|$)/.test(rest.join(":"));
    return /[*?]/.test(account);
}

/** Whether a block of addresses is so large that it says nothing. */
function isOpenNetwork(value: string): boolean {
    const [, size] = /\/(\d{1,3})$/.exec(value) ?? [];
    return size !== undefined && Number(size) < (value.includes(":") ? 32 : 8);
}
