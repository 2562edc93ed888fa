import { type Unreadable, type Value, each, flag, number } from "./values";

/** One way in which a policy takes weak passwords. */
export interface Weakness {
    readonly message: string;
    readonly path: string;
    /** The input that is too weak, and the weakest value that is not. */
    readonly instead: readonly [input: string, value: number | boolean];
}

export interface Strength {
    readonly length: number;
    /** Whether a password must hold a character of each class. */
    readonly classes: boolean;
}

// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
const IAM = {
    length: "minimumPasswordLength",
    otherwise: 6,
    classes: {
        requireLowercaseCharacters: "lower-case letter",
        requireUppercaseCharacters: "upper-case letter",
        requireNumbers: "digit",
        requireSymbols: "symbol",
    },
};

// https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
export const COGNITO_LENGTH = 8;
const COGNITO = {
    length: "minimumLength",
    otherwise: COGNITO_LENGTH,
    classes: {
        requireLowercase: "lower-case letter",
        requireUppercase: "upper-case letter",
        requireNumbers: "digit",
        requireSymbols: "symbol",
    },
};

/** What is weak in a Cognito password policy. Without one Cognito demands all classes, within one only those it names. */
export function weakForCognito(policy: Value, { length, classes }: Strength): Generator<Weakness | Unreadable> {
    return weak(policy, COGNITO, { length, classes: classes && !policy.absent });
}

/** What is weak in the password policy of an account, whose passwords may be used again after `reuse` others. */
export function* weakForIam(
    policy: Value,
    { reuse, maximumAge, ...strength }: Strength & { readonly reuse: number; readonly maximumAge: number },
): Generator<Weakness | Unreadable> {
    yield* weak(policy, IAM, strength);
    yield* each(["passwordReusePrevention", "maxPasswordAge"], function* (path) {
        const given = number(policy.get(path)) ?? 0;
        if (path === "passwordReusePrevention") {
            if (given >= reuse) return;
            const message = `A password may come again after ${given} others; the least is ${reuse}.`;
            yield { message, path, instead: [path, reuse] as const };
        } else {
            // Zero stands for no limit, both in the policy and in what is demanded of it.
            if (maximumAge === 0 || (given > 0 && given <= maximumAge)) return;
            const message = `A password ${given > 0 ? `is valid for ${given} d` : "never expires"}; the limit is ${maximumAge} d.`;
            yield { message, path, instead: [path, maximumAge] as const };
        }
    });
}

function weak(policy: Value, inputs: typeof IAM | typeof COGNITO, demand: Strength): Generator<Weakness | Unreadable> {
    const classes = Object.entries(demand.classes ? inputs.classes : {});
    return each([[inputs.length, ""], ...classes] as const, function* ([input, held]) {
        const value = policy.get(input);
        const { path } = value;
        if (held !== "") {
            if (flag(value) === true) return;
            yield { message: `A password may hold no ${held}.`, path, instead: [input, true] as const };
        } else {
            // Zero stands for the default.
            const shortest = number(value) || inputs.otherwise;
            if (shortest >= demand.length) return;
            const message = `A password may be ${shortest} characters long; the least is ${demand.length}.`;
            yield { message, path, instead: [input, demand.length] as const };
        }
    });
}
