/** Every control that a rule may cite. Titles are ours, short; "supports", never "satisfies". */
export const FRAMEWORKS = {
    "OWASP NHI Top 10 2025": {
        "NHI1:2025": "Improper offboarding",
        "NHI2:2025": "Secret leakage",
        "NHI3:2025": "Vulnerable third-party identity",
        "NHI4:2025": "Insecure authentication",
        "NHI5:2025": "Overprivileged identity",
        "NHI6:2025": "Insecure cloud deployment configuration",
        "NHI7:2025": "Long-lived secrets",
        "NHI8:2025": "Environment isolation",
        "NHI9:2025": "Identity reuse",
        "NHI10:2025": "Human use of a non-human identity",
    },
    "NIST CSF 2.0": {
        "PR.AA-01": "Identities and credentials are managed",
        "PR.AA-02": "Identities are proofed and bound to credentials",
        "PR.AA-03": "Users, services and hardware are authenticated",
        "PR.AA-04": "Identity assertions are protected, conveyed and verified",
        "PR.AA-05": "Permissions are managed, enforced and reviewed, with least privilege",
    },
    "NIST AI RMF 1.0": {
        "GOVERN 1.5": "Periodic review is planned",
        "GOVERN 1.7": "Decommissioning is in place",
        "MEASURE 2.7": "Security and resilience are evaluated",
        "MANAGE 2.4": "Systems can be disengaged",
        "MANAGE 3.1": "Third-party risks are monitored",
    },
} as const;

type KeysOfUnion<T> = T extends unknown ? keyof T : never;
export type Framework = keyof typeof FRAMEWORKS;
export type Control = KeysOfUnion<(typeof FRAMEWORKS)[Framework]>;

/** The framework that a control belongs to. */
export function frameworkOf(control: Control): Framework {
    const found = (Object.keys(FRAMEWORKS) as Framework[]).find((name) => control in FRAMEWORKS[name]);
    if (!found) throw new Error(`${control} is in no framework.`);
    return found;
}
