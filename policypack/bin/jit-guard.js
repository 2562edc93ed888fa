#!/usr/bin/env node
"use strict";

const { existsSync } = require("node:fs");
const { join } = require("node:path");

const compiled = join(__dirname, "..", "dist", "cli", "main.js");
if (!existsSync(compiled)) {
    console.error(`${compiled} is missing: jit-guard is not built. Run \`npm run build\` in its repository.`);
    process.exit(2);
}

// Whoever reads may stop early, as `head` does; what was found still decides the exit code.
for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
        if (error.code !== "EPIPE") throw error;
    });
}

require(compiled)
    .main(process.argv.slice(2), process)
    // After the last write: nothing that a program left open may keep CI waiting.
    .then((code) => process.stdout.write("", () => process.exit(code)));
