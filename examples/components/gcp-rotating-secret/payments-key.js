const API = "https://api.payments.example/v1/keys";

async function call(key, path = "", method = "GET") {
    const answer = await fetch(API + path, { method, headers: { Authorization: `Bearer ${key}` } });
    if (!answer.ok) throw new Error(`${method} ${path || "/"}: ${answer.status}`);
    return answer.json();
}

/** A value is "id:key". The first one is made by hand and added as the first version. */
const keyOf = (value) => value.slice(value.indexOf(":") + 1);
const idOf = (value) => value.slice(0, value.indexOf(":"));

module.exports = {
    async create(current) {
        if (!current) throw new Error("add the first key by hand: gcloud secrets versions add payments-key --data-file=-");
        const { id, key } = await call(keyOf(current), "", "POST");
        return `${id}:${key}`;
    },
    // This company's keys work from the start.
    async set() {},
    test: (pending) => call(keyOf(pending)),
    async retire(current, previous) {
        const { keys } = await call(keyOf(current));
        if (keys.some(({ id }) => id === idOf(previous))) await call(keyOf(current), `/${idOf(previous)}`, "DELETE");
    },
};
