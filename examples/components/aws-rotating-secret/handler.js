const { createHash, randomBytes } = require("node:crypto");

async function call(method, path, key, body) {
    const { ok, status } = await fetch(`${process.env.API_URL}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify(body),
    });
    if (!ok) throw new Error(`The API answered ${status}.`);
}

// What the API keeps of a key, and takes in its place.
const hashed = (key) => createHash("sha256").update(key).digest("hex");

module.exports = {
    // Made here and not by the API, so that a rotation that is cut off leaves nothing behind.
    create: async () => randomBytes(32).toString("base64url"),
    // These two and no others. Who has read the current one has until the next rotation to read the pending one.
    set: (pending, current) => call("PUT", "/keys", current, { hashes: [pending, current].map(hashed) }),
    test: (pending) => call("GET", "/me", pending),
};
