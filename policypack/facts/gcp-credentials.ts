import { type Value, json, text } from "./values";

/** What the `credentials` of a provider are: a lasting secret, something that yields short tokens, or a file not seen here. */
export function credentialKind(credentials: Value): "lasting" | "federated" | "file" | undefined {
    const written = text(credentials)?.trim();
    if (!written) return undefined;
    if (!written.startsWith("{")) return "file";
    // Impersonation rests on the credentials within.
    const document = json(credentials);
    const source = document.get("source_credentials");
    return [document, source].some(isLasting) ? "lasting" : "federated";
}

/** A key of a service account, or the refresh token of a person. */
function isLasting(document: Value): boolean {
    if (["private_key", "refresh_token", "client_secret"].some((secret) => !document.get(secret).absent)) return true;
    return ["service_account", "authorized_user"].includes(text(document.get("type")) ?? "");
}
