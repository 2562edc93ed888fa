import { Unusable } from "./errors";

export interface Address {
    readonly url: URL;
    readonly region: string;
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/** Where the broker is. An answer may hold credentials, so that it comes over TLS, or from this machine. */
export function address(written: string, region?: string): Address {
    const example = "as https://abc123.lambda-url.eu-west-1.on.aws/";
    if (!URL.canParse(written)) throw new Unusable(`The broker's address is no URL: write it ${example}.`);
    const url = new URL(written);
    if (url.username || url.password || url.search || url.hash) {
        throw new Unusable(`The broker's address has more than a host and a path: write it ${example}.`);
    }
    if (url.protocol !== "https:" && !(url.protocol === "http:" && LOOPBACK.test(url.hostname))) {
        throw new Unusable(`The broker's address must begin with https://: write it ${example}.`);
    }
    const [, own] = /\.lambda-url\.([a-z0-9-]+)\.on\.aws$/.exec(url.hostname) ?? [];
    const where = own ?? region;
    if (!where) {
        throw new Unusable("In which region is the broker? Its address does not say: give the region too.");
    }
    if (!/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(where)) throw new Unusable(`The broker's region is none: write it as eu-west-1.`);
    return { url, region: where };
}
