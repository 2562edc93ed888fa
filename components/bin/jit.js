#!/usr/bin/env node
"use strict";

const { existsSync } = require("node:fs");
const { join } = require("node:path");

const compiled = join(__dirname, "..", "dist", "cli", "main.js");
if (!existsSync(compiled)) {
    console.error(`${compiled} is missing: jit is not built. Run \`npm run build\` in its repository.`);
    process.exit(2);
}

// Whoever reads may stop early, as `head` does.
for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
        if (error.code !== "EPIPE") throw error;
    });
}

const { main } = require(compiled);
const { world } = require("../dist/cli/world.js");

main(process.argv.slice(2), world(process))
    // After the last write: a connection that is kept open keeps nobody waiting.
    .then((code) => process.stdout.write("", () => process.exit(code)));
