import { randomInt } from "node:crypto";
import type { Strategy } from "./strategy";

export interface PasswordSettings {
    readonly length: number;
    /** Symbols that it may not have. */
    readonly exclude: string;
}

// Without what is taken for something else when read aloud or typed, and without quotes, which are doubled or escaped.
const CLASSES = ["abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789", "!#$%&()*+,-./:;<=>?@[]^_{}~"];

/** A random text that nothing else is told of: who uses it reads it from the secret. */
export function password(settings: PasswordSettings): Strategy {
    return {
        create: () => Promise.resolve(random(settings)),
        set: () => Promise.resolve(),
        test: () => Promise.resolve(),
    };
}

/** Each letter by itself at random, and at least one of each class. */
export function random({ length, exclude }: PasswordSettings): string {
    const classes = CLASSES.map((letters) => [...letters].filter((letter) => !exclude.includes(letter)));
    const all = classes.flat();
    for (;;) {
        const made = Array.from({ length }, () => all[randomInt(all.length)]!);
        if (classes.every((letters) => letters.length === 0 || letters.some((letter) => made.includes(letter)))) {
            return made.join("");
        }
    }
}
